### Ctrl+K.

switcher-title = 切换对话
switcher-hint = 想给谁写消息？
