### What all pages and forms share.

page-back = 返回
field-show = 显示“{ $field }”
field-hide = 隐藏“{ $field }”
