### The head of a conversation and its banners.

conversation-back = 返回
conversation-more = 更多
conversation-contact = 查看联系人
conversation-safety-number = 安全码
conversation-find = 在对话中搜索
conversation-block = 屏蔽
conversation-unblock = 取消屏蔽
conversation-delete = 删除对话
conversation-typing = 正在输入…
conversation-verified = 已验证
conversation-by-link = 通过对方的链接添加
conversation-not-answered = 尚未答复
conversation-wants-to-write = 想给你写消息
conversation-is-blocked = 已屏蔽
conversation-none-title = 没有打开的对话
conversation-none-text = 在旁边选一个对话，或按 Ctrl+K 查找。
conversation-start-title = 邀请别人
conversation-start-text = 让对方从你的屏幕扫描此码，或把你的链接发给对方。由你决定让谁进来。
conversation-empty-title = 向 { $name } 打个招呼
conversation-empty-text = 只有你和 { $name } 能读到这里的内容。
conversation-devices-changed = { $name } 使用的设备与以前不同。如果你没有料到，请比对安全码。
conversation-recovered = { $name } 用恢复短语恢复了帐户。请比对安全码，确认是本人。
conversation-forked = { $name } 有两份不同的设备列表。在你们比对安全码并由你决定继续之前，不会发送任何内容。
conversation-see-safety-number = 查看安全码
conversation-go-on = 继续
conversation-request = { $name } 想给你写消息。在你接受之前，对方不会知道你读过这些。
conversation-accept = 接受
conversation-delete-request = 删除
conversation-blocked = 你已屏蔽 { $name }。对方无法给你写消息，也不会得知。
conversation-held = { $name } 还没有回复。你现在写的内容会在这里等待，对方回复后自动发出。
conversation-held-own-forked = 未发送任何内容：服务器显示的你的设备列表与此设备所知的不同。你写的内容会在这里等待。
conversation-held-removed = 不会发送任何内容：此设备已从你的帐户移除。你写的内容会留在这里。
mute-begin = 免打扰…
mute-end = 取消免打扰
mute-title = 对 { $name } 免打扰
mute-text = 不发通知；新消息只在列表中以灰色计数。对方不会得知。
mute-hours =
    { $count ->
       *[other] { $count } 小时
    }
mute-weeks =
    { $count ->
       *[other] { $count } 周
    }
mute-always = 始终
mute-is-until = 免打扰至 { $moment }
mute-is-always = 免打扰，直到你取消
namesake-request = 你已有一个叫 { $name } 的联系人。这是另一个人。
namesake-contact = 你的另一个联系人也叫 { $name }。给其中一个起个自己的名字，以免写错人。

find-clear = 清空搜索框
find-older = 上一条消息
find-newer = 下一条消息
find-close = 关闭搜索
find-place = 第 { $place } 条，共 { $count } 条
find-place-of-more = 第 { $place } 条，共 { $count } 条以上
