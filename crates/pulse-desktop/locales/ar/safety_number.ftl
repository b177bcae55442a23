### Comparing safety numbers.

safety-number-title = رقم الأمان
safety-number-explained = إن رأى { $name } الرقم نفسه فلا أحد بينكما. قارناه وجهًا لوجه أو في مكالمة، لا في رسالة.
safety-number-numbers = رقم الأمان: { $digits }
safety-number-qr = رمز QR لرقم الأمان ليقرأه الجهاز الآخر
safety-number-copy = نسخ الرقم
safety-number-same = متطابقان. هذا { $name }.
safety-number-different = غير متطابقين. إما أن هذه الصورة ليست من صفحة { $name } الخاصة بك، أو أن أحدًا بينكما. لا ترسل سرًا حتى تعرف.
safety-number-verified = تم التحقق
safety-number-verified-text = يمكنك الاطمئنان إلى أن هذا { $name }.
safety-number-by-link = أضفت { $name } عبر رابطه ولم تقارن هذا الرقم بعد. ربما استبدل أحد الرابط في طريقه إليك.
safety-number-mark = تعليم كمتحقَّق منه
safety-number-take-back = إلغاء التحقق
