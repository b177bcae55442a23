### Where messages are written.

composer-hint = Message
composer-emoji = Emoji
composer-send = Send
composer-left =
    { $count ->
        [one] { $count } character left
       *[other] { $count } characters left
    }
composer-too-long =
    { $count ->
        [one] Too long by { $count } character
       *[other] Too long by { $count } characters
    }
composer-blocked = You blocked { $name }
composer-request = Accept the request to answer
composer-forked = Decide about { $name }’s devices to go on writing
# What a screen reader calls the list above the field while ":name" is written.
composer-emoji-found = Matching emoji
