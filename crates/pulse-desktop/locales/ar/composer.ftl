### Where messages are written.

composer-hint = رسالة
composer-emoji = رموز تعبيرية
composer-send = إرسال
composer-left =
    { $count ->
        [zero] لم يبق أي بايت
        [one] بقي بايت واحد
        [two] بقي بايتان
        [few] بقيت { $count } بايتات
        [many] بقي { $count } بايتًا
       *[other] بقي { $count } بايت
    }
composer-too-long =
    { $count ->
        [zero] لا زيادة
        [one] أطول ببايت واحد
        [two] أطول ببايتين
        [few] أطول بـ { $count } بايتات
        [many] أطول بـ { $count } بايتًا
       *[other] أطول بـ { $count } بايت
    }
composer-blocked = لقد حظرت { $name }
composer-request = اقبل الطلب لكي ترد
composer-forked = اتخذ قرارًا بشأن أجهزة { $name } لتواصل الكتابة
