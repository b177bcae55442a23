### Ctrl+K.

switcher-title = Changer de conversation
switcher-hint = À qui veux-tu écrire ?
