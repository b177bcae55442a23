### Ctrl+K.

switcher-title = Cambiar de conversación
switcher-hint = ¿A quién quieres escribir?
