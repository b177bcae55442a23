### Where messages are written.

composer-hint = رسالة
composer-emoji = رموز تعبيرية
composer-send = إرسال
composer-left =
    { $count ->
        [zero] لم يبق أي حرف
        [one] بقي حرف واحد
        [two] بقي حرفان
        [few] بقيت { $count } أحرف
        [many] بقي { $count } حرفًا
       *[other] بقي { $count } حرف
    }
composer-too-long =
    { $count ->
        [zero] لا زيادة
        [one] أطول بحرف واحد
        [two] أطول بحرفين
        [few] أطول بـ { $count } أحرف
        [many] أطول بـ { $count } حرفًا
       *[other] أطول بـ { $count } حرف
    }
composer-blocked = لقد حظرت { $name }
composer-request = اقبل الطلب لكي ترد
composer-forked = اتخذ قرارًا بشأن أجهزة { $name } لتواصل الكتابة
composer-emoji-found = رموز تعبيرية مطابقة
