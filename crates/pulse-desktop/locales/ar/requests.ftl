### Strangers who wait for an answer.

requests-title = طلبات المراسلة
requests-lead = لدى هؤلاء رابطك ويريدون الكتابة لك. لا يعلمون هل قرأت هذا.
requests-empty-title = لا طلبات
requests-empty-text = حين يكتب لك شخص جديد تقرر هنا هل يدخل.
requests-accept = قبول
requests-block = حظر
requests-delete = حذف
requests-accept-name = قبول { $name }
requests-block-name = حظر { $name }
requests-delete-name = حذف طلب { $name }
requests-accept-means = قبول: تتحدثان معًا، ويرى متى تصل رسائله.
requests-block-means = حظر: لن يصلك منه شيء. ولن يُخبَر بذلك.
requests-delete-means = حذف: يختفي الطلب. ويمكنه أن يطلب من جديد.
requests-no-preview = لا رسالة بعد
requests-read =
    { $count ->
        [zero] قراءة الرسائل
        [one] قراءة الرسالة
        [two] قراءة الرسالتين
        [few] قراءة { $count } رسائل
        [many] قراءة { $count } رسالة
       *[other] قراءة { $count } رسالة
    }
