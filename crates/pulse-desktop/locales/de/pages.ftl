### What all pages and forms share.

page-back = Zurück
field-show = „{ $field }“ zeigen
field-hide = „{ $field }“ verbergen
