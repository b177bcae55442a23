### What all pages and forms share.

page-back = Retour
field-show = Afficher « { $field } »
field-hide = Masquer « { $field } »
