### Tray, notifications, file dialogs.

native-tray-open = فتح Pulse
native-tray-lock = قفل
native-tray-quit = إنهاء
native-tray-status =
    { $unread ->
        [zero] لا رسائل غير مقروءة
        [one] رسالة واحدة غير مقروءة
        [two] رسالتان غير مقروءتين
        [few] { $unread } رسائل غير مقروءة
        [many] { $unread } رسالة غير مقروءة
       *[other] { $unread } رسالة غير مقروءة
    }
native-notification-reply = رد
native-notification-mark-read = تعليم كمقروءة
native-pick-picture = اختر صورة فيها رمز QR
native-pictures = الصور
native-save-picture = حفظ رمز QR
qr-unreadable = تعذرت قراءة الصورة. هل ما زالت موجودة؟
qr-not-a-picture = هذه ليست صورة بصيغة PNG أو JPEG.
qr-too-large = الصورة كبيرة جدًا. التقط صورة للرمز وحده.
qr-no-code = لم يُعثر على رمز QR في الصورة. قد تنفع صورة أكبر وأوضح.
qr-not-a-link = لا يحوي رمز QR في الصورة رابط Pulse.
qr-not-a-safety-number = رمز QR في الصورة ليس رقم أمان من Pulse.
qr-no-clipboard-picture = لا توجد صورة في الحافظة. انسخ صورة الرمز أولًا.
qr-no-file-dialog = لا يوفر سطح المكتب هذا اختيار الملفات. أفلت الصورة على النافذة، أو انسخها والصقها.
qr-not-written = تعذّر حفظ الصورة هناك. اختر مجلدًا آخر.
qr-no-place-to-save = لا يوفّر سطح المكتب هذا نافذة ملفات. انسخ الصورة بدلًا من ذلك.
notification-request = يريد أحدهم أن يكتب لك
notification-messages =
    { $count ->
        [zero] لا رسائل جديدة
        [one] رسالة جديدة
        [two] رسالتان جديدتان
        [few] { $count } رسائل جديدة
        [many] { $count } رسالة جديدة
       *[other] { $count } رسالة جديدة
    }
