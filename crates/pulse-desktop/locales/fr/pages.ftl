### What all pages and forms share.

page-back = Retour
field-show = Afficher
field-hide = Masquer
