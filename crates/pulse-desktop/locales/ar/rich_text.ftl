### What stands in place of a text that is not shown.

link-title = فتح هذا الرابط؟
link-text = يبدو كعنوان غير عنوانه، أو يخفي إلى أين يقود. لا تفتحه إلا إن كنت تعرفه.
link-open = فتح في المتصفح
link-copy = نسخ الرابط
