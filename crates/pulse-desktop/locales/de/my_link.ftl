### The own link.

my-link-title = Mein Link
my-link-lead = Wer diesen Link hat, kann anfragen, ob er dir schreiben darf. Du entscheidest, wen du hereinlässt.
my-link-qr = QR-Code deines Links
my-link-link = Dein Link
my-link-copy = Link kopieren
my-link-share = Lass andere den Code von deinem Bildschirm lesen, oder schick ihnen den Link auf beliebigem Weg.
my-link-copy-picture = Bild kopieren
my-link-save-picture = Bild speichern
