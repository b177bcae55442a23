### Who, when, how far.

details-title = 消息详情
details-from = 来自
details-sent = 发送时间
details-received = 接收时间
details-status = 状态
details-device = 设备
details-protection = 保护
details-id = 消息 ID
details-verified = 端到端加密，联系人已验证
details-by-link = 端到端加密，联系人通过链接添加
details-not-verified = 端到端加密，联系人未验证
details-reason = 原因
details-failed = { $why }（{ $code }）
details-held-unanswered = 对方还没有回复，等待回复的消息已达上限。一旦对方接受或回复，它会自动发出，无需重新发送。
details-held-forked = 对方的设备存在两份不同的列表，其中一份是假的。请通过其他途径询问对方并比对安全码，然后在对话中继续。
details-held-own-forked = 服务器显示的你的设备列表与此设备所知的不同，因此不会发送任何内容：其中可能有人能读到你的消息。一旦服务器显示此处已知的列表，它会自动发出。如果你不知道原因：请新建帐户，并通过其他途径告知你的联系人。
details-held-removed = 此设备已从你的帐户移除，因此不再发送任何内容。请用另一台设备重新发送。如果不是你移除的，就有人掌握了你的恢复短语：请新建帐户，并通过其他途径告知你的联系人。
