### The emoji picker.

emoji-title = Emoji
emoji-search = Emoji suchen
emoji-nothing-found = Kein Emoji gefunden
emoji-group-recent = Zuletzt benutzt
emoji-group-smileys = Smileys und Gefühle
emoji-group-people = Menschen
emoji-group-nature = Tiere und Natur
emoji-group-food = Essen und Trinken
emoji-group-travel = Reisen und Orte
emoji-group-activities = Aktivitäten
emoji-group-objects = Gegenstände
emoji-group-symbols = Symbole
emoji-group-flags = Flaggen
