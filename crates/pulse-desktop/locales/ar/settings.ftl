### The settings.

settings-title = الإعدادات
settings-profile = الملف الشخصي
settings-privacy = الخصوصية
settings-privacy-text = إيصالات القراءة والكتابة والمحظورون وقفل التطبيق
settings-notifications = الإشعارات
settings-notifications-text = ما تعرضه
settings-appearance = المظهر
settings-appearance-text = الألوان والحجم واللغة
settings-storage = التخزين
settings-storage-text = ما يُحفظ على هذا الحاسوب
settings-about = حول Pulse
settings-about-text = الإصدار والتراخيص
settings-lock-now = قفل الآن
settings-shortcuts = اختصارات لوحة المفاتيح
settings-profile-name = اسمك
settings-profile-name-text = يراه من تتحدث معهم، ولا يراه الخادم.
settings-profile-save = حفظ
settings-profile-link = رابطي ورمز QR
settings-profile-link-text = ليتمكن الآخرون من إضافتك
settings-profile-server = الخادم
settings-profile-id = معرّف الحساب
settings-profile-id-copy = نسخ معرّف الحساب
settings-profile-phrase = عبارة الاسترداد
settings-profile-phrase-open = اكتبها الآن: هي الطريق الوحيد إلى حسابك إن فقدت هذا الحاسوب.
settings-profile-phrase-done = لقد كتبتها. لم تعد على هذا الحاسوب.
settings-profile-phrase-show = عرض عبارتي
settings-phrase-lead = هذه الكلمات الأربع والعشرون هي حسابك: من قرأها استطاع أن ينتحل شخصيتك. تأكد أن لا أحد ينظر إلى شاشتك قبل أن تعرضها.
settings-privacy-receipts = إيصالات القراءة
settings-privacy-receipts-text = يرى الآخرون أنك قرأت رسائلهم، وترى ذلك في رسائلك. عند الإيقاف: لا هذا ولا ذاك.
settings-privacy-typing = الكتابة
settings-privacy-typing-text = يرى الآخرون متى تكتب، وترى متى يكتبون. عند الإيقاف: لا هذا ولا ذاك.
settings-privacy-blocked = جهات الاتصال المحظورة
settings-privacy-blocked-count =
    { $count ->
        [zero] لا أحد
        [one] جهة اتصال واحدة
        [two] جهتا اتصال
        [few] { $count } جهات اتصال
        [many] { $count } جهة اتصال
       *[other] { $count } جهة اتصال
    }
settings-privacy-lock = قفل التطبيق
settings-privacy-lock-text = يغطي النافذة حتى تُكتب عبارة المرور. وتستمر الرسائل في الوصول.
settings-privacy-lock-own = لقفل التطبيق عبارة مرور خاصة.
settings-privacy-lock-home = يستعمل قفل التطبيق عبارة المرور التي يبدأ بها Pulse.
settings-privacy-lock-none = لم تُعيَّن عبارة مرور.
settings-privacy-lock-set = تعيين عبارة مرور
settings-privacy-lock-change = تغيير عبارة المرور
settings-privacy-lock-home-note = يسأل Pulse عنها عند البدء، وكذلك قفل التطبيق. أما نسخ ملفات هذا الحساب التي أُخذت من قبل فتُفتح بالعبارة القديمة.
settings-privacy-lock-remove = إزالة عبارة المرور
settings-privacy-lock-remove-now = إزالة
settings-privacy-lock-present = عبارة المرور الحالية
settings-privacy-lock-changing = جارٍ التغيير…
settings-privacy-lock-wrong = ليست هذه عبارة المرور الحالية. حاول مرة أخرى؛ حالة الأحرف مهمة.
settings-privacy-lock-first = عبارة مرور جديدة
settings-privacy-lock-second = مرة أخرى
settings-privacy-lock-save = حفظ عبارة المرور
settings-privacy-lock-cancel = إلغاء
settings-privacy-lock-after = القفل تلقائيًا
settings-privacy-lock-never = يدويًا ومع قفل الشاشة فقط
settings-privacy-lock-minutes =
    { $count ->
        [zero] فورًا
        [one] بعد دقيقة
        [two] بعد دقيقتين
        [few] بعد { $count } دقائق
        [many] بعد { $count } دقيقة
       *[other] بعد { $count } دقيقة
    }
settings-privacy-lock-hour = بعد ساعة
settings-blocked-title = جهات الاتصال المحظورة
settings-blocked-lead = لا يصلك منهم شيء. ولا يُخبَرون بذلك.
settings-blocked-empty = لم تحظر أحدًا.
settings-blocked-unblock = إلغاء الحظر
settings-blocked-unblock-name = إلغاء حظر { $name }
settings-blocked-not = لم يعد محظورًا
settings-blocked-again = حظر مجددًا
settings-blocked-again-name = حظر { $name } مجددًا
settings-notifications-on = عرض الإشعارات
settings-notifications-on-text = حين تصل رسالة وأنت في نافذة أخرى.
settings-notifications-content = ما تعرضه
settings-notifications-all = الاسم والرسالة
settings-notifications-all-text = يستطيع قراءتها من يرى شاشتك.
settings-notifications-name = الاسم فقط
settings-notifications-name-text = من كتب، لا ماذا كتب.
settings-notifications-nothing = لا شيء منهما
settings-notifications-nothing-text = أن هناك جديدًا فقط.
settings-notifications-tray = الاستمرار بعد إغلاق النافذة
settings-notifications-tray-text = يبقى Pulse في منطقة الإشعارات ويواصل الاستلام.
settings-notifications-no-tray = لا توجد في سطح المكتب هذا منطقة إشعارات يبقى فيها: إغلاق النافذة ينهي Pulse، ولا يصل شيء حتى يُشغَّل من جديد.
settings-notifications-autostart = التشغيل عند تسجيل الدخول
settings-notifications-autostart-text = من دون نافذة، لتصل الرسائل.
settings-appearance-theme = الألوان
settings-appearance-theme-system = كما في النظام
settings-appearance-theme-light = فاتح
settings-appearance-theme-dark = داكن
settings-appearance-scale = الحجم
settings-appearance-scale-percent = { $percent }٪
settings-appearance-scale-smaller = أصغر
settings-appearance-scale-larger = أكبر
settings-appearance-language = اللغة
settings-appearance-language-system = كما في النظام
settings-appearance-motion = حركة أقل
settings-appearance-motion-text = لا شيء ينزلق أو يتلاشى.
settings-appearance-enter = الإرسال بمفتاح Enter
settings-appearance-enter-text = يفتح Shift+Enter سطرًا جديدًا. عند الإيقاف: يفتح Enter سطرًا جديدًا ويرسل Ctrl+Enter.
settings-storage-size = على هذا الحاسوب
settings-storage-messages = الرسائل
settings-storage-count = { $count }
settings-storage-counting = جارٍ العد…
settings-storage-kb = { $size } كيلوبايت
settings-storage-mb = { $size } ميغابايت
settings-storage-gb = { $size } غيغابايت
settings-storage-encrypted = كل شيء هنا مشفّر. ولا يبقى منه شيء على الخادم بعد وصوله.
settings-storage-delete = لتحرير مساحة احذف محادثة من صفحة جهة اتصالها.
settings-about-version = الإصدار { $version }
settings-about-what = رسائل خاصة مشفّرة من طرف إلى طرف على خادم لك.
settings-about-licence = Pulse برنامج حر برخصة MIT أو Apache 2.0، كما تشاء.
settings-about-audit = لم يفحص خبراء مستقلون Pulse بعد. لا تأتمنه على حياتك.
settings-about-crates = المكتبات
settings-about-crates-text =
    { $count ->
        [zero] لا مكتبات لغيرنا في Pulse
        [one] مكتبة واحدة لغيرنا جزء من Pulse
        [two] مكتبتان لغيرنا جزء من Pulse
        [few] { $count } مكتبات لغيرنا جزء من Pulse
        [many] { $count } مكتبة لغيرنا جزء من Pulse
       *[other] { $count } مكتبة لغيرنا جزء من Pulse
    }
settings-about-assets = الخطوط والأيقونات
settings-about-filter = تصفية المكتبات
settings-about-none = لا مكتبة في اسمها ذلك.
settings-phrase-passphrase = عبارة مرورك
settings-blocked-empty-text = يظهر هنا كل من تحظره. لا يصلك منه شيء ولا يُخبَر بذلك.
