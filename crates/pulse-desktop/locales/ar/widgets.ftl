### Names of buttons that many screens share.

overlay-close = إغلاق

field-cut = قص
field-copy = نسخ
field-paste = لصق
field-select-all = تحديد الكل
