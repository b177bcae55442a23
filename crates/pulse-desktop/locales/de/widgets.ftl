### Names of buttons that many screens share.

overlay-close = Schließen
