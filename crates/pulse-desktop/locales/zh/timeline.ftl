### Marks between messages.

timeline-new-messages = 新消息
timeline-jump = 跳到最新
timeline-notice = 对方的设备有变化
timeline-unreadable = 收到一条无法读取的消息。请对方重新发送。
timeline-needs-newer = 收到一条此版本的 Pulse 无法显示的消息。请更新 Pulse 后阅读。
timeline-conflict = 收到的一条消息有两个不同的版本，都不显示。
