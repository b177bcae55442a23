### What all pages and forms share.

page-back = Atrás
field-show = Mostrar
field-hide = Ocultar
