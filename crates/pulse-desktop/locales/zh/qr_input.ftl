### Reading a QR code without a camera.

qr-input-image = 从图片读取二维码
qr-input-clipboard = 从剪贴板读取二维码
qr-input-drop = 你也可以把图片拖到这个窗口上。
qr-input-drop-here = 把图片放在这里
