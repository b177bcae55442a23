### Who, when, how far.

details-title = تفاصيل الرسالة
details-from = من
details-sent = أُرسلت
details-received = استُلمت
details-status = الحالة
details-device = الجهاز
details-protection = الحماية
details-id = معرّف الرسالة
details-verified = مشفّرة من طرف إلى طرف، جهة اتصال تم التحقق منها
details-by-link = مشفّرة من طرف إلى طرف، جهة اتصال أُضيفت عبر رابطها
details-not-verified = مشفّرة من طرف إلى طرف، جهة اتصال لم يتم التحقق منها
details-reason = السبب
details-failed = { $why } ({ $code })
details-held-unanswered = لم يردّ بعد، ولديه من الرسائل أقصى ما يجوز أن ينتظر ردًّا. ستُرسل وحدها حين يقبلك أو يرد، ولا حاجة إلى إرسالها ثانية.
details-held-forked = توجد قائمتان مختلفتان لأجهزته، وإحداهما زائفة. اسأله بطريق آخر وقارنا أرقام الأمان، ثم تابع في المحادثة.
