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
