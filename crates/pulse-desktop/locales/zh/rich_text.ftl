### What stands in place of a text that is not shown.

link-title = 打开这个链接？
link-text = 只有认识它时才打开。
link-open = 在浏览器中打开
link-copy = 复制链接
link-odd-http = 这个链接未加密（http）：途中的其他人可以读取和更改你看到的内容。
link-odd-letters = 网站名称中有其他文字的字母，看起来可能像另一个网站。
link-odd-mail-letters = 邮件地址中有其他文字的字母，看起来可能像另一个地址。
link-odd-disguised = 这个地址的写法使它看起来像另一个网站。
link-odd-unseen = 链接中有看不见的字符，或会颠倒其部分内容的字符。
link-odd-long = 网站名称太长，决定去向的末尾容易被忽略。
link-odd-hidden = 消息用其他文字代替了这个地址。
