### The head of a conversation and its banners.

conversation-back = رجوع
conversation-more = المزيد
conversation-contact = عرض جهة الاتصال
conversation-safety-number = رقم الأمان
conversation-find = بحث في المحادثة
conversation-block = حظر
conversation-unblock = إلغاء الحظر
conversation-delete = حذف المحادثة
conversation-typing = يكتب…
conversation-verified = تم التحقق
conversation-by-link = أُضيف عبر رابطه
conversation-not-answered = لم يرد بعد
conversation-wants-to-write = يريد أن يكتب لك
conversation-is-blocked = محظور
conversation-none-title = لا محادثة مفتوحة
conversation-none-text = اختر محادثة من الجانب، أو اضغط Ctrl+K للبحث عن واحدة.
conversation-start-title = ادعُ أحدًا
conversation-start-text = دعه يقرأ هذا الرمز من شاشتك، أو أرسل له رابطك. وأنت تقرر من يدخل.
conversation-empty-title = ألقِ التحية على { $name }
conversation-empty-text = لا يقرأ ما يُكتب هنا إلا أنت و{ $name }.
conversation-devices-changed = يستعمل { $name } أجهزة غير التي كانت. إن لم تتوقع ذلك فقارنا رقمي الأمان.
conversation-recovered = استعاد { $name } حسابه بعبارة الاسترداد. قارنا رقمي الأمان للتأكد أنه هو.
conversation-forked = توجد قائمتان مختلفتان لأجهزة { $name }. لن يُرسل شيء حتى تقارنا رقمي الأمان وتقرر المتابعة.
conversation-see-safety-number = عرض رقم الأمان
conversation-go-on = متابعة
conversation-request = يريد { $name } أن يكتب لك. لن يعلم أنك قرأت هذا حتى تقبل.
conversation-accept = قبول
conversation-delete-request = حذف
conversation-blocked = لقد حظرت { $name }. لا يمكنه الكتابة لك، ولا يُخبَر بذلك.
conversation-held = لم يردّ { $name } بعد. ما تكتبه الآن ينتظر هنا ويُرسل وحده حين يرد.
conversation-held-own-forked = لا يُرسل شيء: يعرض الخادم قائمة لأجهزتك غير التي يعرفها هذا الجهاز. ما تكتبه ينتظر هنا.
conversation-held-removed = لا يُرسل شيء: أُزيل هذا الجهاز من حسابك. ما تكتبه يبقى هنا.
mute-begin = كتم…
mute-end = إلغاء الكتم
mute-title = كتم { $name }
mute-text = لا إشعارات؛ تُحسب الرسائل الجديدة في القائمة وحدها باللون الرمادي. ولن يُخبَر أحد بذلك.
mute-hours =
    { $count ->
        [zero] لأقل من ساعة
        [one] لساعة واحدة
        [two] لساعتين
        [few] لمدة { $count } ساعات
        [many] لمدة { $count } ساعة
       *[other] لمدة { $count } ساعة
    }
mute-weeks =
    { $count ->
        [zero] لأقل من أسبوع
        [one] لأسبوع واحد
        [two] لأسبوعين
        [few] لمدة { $count } أسابيع
        [many] لمدة { $count } أسبوعًا
       *[other] لمدة { $count } أسبوع
    }
mute-always = دائمًا
mute-is-until = مكتومة حتى { $moment }
mute-is-always = مكتومة حتى تلغي الكتم
namesake-request = لديك جهة اتصال باسم { $name }. هذا شخص آخر.
namesake-contact = جهة اتصال أخرى لديك اسمها { $name }. أعط إحداهما اسمًا من عندك كي تكتب للشخص الصحيح.

find-clear = إفراغ حقل البحث
find-older = رسالة أقدم
find-newer = رسالة أحدث
find-close = إغلاق البحث
find-place = { $place } من { $count }
find-place-of-more = { $place } من أكثر من { $count }
