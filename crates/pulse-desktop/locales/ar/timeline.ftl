### Marks between messages.

timeline-new-messages = رسائل جديدة
timeline-jump = الانتقال إلى الأحدث
timeline-notice = تغيرت أجهزته
timeline-unreadable = وصلت رسالة تعذرت قراءتها. اطلب إرسالها من جديد.
timeline-needs-newer = وصلت رسالة لا يستطيع هذا الإصدار من Pulse عرضها. حدّث Pulse لقراءتها.
timeline-conflict = وصلت رسالة بنسختين مختلفتين. لا تُعرض أي منهما.
