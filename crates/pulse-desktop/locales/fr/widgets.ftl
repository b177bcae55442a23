### Names of buttons that many screens share.

overlay-close = Fermer

field-cut = Couper
field-copy = Copier
field-paste = Coller
field-select-all = Tout sélectionner
