### Names of buttons that many screens share.

overlay-close = Cerrar

field-cut = Cortar
field-copy = Copiar
field-paste = Pegar
field-select-all = Seleccionar todo
