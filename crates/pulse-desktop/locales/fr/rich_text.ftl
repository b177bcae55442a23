### What stands in place of a text that is not shown.

link-title = Ouvrir ce lien ?
link-text = Ne l’ouvre que si tu le connais.
link-open = Ouvrir dans le navigateur
link-copy = Copier le lien
link-odd-http = Ce lien n’est pas chiffré (http) : d’autres, en chemin, peuvent lire et changer ce que tu y vois.
link-odd-letters = Le nom du site contient des lettres d’autres écritures, qui peuvent ressembler à celles d’un autre site.
link-odd-mail-letters = L’adresse contient des lettres d’autres écritures, qui peuvent ressembler à celles d’une autre adresse.
link-odd-disguised = L’adresse est écrite de façon à ressembler à un autre site que celui où elle mène.
link-odd-unseen = Le lien contient des caractères invisibles ou qui en retournent des parties.
link-odd-long = Le nom du site est si long que sa fin, qui décide où il mène, échappe facilement.
link-odd-hidden = Le message affiche d’autres mots à la place de cette adresse.
