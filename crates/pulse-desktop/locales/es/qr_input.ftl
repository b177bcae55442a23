### Reading a QR code without a camera.

qr-input-image = QR desde imagen
qr-input-clipboard = QR desde el portapapeles
qr-input-drop = También puedes soltar una imagen en esta ventana.
qr-input-drop-here = Suelta la imagen aquí
