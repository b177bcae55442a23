### Tray, notifications, file dialogs.

native-tray-open = 打开 Pulse
native-tray-lock = 锁定
native-tray-quit = 退出
native-tray-status =
    { $unread ->
        [0] 没有未读消息
       *[other] { $unread } 条未读消息
    }
native-notification-reply = 回复
native-notification-mark-read = 标为已读
native-pick-picture = 选择带二维码的图片
native-pictures = 图片
native-save-picture = 保存二维码
qr-unreadable = 无法读取图片。它还在吗？
qr-not-a-picture = 这不是 PNG 或 JPEG 格式的图片。
qr-too-large = 图片太大。请只截取二维码部分。
qr-no-code = 图片中没有找到二维码。更大更清晰的图片可能有帮助。
qr-not-a-link = 图片中的二维码不含 Pulse 链接。
qr-not-a-safety-number = 图片中的二维码不是 Pulse 的安全码。
qr-no-clipboard-picture = 剪贴板中没有图片。请先复制二维码的图片。
qr-no-file-dialog = 这个桌面没有文件对话框。请把图片拖到窗口上，或复制后粘贴。
qr-not-written = 无法把图片保存到那里。请选择另一个文件夹。
qr-no-place-to-save = 此桌面没有文件对话框。请改为复制图片。
notification-request = 有人想给你写消息
notification-messages =
    { $count ->
       *[other] { $count } 条新消息
    }
