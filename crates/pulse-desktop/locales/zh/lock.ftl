### The cover over a locked window.

lock-title = Pulse 已锁定
lock-lead = 消息仍会到达。解锁之前不显示任何内容。
lock-field = 口令
lock-open = 解锁
lock-checking = 正在检查…
lock-wrong = 口令不对。请重试；注意区分大小写。
lock-quit = 退出 Pulse
