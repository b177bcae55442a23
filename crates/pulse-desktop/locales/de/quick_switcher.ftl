### Ctrl+K.

switcher-title = Unterhaltung wechseln
switcher-hint = Wem möchtest du schreiben?
