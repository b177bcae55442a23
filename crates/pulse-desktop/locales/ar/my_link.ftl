### The own link.

my-link-title = رابطي
my-link-lead = من معه هذا الرابط يستطيع أن يطلب الكتابة لك. وأنت تقرر من يدخل.
my-link-qr = رمز QR لرابطك
my-link-link = رابطك
my-link-copy = نسخ الرابط
my-link-share = دعه يقرأ الرمز من شاشتك، أو أرسل له الرابط كيفما شئت.
my-link-copy-picture = نسخ الصورة
my-link-save-picture = حفظ الصورة
