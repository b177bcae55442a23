### Names of buttons that many screens share.

overlay-close = 关闭
