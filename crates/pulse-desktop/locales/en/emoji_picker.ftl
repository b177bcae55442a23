### The emoji picker.

emoji-title = Emoji
emoji-search = Search emoji
emoji-nothing-found = No emoji found
emoji-group-recent = Recently used
emoji-group-smileys = Smileys and emotion
emoji-group-people = People
emoji-group-nature = Animals and nature
emoji-group-food = Food and drink
emoji-group-travel = Travel and places
emoji-group-activities = Activities
emoji-group-objects = Objects
emoji-group-symbols = Symbols
emoji-group-flags = Flags
