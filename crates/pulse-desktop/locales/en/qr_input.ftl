### Reading a QR code without a camera.

qr-input-image = QR code from an image
qr-input-clipboard = QR code from the clipboard
qr-input-drop = You can also drop an image onto this window.
qr-input-drop-here = Drop the image here
