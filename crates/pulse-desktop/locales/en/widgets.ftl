### Names of buttons that many screens share.

overlay-close = Close

# The menu of a field that is typed in.
field-cut = Cut
field-copy = Copy
field-paste = Paste
field-select-all = Select all
