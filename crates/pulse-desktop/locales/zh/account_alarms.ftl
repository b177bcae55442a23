### What happened to the account that somebody else may have done.

alarm-answer = 知道了
alarm-device-added = 你的帐户添加了另一台设备。如果不是你，就有人掌握了你的恢复短语：请新建帐户，并通过其他途径告知你的联系人。
alarm-devices-forked = 有人看到的你的设备列表与此设备所知的不同，可能有人掌握了你的恢复短语。如果你不知道原因：请新建帐户，并通过其他途径告知你的联系人。
alarm-device-removed = 此设备已从你的帐户移除，不再接收消息。如果不是你，就有人掌握了你的恢复短语。
