### Adding somebody.

add-contact-title = 添加联系人
add-contact-by-link = 通过链接添加
add-contact-lead = 向对方要 Pulse 链接，它在对方的“我的链接”页面上。
add-contact-link = 联系人链接
add-contact-link-hint = pulse://…
add-contact-name = 备注名（仅自己可见）
add-contact-name-hint = 留空：对方自己选的名字
add-contact-add = 添加联系人
add-contact-next = 对方会收到你的请求。对方接受后，你就能看到消息何时送达。你现在就可以写消息。
add-contact-good = 链接有效，属于 { $id }。
add-contact-own = 这是你自己的链接。把它给别人；这里需要对方的链接。
add-contact-other-server = 该联系人在 { $theirs }，而你的帐户在 { $ours }。不同服务器之间还不能互通；请对方在你的服务器上开一个帐户。
add-contact-known = 你已经有这个联系人了。
add-contact-open = 打开对话
add-contact-your-link = 我的链接
add-contact-your-link-text = 把它给对方，对方就可以添加你。
add-contact-pending-title = 添加这个联系人？
add-contact-pending-text = Pulse 之外打开了一个链接。只有知道它来自谁时才添加。
add-contact-pending-server = 服务器：{ $host }
add-contact-pending-id = 帐户 { $id }
add-contact-pending-not = 暂不
add-contact-pending-unusable = 此链接无法使用
add-contact-pending-another = 用其他链接添加
add-contact-pending-is-server = 此链接指向服务器。你已经有帐户了，位于 { $host }；要联系那里的人，请向对方索要 Pulse 在“我的链接”中显示的链接。
