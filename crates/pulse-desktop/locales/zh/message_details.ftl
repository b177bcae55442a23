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
