### Where messages are written.

composer-hint = 消息
composer-emoji = 表情
composer-send = 发送
composer-left =
    { $count ->
       *[other] 还可输入 { $count } 个字符
    }
composer-too-long =
    { $count ->
       *[other] 超出 { $count } 个字符
    }
composer-blocked = 你已屏蔽 { $name }
composer-request = 接受请求后才能回复
composer-forked = 先对 { $name } 的设备作出决定，才能继续写消息
composer-emoji-found = 匹配的表情
