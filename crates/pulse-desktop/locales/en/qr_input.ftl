### Reading a QR code without a camera.

qr-input-image = QR from image
qr-input-clipboard = QR from clipboard
qr-input-drop = You can also drop an image onto this window.
qr-input-drop-here = Drop the image here
