### What can go wrong, and the way on.

error-unreachable = 服务器 { $host } 没有响应。请检查网络连接和服务器链接，然后重试。
error-untrusted = 没有这台电脑信任的机构为 { $host } 上的服务器作保，链接也没有说明它的密钥。请复制完整的链接，包括末尾的 #s=…。
error-wrong-fingerprint = { $host } 上的服务器不是这个链接所描述的那一个。没有发送任何内容。请向管理者索取当前的链接。
error-not-pulse = { $host } 上应答的不是此版本的 Pulse 服务器。请检查链接，或询问服务器的管理者。
error-unknown-host = 没有名为 { $host } 的服务器。请检查链接和网络连接。
error-timed-out = 没有及时收到答复。请重试。
error-closed = 没有完成：Pulse 当时失去了对文件夹的访问。等它重新打开后，请再试一次。
error-disconnected = 在服务器答复之前连接断开了。Pulse 会自动重新连接，之后请重试。
error-busy = 这已经在进行中，请稍候。
error-refused = 服务器拒绝了：{ $text }
error-refused-for-now =
    { $minutes ->
       *[other] 服务器暂时拒绝了：{ $text } 请在 { $minutes } 分钟后重试。
    }
error-server-busy = 服务器目前有问题。Pulse 会继续尝试。
error-too-many = 短时间内操作太多。请稍等再试。
error-mailbox-full = 对方的邮箱已满。你的消息在这里等待，有空位时就会发出。
error-requests-full = 等待对方答复的人太多了。你的消息在这里等待，稍后发出。
error-challenge-expired = 创建帐户花的时间太长。请重试。
error-version = 这个 Pulse 对服务器来说太旧了。请安装当前版本。
error-recipient-unknown = 服务器已经不认识这个人。请向对方要当前的链接。
error-account-unknown = 服务器不认识这个帐户。它可能已在那里被删除。
error-device-removed = 此设备已从你的帐户中移除。
error-invite = 邀请无效：已被使用、已过期或不完整。请再要一个。
error-no-registrations = 这个服务器不接受新帐户。请选择别的服务器，或询问管理者。
error-account-exists = 这个身份已经有帐户了。
error-refused-again = 多次尝试后服务器仍未接受。请过一会儿再试。
error-not-understood = 服务器与这个 Pulse 无法互相理解。请安装当前版本的 Pulse；如果没有帮助，请报告。
error-replaced = 另一个程序接管了此设备的连接。请退出它，然后重试。
error-refused-unnamed = 服务器拒绝了，原因是这个 Pulse 不认识的。请稍后再试，或安装当前版本。
error-already-registered = 这里已经有一个帐户。
error-not-registered = 这里还没有帐户。
error-wrong-server = 这个链接指向 { $host }，而你的帐户在另一个服务器上。目前只有同一服务器上的人才能互相联系。
error-other-server-key = 这个链接给出的 { $host } 服务器密钥与你的不同，可能有人在途中改过它：请通过你信任的方式重新索取。
error-unknown-contact = 这个联系人已不在你的列表中。
error-not-accepted = 这个人在等你的答复。接受请求后才能给对方写消息。
error-blocked = 你已屏蔽这个人。取消屏蔽后才能给对方写消息。
error-own-link = 这是你自己的链接。把它给别人，并向对方要链接。
error-text-too-long = 这条消息太长。请分成几条。
error-empty-text = 没有可发送的内容。
error-unknown-message = 这条消息已不存在。
error-not-failed = 这条消息已在发送途中。
error-wrong-phrase = 这不是你帐户的 24 个词。请与你记下的对照。
error-wrong-phrase-word = 第 { $position } 个词不对。请与你记下的对照。
error-phrase-gone = 你已确认恢复短语，因此它不再保存在此设备上。
error-identity-changed = 这个联系人的身份有变化。请比对安全码，然后接受变化。
error-name-invalid = 这个名字不能用。请选一个更短、可读的名字。
error-name-empty = 请输入名字。
error-name-long =
    { $count ->
       *[other] 这个名字超出 { $count } 个字符。
    }
error-disk-full = 磁盘已满。请腾出空间再试。
error-store-damaged = 此设备上 Pulse 的存储已损坏。请退出 Pulse，检查磁盘并恢复备份。
error-store-unavailable = Pulse 无法使用此设备上的存储。请重新启动；如果没有用，请检查磁盘。
error-internal = Pulse 自身出了问题（{ $what }）。请报告给我们。
error-no-keychain = 此系统没有密钥环，或密钥环已锁定。请改用口令保护你的帐户。
error-passphrase-short =
    { $count ->
       *[other] 至少使用 { $count } 个字符。几个词既好记又难猜。
    }
error-passphrase-weak = 这个口令太容易猜到。请用几个词。
error-passphrase-differs = 两次输入的口令不一样。
error-passphrase-kept = 无法检查或保存口令，所以仍是原来的口令。请看看磁盘是否已满、Pulse 的文件夹是否可写，然后重试。
error-phrase-word = 第 { $position } 个词不对。请看看你记下的，或再显示一次这些词。
error-link-empty = 请输入服务器的链接。
error-link-too-long = 太长了，不可能是 Pulse 链接。
error-link-scheme = Pulse 链接以 pulse:// 开头。请完整复制。
error-link-outside = 打开的不是 Pulse 链接；Pulse 链接以 pulse:// 开头。请完整复制，或再要一次。
error-link-characters = 链接中有空格或其他不该有的字符。是不是被截断或换行了？
error-link-host = 链接中的服务器名无效。它看起来像 chat.example.org。
error-link-port = 链接中的端口不是 1 到 65535 之间的数字。
error-link-fingerprint = 链接的末尾（s=…）不完整。请完整复制。
error-link-account = 链接的末尾（a=…）不完整。请完整复制。
error-link-shape = 这个链接不符合 Pulse 链接的格式。请再要一次。
error-link-mismatch = 链接中有两个不同的帐户：有人改动过它。请用你信任的方式再要一次。
error-link-account-missing = 链接缺少末尾（#a=…）。请完整复制。
error-link-user-name = 不支持带用户名的链接。请索取 Pulse 在“我的链接”中显示的链接。
error-link-is-server = 这个链接指向服务器，而不是人。请向对方索取 Pulse 在“我的链接”中显示的链接。
error-link-is-contact = 这个链接指向人，而不是服务器。请在这里输入服务器的链接；之后可以再添加对方。
error-contact-link-empty = 请粘贴对方的链接。
error-contact-link-scheme = 这不是 Pulse 链接。它以 pulse:// 开头，显示在对方 Pulse 的“我的链接”中。
error-invite-needed = 此服务器要求邀请。请在这里输入你的邀请，或向运营服务器的人索取。
error-link-is-invite = 这看起来是邀请，而不是服务器链接。请填入下面的“邀请”栏；这里需要链接。
