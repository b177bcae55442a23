### The list of conversations.

list-title = 聊天
list-menu = 菜单
list-new-conversation = 新对话
list-my-link = 我的链接
list-settings = 设置
list-shortcuts = 键盘快捷键
list-lock = 锁定 Pulse
list-filter = 搜索
list-requests =
    { $count ->
       *[other] { $count } 个请求
    }
list-typing = 正在输入…
list-draft = 草稿：
list-no-messages = 还没有消息
list-waiting-for-answer = 尚未答复
list-unread =
    { $count ->
       *[other] { $count } 条未读消息
    }
list-verified = 已验证
list-identity-changed = 安全信息有变化
list-mark-read = 标为已读
list-mark-unread = 标为未读
list-contact-page = 查看联系人
list-block = 屏蔽
list-delete = 删除对话
list-connection-offline = 未连接
list-connection-offline-because = 离线：{ $reason }。连接后会发送你写的消息。
list-connection-connecting = 正在连接…
list-connection-updating = 正在更新…
list-connection-refused = 服务器拒绝了此设备
list-connection-removed = 服务器称此设备已从你的帐户移除，不再让它连接。这里已有的内容仍可阅读。
list-connection-wrong-key = 服务器不是链接所指的那一个。在此之前不会发送任何内容。
list-connection-replaced = 另一个程序正在此设备上使用这个帐户
list-connection-server-full = 服务器目前无法存储任何内容。你写的消息会在这里等待，一旦可以就会发送。
list-connection-with-reason = { $what }：{ $reason }
list-connection-reason-key = 服务器的密钥与其链接所示不同
list-connection-reason-certificate = 此电脑不信任服务器的证书
list-connection-reason-not-pulse = 那里应答的不是此版本的 Pulse 服务器
list-connection-reason-host = 没有这个名称的服务器
list-connection-reason-no-answer = 服务器没有应答
list-connection-reason-stops = 服务器正在重新启动或已停止
list-connection-reason-busy = 服务器现在有问题
list-connection-reason-lost = 连接已断开
list-connection-reason-network = 此电脑的网络无法使用
list-connection-retry = { $seconds } 秒后重试
list-connection-trying = 正在重试…
list-connection-try-now = 立即重试
list-empty-title = 还没有对话
list-empty-text = 用链接添加别人，或把你的链接给别人。
list-empty-add = 添加联系人
list-nothing-found = 没有找到“{ $filter }”
list-filter-clear = 清除搜索
list-muted = 免打扰
list-marked-unread = 已标为未读
list-last-deleted = 消息已删除

list-messages = 消息
list-searching = 正在搜索…
list-search-failed = 搜索失败
list-no-messages-found = 没有找到消息
list-more-messages = 显示更多消息
list-hit = { $name }：{ $text }
list-hit-own = 你发给{ $name }：{ $text }
list-hit-you = 你：
