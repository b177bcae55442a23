### Bubbles of a conversation.

bubble-you = 你
bubble-said = { $who }：{ $text }
bubble-failed = 未发送
bubble-retry = 重试
bubble-delete = 删除
bubble-copy = 复制文字
bubble-details = 详情
bubble-status-sending = 正在发送
bubble-status-sent = 已发送
bubble-status-delivered = 已送达
bubble-status-read = 已读
bubble-status-failed = 未发送
bubble-status-received = 已收到
bubble-menu = 消息
bubble-open-link = 打开 { $link }
bubble-copy-link = 复制 { $link }
bubble-status-unanswered = 等待对方回复
bubble-status-forked = 等待你的决定
bubble-status-own-forked = 等待：你自己的设备列表不一致
bubble-status-removed = 留在这里：此设备已从你的帐户移除
bubble-more = 阅读全文
