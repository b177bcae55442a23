### Ctrl+K.

switcher-title = الانتقال إلى محادثة
switcher-hint = لمن تريد أن تكتب؟
