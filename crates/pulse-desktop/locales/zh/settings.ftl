### The settings.

settings-title = 设置
settings-profile = 个人资料
settings-privacy = 隐私
settings-privacy-text = 已读回执、输入状态、屏蔽的联系人、应用锁
settings-notifications = 通知
settings-notifications-text = 显示什么
settings-appearance = 外观
settings-appearance-text = 颜色、大小、语言
settings-storage = 存储
settings-storage-text = 保存在这台电脑上的内容
settings-about = 关于 Pulse
settings-about-text = 版本与许可
settings-lock-now = 立即锁定
settings-shortcuts = 键盘快捷键
settings-profile-name = 你的名字
settings-profile-name-text = 与你交谈的人能看到，服务器看不到。
settings-profile-save = 保存
settings-profile-link = 我的链接和二维码
settings-profile-link-text = 让别人可以添加你
settings-profile-server = 服务器
settings-profile-id = 帐户 ID
settings-profile-id-copy = 复制帐户 ID
settings-profile-phrase = 恢复短语
settings-profile-phrase-open = 现在就写下来：如果你丢了这台电脑，它是找回帐户的唯一途径。
settings-profile-phrase-done = 你已经写下来了。它不再保存在这台电脑上。
settings-profile-phrase-show = 显示我的短语
settings-phrase-lead = 这 24 个词就是你的帐户：谁看到它们，谁就能冒充你。显示之前，请确认没有人在看你的屏幕。
settings-privacy-receipts = 已读回执
settings-privacy-receipts-text = 别人能看到你读了他们的消息，你也能看到别人读了你的。关闭：两者都没有。
settings-privacy-typing = 输入状态
settings-privacy-typing-text = 别人能看到你正在输入，你也能看到别人正在输入。关闭：两者都没有。
settings-privacy-blocked = 屏蔽的联系人
settings-privacy-blocked-count =
    { $count ->
        [0] 无
       *[other] { $count } 个联系人
    }
settings-privacy-lock = 应用锁
settings-privacy-lock-text = 遮住窗口，直到输入口令。消息仍会到达。
settings-privacy-lock-own = 应用锁有自己的口令。
settings-privacy-lock-home = 应用锁使用 Pulse 启动时的口令。
settings-privacy-lock-none = 没有设置口令。
settings-privacy-lock-set = 设置口令
settings-privacy-lock-change = 更改口令
settings-privacy-lock-home-note = Pulse 启动时会询问它，应用锁也用它。之前复制的此帐户文件仍可用旧口令打开。
settings-privacy-lock-remove = 移除口令
settings-privacy-lock-remove-now = 移除
settings-privacy-lock-present = 当前口令
settings-privacy-lock-changing = 正在更改…
settings-privacy-lock-wrong = 这不是当前口令。请重试；注意区分大小写。
settings-privacy-lock-first = 新口令
settings-privacy-lock-second = 再输入一次
settings-privacy-lock-save = 保存口令
settings-privacy-lock-cancel = 取消
settings-privacy-lock-after = 自动锁定
settings-privacy-lock-never = 仅手动，或随屏幕锁定
settings-privacy-lock-minutes =
    { $count ->
       *[other] { $count } 分钟后
    }
settings-privacy-lock-hour = 1 小时后
settings-blocked-title = 屏蔽的联系人
settings-blocked-lead = 你不会收到他们的任何消息。他们不会得知。
settings-blocked-empty = 你没有屏蔽任何人。
settings-blocked-unblock = 取消屏蔽
settings-blocked-unblock-name = 取消屏蔽 { $name }
settings-blocked-not = 已取消屏蔽
settings-blocked-again = 重新屏蔽
settings-blocked-again-name = 重新屏蔽 { $name }
settings-notifications-on = 显示通知
settings-notifications-on-text = 有消息到达而你在其他窗口时。
settings-notifications-content = 显示什么
settings-notifications-all = 名字和消息
settings-notifications-all-text = 能看到你屏幕的人都能读到。
settings-notifications-name = 仅名字
settings-notifications-name-text = 谁写的，而不是写了什么。
settings-notifications-nothing = 都不显示
settings-notifications-nothing-text = 只提示有新内容。
settings-notifications-tray = 关闭窗口后继续运行
settings-notifications-tray-text = Pulse 留在托盘中继续接收。
settings-notifications-no-tray = 此桌面没有可以停留的托盘：关闭窗口就会结束 Pulse，重新启动之前收不到任何消息。
settings-notifications-autostart = 登录时启动
settings-notifications-autostart-text = 不打开窗口，以便接收消息。
settings-appearance-theme = 颜色
settings-appearance-theme-system = 跟随系统
settings-appearance-theme-light = 浅色
settings-appearance-theme-dark = 深色
settings-appearance-scale = 大小
settings-appearance-scale-percent = { $percent }%
settings-appearance-scale-smaller = 缩小
settings-appearance-scale-larger = 放大
settings-appearance-language = 语言
settings-appearance-language-system = 跟随系统
settings-appearance-motion = 减少动画
settings-appearance-motion-text = 没有滑动或淡入淡出。
settings-appearance-enter = 按 Enter 发送
settings-appearance-enter-text = Shift+Enter 换行。关闭：Enter 换行，Ctrl+Enter 发送。
settings-storage-size = 在这台电脑上
settings-storage-messages = 消息
settings-storage-count = { $count }
settings-storage-counting = 正在统计…
settings-storage-kb = { $size } kB
settings-storage-mb = { $size } MB
settings-storage-gb = { $size } GB
settings-storage-encrypted = 这里的一切都已加密。送达之后，服务器上不再保留。
settings-storage-delete = 要腾出空间，请在联系人页面删除对话。
settings-about-version = 版本 { $version }
settings-about-what = 私密消息，端到端加密，在自己的服务器上。
settings-about-licence = Pulse 是自由软件，采用 MIT 或 Apache 2.0 许可，由你选择。
settings-about-audit = Pulse 尚未经过独立专家审查。请不要把性命托付给它。
settings-about-crates = 软件库
settings-about-crates-text =
    { $count ->
       *[other] Pulse 包含 { $count } 个他人的软件库
    }
settings-about-assets = 字体和图标
settings-about-filter = 筛选软件库
settings-about-none = 没有名字中包含它的软件库。
settings-phrase-passphrase = 你的口令
settings-blocked-empty-text = 你屏蔽的人会列在这里。你不会收到对方的任何消息，对方也不会得知。
