### Reading a QR code without a camera.

qr-input-image = رمز QR من صورة
qr-input-clipboard = رمز QR من الحافظة
qr-input-drop = يمكنك أيضًا إفلات صورة على هذه النافذة.
qr-input-drop-here = أفلت الصورة هنا
