### Adding somebody.

add-contact-title = إضافة جهة اتصال
add-contact-by-link = الإضافة برابط
add-contact-lead = اطلب منه رابط Pulse الخاص به. يجده في صفحته «رابطي».
add-contact-link = رابط جهة الاتصال
add-contact-link-hint = pulse://…
add-contact-name = الاسم (تراه أنت فقط)
add-contact-name-hint = فارغ: الاسم الذي اختاره
add-contact-add = إضافة جهة الاتصال
add-contact-next = سيصله طلب منك. وحين يقبله سترى متى تصل رسائلك. يمكنك الكتابة الآن.
add-contact-good = الرابط صحيح، وهو للحساب { $id }.
add-contact-own = هذا رابطك أنت. أعطه للآخرين؛ والمطلوب هنا رابطهم.
add-contact-other-server = جهة الاتصال هذه على { $theirs } وحسابك على { $ours }. لا يمكن التراسل بين خادمين مختلفين بعد؛ اطلب منه حسابًا على خادمك.
add-contact-known = جهة الاتصال هذه موجودة لديك.
add-contact-open = فتح المحادثة
add-contact-your-link = رابطي
add-contact-your-link-text = أعطه إياه ليضيفك هو.
add-contact-pending-title = إضافة جهة الاتصال هذه؟
add-contact-pending-text = فُتح رابط من خارج Pulse. لا تُضفها إلا إذا عرفت ممن جاء الرابط.
add-contact-pending-server = على الخادم { $host }
add-contact-pending-id = الحساب { $id }
add-contact-pending-not = ليس الآن
add-contact-pending-unusable = لا يمكن استعمال هذا الرابط
add-contact-pending-another = الإضافة برابط آخر
add-contact-pending-is-server = هذا الرابط يقود إلى خادم. لديك حساب بالفعل على { $host }؛ وللوصول إلى أحد هناك اطلب منه الرابط الذي يعرضه Pulse في «رابطي».
