### Short messages at the edge.

toast-no-app-lock = 在这里设置口令，才能锁定 Pulse。
toast-app-lock-set = 应用锁已开启。
toast-app-lock-changed = 口令已更改。
toast-app-lock-removed = 应用锁已关闭。
toast-phrase-confirmed = 你的恢复短语已确认，不再保存在此设备上。
toast-clock-behind = 这台电脑的时钟慢了 { $minutes } 分钟。请校准，这样消息的时间才正确。
toast-clock-ahead = 这台电脑的时钟快了 { $minutes } 分钟。请校准，这样消息的时间才正确。
toast-undo = 撤销
toast-copied = 已复制
toast-message-deleted = 消息已从此电脑删除
toast-conversation-deleted = 与 { $name } 的对话已从此电脑删除
toast-blocked = 已屏蔽 { $name }
toast-conversation-kept = 与 { $name } 的对话仍然保留：对方又发来了消息
toast-contact-removed = { $name } 已不再是联系人
toast-link-not-opened = 这台电脑上没有程序能打开此链接
toast-copy-link = 复制链接
toast-saved = 已保存
toast-text-alone = Pulse 目前只能发送文字。文件没有发送。
toast-dismiss = 关闭提示
