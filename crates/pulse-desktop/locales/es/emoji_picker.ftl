### The emoji picker.

emoji-title = Emojis
emoji-search = Buscar emoji
emoji-nothing-found = No se encontró ningún emoji
emoji-group-recent = Usados hace poco
emoji-group-smileys = Caras y emociones
emoji-group-people = Personas
emoji-group-nature = Animales y naturaleza
emoji-group-food = Comida y bebida
emoji-group-travel = Viajes y lugares
emoji-group-activities = Actividades
emoji-group-objects = Objetos
emoji-group-symbols = Símbolos
emoji-group-flags = Banderas
