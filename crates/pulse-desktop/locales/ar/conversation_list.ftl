### The list of conversations.

list-title = المحادثات
list-menu = القائمة
list-new-conversation = محادثة جديدة
list-my-link = رابطي
list-settings = الإعدادات
list-shortcuts = اختصارات لوحة المفاتيح
list-lock = قفل Pulse
list-filter = بحث
list-requests =
    { $count ->
        [zero] لا طلبات
        [one] طلب واحد
        [two] طلبان
        [few] { $count } طلبات
        [many] { $count } طلبًا
       *[other] { $count } طلب
    }
list-typing = يكتب…
list-draft = مسودة:
list-no-messages = لا رسائل بعد
list-waiting-for-answer = لم يرد بعد
list-unread =
    { $count ->
        [zero] لا رسائل غير مقروءة
        [one] رسالة واحدة غير مقروءة
        [two] رسالتان غير مقروءتين
        [few] { $count } رسائل غير مقروءة
        [many] { $count } رسالة غير مقروءة
       *[other] { $count } رسالة غير مقروءة
    }
list-verified = تم التحقق
list-identity-changed = تغيّر الأمان
list-mark-read = تعليم كمقروءة
list-mark-unread = تعليم كغير مقروءة
list-contact-page = عرض جهة الاتصال
list-block = حظر
list-delete = حذف المحادثة
list-connection-offline = غير متصل
list-connection-offline-because = غير متصل: { $reason }. تُرسل الرسائل حالما يتصل Pulse.
list-connection-connecting = جارٍ الاتصال…
list-connection-updating = جارٍ التحديث…
list-connection-refused = رفض الخادم هذا الجهاز
list-connection-removed = يقول الخادم إن هذا الجهاز أُزيل من حسابك، ولا يصله. ما هو هنا تبقى قراءته ممكنة.
list-connection-wrong-key = ليس هذا الخادم الذي يسميه رابطه. لن يُرسل شيء حتى يكون هو.
list-connection-replaced = برنامج آخر يستعمل هذا الحساب على هذا الجهاز
list-connection-server-full = لا يستطيع الخادم تخزين أي شيء الآن. ما تكتبه ينتظر هنا ويُرسَل حالما يمكن ذلك.
list-connection-with-reason = { $what }: { $reason }
list-connection-reason-key = مفتاح الخادم غير المفتاح المذكور في رابطه
list-connection-reason-certificate = هذا الحاسوب لا يثق بشهادة الخادم
list-connection-reason-not-pulse = ما يجيب هناك ليس خادم Pulse من هذا الإصدار
list-connection-reason-host = لا يوجد خادم بهذا الاسم
list-connection-reason-no-answer = الخادم لا يجيب
list-connection-reason-stops = الخادم يُعاد تشغيله أو توقف
list-connection-reason-busy = في الخادم مشكلة الآن
list-connection-reason-lost = انقطع الاتصال
list-connection-reason-network = لا يمكن استعمال شبكة هذا الحاسوب
list-connection-retry = محاولة جديدة بعد { $seconds } ث
list-connection-trying = تجري محاولة جديدة…
list-connection-try-now = حاول الآن
list-empty-title = لا محادثات بعد
list-empty-text = أضف أحدًا برابطه، أو أعطه رابطك.
list-empty-add = إضافة جهة اتصال
list-nothing-found = لم يُعثر على أحد باسم «{ $filter }»
list-filter-clear = مسح البحث
list-muted = مكتومة
list-marked-unread = معلّمة كغير مقروءة
list-last-deleted = حُذفت الرسالة

list-messages = الرسائل
list-searching = جارٍ البحث…
list-search-failed = فشل البحث
list-no-messages-found = لم يُعثر على رسائل
list-more-messages = عرض المزيد من الرسائل
list-hit = { $name }: { $text }
list-hit-own = أنت إلى { $name }: { $text }
list-hit-you = أنت:
