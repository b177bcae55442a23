### The cover over a locked window.

lock-title = Pulse مقفل
lock-lead = تستمر الرسائل في الوصول. لا يُعرض شيء حتى تفتح القفل.
lock-field = عبارة المرور
lock-open = فتح القفل
lock-checking = جارٍ التحقق…
lock-wrong = ليست هذه عبارة المرور. حاول مرة أخرى؛ حالة الأحرف مهمة.
lock-quit = إنهاء Pulse
