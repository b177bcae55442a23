### What happened to the account that somebody else may have done.

alarm-answer = 知道了
alarm-device-added = 你的帐户添加了另一台设备。如果不是你，就有人掌握了你的恢复短语：请新建帐户，并通过其他途径告知你的联系人。
alarm-devices-forked = 有人看到的你的设备列表与此设备所知的不同，可能有人掌握了你的恢复短语。如果你不知道原因：请新建帐户，并通过其他途径告知你的联系人。
alarm-device-removed = 此设备已从你的帐户移除，不再收发任何内容；这里已有的内容仍可阅读。如果不是你，就有人掌握了你的恢复短语：请新建帐户，并通过其他途径告知你的联系人。
alarm-device-cloned = 你的另一台设备用同一密钥封装了两条消息：它是从备份恢复的，或者有人持有它的副本。

# Told in passing.
notice-registered-again = 服务器不再认识你的帐户，现已重新注册。
notice-old-prekeys = 这台设备已有一个多月没有更新密钥。它可能离线了这么久，也可能是服务器对你隐瞒了较新的密钥。
notice-contact-cloned = { $name } 的一台设备是从备份恢复的，或者有人持有它的副本。
notice-put-aside = 一条反复使 Pulse 退出的消息已搁置，未被读取。
