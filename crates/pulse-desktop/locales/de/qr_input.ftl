### Reading a QR code without a camera.

qr-input-image = QR aus Bild
qr-input-clipboard = QR aus Zwischenablage
qr-input-drop = Du kannst ein Bild auch auf dieses Fenster ziehen.
qr-input-drop-here = Bild hier ablegen
