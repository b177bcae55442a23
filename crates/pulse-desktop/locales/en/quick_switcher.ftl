### Ctrl+K.
