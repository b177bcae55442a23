### Bubbles of a conversation.

bubble-you = أنت
bubble-said = { $who }: { $text }
bubble-failed = لم تُرسل
bubble-retry = إعادة المحاولة
bubble-delete = حذف
bubble-copy = نسخ النص
bubble-details = التفاصيل
bubble-status-sending = قيد الإرسال
bubble-status-sent = أُرسلت
bubble-status-delivered = وصلت
bubble-status-read = قُرئت
bubble-status-failed = لم تُرسل
bubble-status-received = استُلمت
bubble-menu = رسالة
bubble-open-link = فتح { $link }
bubble-copy-link = نسخ { $link }
bubble-status-unanswered = تنتظر الرد
bubble-status-forked = تنتظر قرارك
bubble-status-own-forked = تنتظر: قائمة أجهزتك أنت غير واضحة
bubble-status-removed = تبقى هنا: أُزيل هذا الجهاز من حسابك
bubble-more = قراءة المزيد
