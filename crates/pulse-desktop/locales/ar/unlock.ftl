### The passphrase at the start.

unlock-title = فتح قفل Pulse
unlock-lead = رسائلك على هذا الحاسوب محمية بعبارة مرور.
unlock-field = عبارة المرور
unlock-open = فتح القفل
unlock-opening = جارٍ الفتح…
unlock-wrong = ليست هذه عبارة المرور. حاول مرة أخرى؛ حالة الأحرف مهمة.
unlock-forgotten = نسيتها؟ لا يستطيع أحد فتح هذه الرسائل من دونها. لتبدأ من جديد شغّل Pulse بمجلد آخر (--home).
