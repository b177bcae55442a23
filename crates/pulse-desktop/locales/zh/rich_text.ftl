### What stands in place of a text that is not shown.

link-title = 打开这个链接？
link-text = 它看起来像另一个地址，或隐藏了去向。只有认识它时才打开。
link-open = 在浏览器中打开
link-copy = 复制链接
