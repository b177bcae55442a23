### What all pages and forms share.

page-back = Atrás
field-show = Mostrar «{ $field }»
field-hide = Ocultar «{ $field }»
