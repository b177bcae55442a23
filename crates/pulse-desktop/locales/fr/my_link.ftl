### The own link.

my-link-title = Mon lien
my-link-lead = Qui a ce lien peut demander à t’écrire. C’est toi qui décides qui entre.
my-link-qr = Code QR de ton lien
my-link-link = Ton lien
my-link-copy = Copier le lien
my-link-share = Fais lire le code sur ton écran, ou envoie le lien comme tu veux.
my-link-copy-picture = Copier l’image
my-link-save-picture = Enregistrer l’image
