### Names of buttons that many screens share.

overlay-close = Schließen

field-cut = Ausschneiden
field-copy = Kopieren
field-paste = Einfügen
field-select-all = Alles auswählen
