### What can go wrong, and the way on.

error-unreachable = الخادم { $host } لا يجيب. تحقق من اتصالك بالإنترنت ومن رابط الخادم ثم حاول مرة أخرى.
error-wrong-fingerprint = الخادم على { $host } ليس الذي يصفه هذا الرابط. لم يُرسل شيء. اطلب الرابط الحالي ممن يديره.
error-timed-out = لم يصل رد في الوقت المناسب. حاول مرة أخرى.
error-closed = يجري إغلاق Pulse. شغّله من جديد وحاول مرة أخرى.
error-disconnected = انقطع الاتصال قبل أن يجيب الخادم. سيعيد Pulse الاتصال بنفسه؛ حاول بعدها مرة أخرى.
error-busy = هذا قيد التنفيذ. انتظر لحظة.
error-refused = رفض الخادم هذا: { $text }
error-refused-for-now =
    { $minutes ->
        [zero] رفض الخادم هذا حاليًا: { $text } حاول مرة أخرى الآن.
        [one] رفض الخادم هذا حاليًا: { $text } حاول مرة أخرى بعد دقيقة.
        [two] رفض الخادم هذا حاليًا: { $text } حاول مرة أخرى بعد دقيقتين.
        [few] رفض الخادم هذا حاليًا: { $text } حاول مرة أخرى بعد { $minutes } دقائق.
        [many] رفض الخادم هذا حاليًا: { $text } حاول مرة أخرى بعد { $minutes } دقيقة.
       *[other] رفض الخادم هذا حاليًا: { $text } حاول مرة أخرى بعد { $minutes } دقيقة.
    }
error-server-busy = لدى الخادم مشكلة الآن. سيواصل Pulse المحاولة.
error-too-many = كان ذلك كثيرًا في وقت قصير. انتظر لحظة ثم حاول مرة أخرى.
error-mailbox-full = صندوقه ممتلئ. تنتظر رسالتك هنا وتُرسل حين يتوفر مكان.
error-requests-full = كثيرون ينتظرون رده. تنتظر رسالتك هنا وتُرسل لاحقًا.
error-challenge-expired = استغرق إنشاء الحساب وقتًا طويلًا. حاول مرة أخرى.
error-version = هذا الإصدار من Pulse أقدم من أن يقبله الخادم. ثبّت الإصدار الحالي.
error-recipient-unknown = لم يعد الخادم يعرف هذا الشخص. اطلب منه رابطه الحالي.
error-account-unknown = لا يعرف الخادم هذا الحساب. ربما حُذف هناك.
error-device-removed = أُزيل هذا الجهاز من حسابك.
error-invite = الدعوة لا تصلح: استُعملت أو انتهت أو ليست كاملة. اطلب دعوة جديدة.
error-no-registrations = لا يقبل هذا الخادم حسابات جديدة. اختر خادمًا آخر أو اسأل من يديره.
error-account-exists = يوجد حساب بهذه الهوية.
error-already-registered = يوجد حساب هنا.
error-not-registered = لا يوجد حساب هنا بعد.
error-wrong-server = يقود هذا الرابط إلى { $host }، وحسابك على خادم آخر. لا يتراسل حاليًا إلا من هم على خادم واحد.
error-unknown-contact = لم تعد جهة الاتصال هذه في قائمتك.
error-not-accepted = ينتظر هذا الشخص ردك. اقبل الطلب لتكتب له.
error-blocked = لقد حظرت هذا الشخص. ألغِ الحظر لتكتب له.
error-own-link = هذا رابطك أنت. أعطه للآخرين واطلب رابطهم.
error-text-too-long = هذه الرسالة طويلة جدًا. قسّمها إلى عدة رسائل.
error-empty-text = لا شيء لإرساله.
error-unknown-message = لم تعد هذه الرسالة موجودة.
error-not-failed = هذه الرسالة في طريقها.
error-wrong-phrase = ليست هذه كلمات حسابك الأربع والعشرين. قارنها بما كتبته.
error-wrong-phrase-word = الكلمة { $position } غير صحيحة. قارنها بما كتبته.
error-phrase-gone = لقد أكدت عبارة الاسترداد، فلم تعد محفوظة على هذا الجهاز.
error-identity-changed = تغيرت هوية جهة الاتصال هذه. قارنا رقمي الأمان ثم اقبل التغيير.
error-name-invalid = لا يصلح هذا الاسم. اختر اسمًا أقصر بحروف تُقرأ.
error-name-empty = أدخل اسمًا.
error-name-long = هذا الاسم طويل جدًا.
error-disk-full = القرص ممتلئ. حرّر مساحة ثم حاول مرة أخرى.
error-store-damaged = تخزين Pulse على هذا الجهاز تالف. أغلق Pulse وافحص القرص وأعد نسخة احتياطية.
error-store-unavailable = لا يستطيع Pulse استعمال تخزينه على هذا الجهاز. شغّله من جديد؛ فإن لم ينفع فافحص القرص.
error-internal = يوجد خلل في Pulse نفسه ({ $what }). نرجو الإبلاغ عنه.
error-no-keychain = لا توجد سلسلة مفاتيح على هذا النظام، أو هي مقفلة. احمِ حسابك بعبارة مرور بدلًا منها.
error-passphrase-short =
    { $count ->
        [zero] أدخل عبارة مرور.
        [one] استعمل حرفًا واحدًا على الأقل.
        [two] استعمل حرفين على الأقل.
        [few] استعمل { $count } أحرف على الأقل. عدة كلمات يسهل تذكرها ويصعب تخمينها.
        [many] استعمل { $count } حرفًا على الأقل. عدة كلمات يسهل تذكرها ويصعب تخمينها.
       *[other] استعمل { $count } حرف على الأقل. عدة كلمات يسهل تذكرها ويصعب تخمينها.
    }
error-passphrase-weak = عبارة المرور هذه سهلة التخمين. استعمل عدة كلمات.
error-passphrase-differs = عبارتا المرور غير متطابقتين.
error-phrase-word = الكلمة { $position } غير صحيحة. انظر فيما كتبته أو اعرض الكلمات من جديد.
error-link-empty = أدخل رابط خادم.
error-link-too-long = هذا أطول من أن يكون رابط Pulse.
error-link-scheme = يبدأ رابط Pulse بـ pulse://. انسخه كاملًا.
error-link-characters = في الرابط مسافة أو حرف آخر لا ينتمي إليه. هل قُطع؟
error-link-host = اسم الخادم في الرابط غير صالح. يكون مثل chat.example.org.
error-link-port = المنفذ في الرابط ليس رقمًا من 1 إلى 65535.
error-link-fingerprint = نهاية الرابط (s=…) غير كاملة. انسخه كاملًا.
error-link-account = نهاية الرابط (a=…) غير كاملة. انسخه كاملًا.
error-link-shape = هذا الرابط ليس على شكل رابط Pulse. اطلبه من جديد.
error-link-mismatch = يذكر الرابط حسابين مختلفين: لقد غيّره أحدهم. اطلبه من جديد بطريقة تثق بها.
error-link-account-missing = نهاية الرابط ناقصة (#a=…). انسخه كاملًا.
error-link-user-name = لا توجد روابط بأسماء المستخدمين. اطلب الرابط الذي يعرضه Pulse في «رابطي».
error-link-is-server = يقود هذا الرابط إلى خادم لا إلى شخص. اطلب من الشخص الرابط الذي يعرضه Pulse في «رابطي».
error-link-is-contact = يقود هذا الرابط إلى شخص لا إلى خادم. أدخل هنا رابط الخادم؛ ويمكنك إضافة الشخص بعد ذلك.
error-contact-link-empty = الصق رابط الشخص.
error-contact-link-scheme = هذا ليس رابط Pulse. يبدأ بـ pulse:// ويظهر في Pulse لديه في «رابطي».
