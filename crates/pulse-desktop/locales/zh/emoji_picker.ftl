### The emoji picker.

emoji-title = 表情
emoji-search = 搜索表情
emoji-nothing-found = 没有找到表情
emoji-group-recent = 最近使用
emoji-group-smileys = 笑脸与情感
emoji-group-people = 人物
emoji-group-nature = 动物与自然
emoji-group-food = 食物与饮料
emoji-group-travel = 旅行与地点
emoji-group-activities = 活动
emoji-group-objects = 物品
emoji-group-symbols = 符号
emoji-group-flags = 旗帜
