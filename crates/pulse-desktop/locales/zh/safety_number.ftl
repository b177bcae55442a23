### Comparing safety numbers.

safety-number-title = 安全码
safety-number-explained = 如果 { $name } 看到同样的号码，中间就没有别人。请当面或在通话中比对，不要用消息。
safety-number-numbers = 安全码：{ $digits }
safety-number-qr = 安全码的二维码，供另一台设备读取
safety-number-copy = 复制号码
safety-number-same = 一致。这就是 { $name }。
safety-number-different = 不一致。要么这张图片不是 { $name } 与你对应的页面，要么中间有别人。弄清楚之前不要发送任何秘密。
safety-number-verified = 已验证
safety-number-verified-text = 你可以确信这是 { $name }。
safety-number-by-link = 你通过链接添加了 { $name }，但还没有比对这个号码。链接可能在途中被人调换。
safety-number-mark = 标为已验证
safety-number-take-back = 取消验证
