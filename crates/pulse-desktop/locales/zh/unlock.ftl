### The passphrase at the start.

unlock-title = 解锁 Pulse
unlock-lead = 这台电脑上的消息由口令保护。
unlock-field = 口令
unlock-open = 解锁
unlock-opening = 正在打开…
unlock-wrong = 口令不对。请重试；注意区分大小写。
unlock-forgotten = 忘记了？没有口令谁也打不开这些消息。要重新开始，请用别的文件夹启动 Pulse（--home）。
