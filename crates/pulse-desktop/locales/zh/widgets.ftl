### Names of buttons that many screens share.

overlay-close = 关闭

field-cut = 剪切
field-copy = 复制
field-paste = 粘贴
field-select-all = 全选
