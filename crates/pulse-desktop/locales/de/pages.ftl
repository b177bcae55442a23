### What all pages and forms share.

page-back = Zurück
field-show = Zeigen
field-hide = Verbergen
