### The emoji picker.

emoji-title = Émojis
emoji-search = Rechercher un émoji
emoji-nothing-found = Aucun émoji trouvé
emoji-group-recent = Récemment utilisés
emoji-group-smileys = Sourires et émotions
emoji-group-people = Personnes
emoji-group-nature = Animaux et nature
emoji-group-food = Nourriture et boissons
emoji-group-travel = Voyages et lieux
emoji-group-activities = Activités
emoji-group-objects = Objets
emoji-group-symbols = Symboles
emoji-group-flags = Drapeaux
