### Reading a QR code without a camera.

qr-input-image = QR depuis une image
qr-input-clipboard = QR depuis le presse-papiers
qr-input-drop = Tu peux aussi déposer une image sur cette fenêtre.
qr-input-drop-here = Dépose l’image ici
