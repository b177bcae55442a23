### Ctrl+K.

switcher-title = Switch conversation
switcher-hint = Whom do you want to write to?
