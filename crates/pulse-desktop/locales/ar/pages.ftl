### What all pages and forms share.

page-back = رجوع
field-show = إظهار «{ $field }»
field-hide = إخفاء «{ $field }»
