### The emoji picker.

emoji-title = رموز تعبيرية
emoji-search = البحث عن رمز
emoji-nothing-found = لم يُعثر على رمز
emoji-group-recent = المستعملة مؤخرًا
emoji-group-smileys = وجوه ومشاعر
emoji-group-people = أشخاص
emoji-group-nature = حيوانات وطبيعة
emoji-group-food = طعام وشراب
emoji-group-travel = سفر وأماكن
emoji-group-activities = أنشطة
emoji-group-objects = أشياء
emoji-group-symbols = رموز
emoji-group-flags = أعلام
