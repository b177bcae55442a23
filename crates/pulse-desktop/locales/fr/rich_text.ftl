### What stands in place of a text that is not shown.

link-title = Ouvrir ce lien ?
link-text = Il ressemble à une autre adresse que la sienne, ou cache où il mène. Ne l’ouvre que si tu le connais.
link-open = Ouvrir dans le navigateur
link-copy = Copier le lien
