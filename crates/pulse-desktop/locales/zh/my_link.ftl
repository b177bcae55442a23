### The own link.

my-link-title = 我的链接
my-link-lead = 有这个链接的人可以请求给你写消息。由你决定让谁进来。
my-link-qr = 你的链接的二维码
my-link-link = 你的链接
my-link-copy = 复制链接
my-link-share = 让对方从你的屏幕扫码，或用任何方式把链接发给对方。
my-link-copy-picture = 复制图片
my-link-save-picture = 保存图片
