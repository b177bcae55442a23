### Short messages at the edge.

toast-no-app-lock = 在这里设置口令，才能锁定 Pulse。
toast-app-lock-set = 应用锁已开启。
toast-app-lock-changed = 口令已更改。
toast-app-lock-removed = 应用锁已关闭。
toast-phrase-confirmed = 你的恢复短语已确认，不再保存在此设备上。
toast-own-device-unknown = 你的帐户添加了另一台设备。如果不是你，你的帐户就落在别人手里了。
toast-clock-behind = 这台电脑的时钟慢了 { $minutes } 分钟。请校准，这样消息的时间才正确。
toast-clock-ahead = 这台电脑的时钟快了 { $minutes } 分钟。请校准，这样消息的时间才正确。
toast-notice = { $text }
toast-undo = 撤销
toast-copied = 已复制
toast-message-deleted = 消息已从此电脑删除
toast-conversation-deleted = 与 { $name } 的对话已从此电脑删除
toast-blocked = 已屏蔽 { $name }
toast-saved = 已保存
toast-text-alone = Pulse 目前只能发送文字。文件没有发送。
