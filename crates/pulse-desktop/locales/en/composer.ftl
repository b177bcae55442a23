### Where messages are written.

composer-hint = Message
composer-emoji = Emoji
composer-send = Send
composer-left = { $count ->
    [one] { $count } byte left
   *[other] { $count } bytes left
}
composer-too-long = { $count ->
    [one] { $count } byte too long
   *[other] { $count } bytes too long
}
composer-blocked = You blocked { $name }
composer-request = Accept the request to answer
composer-forked = Decide about { $name }’s devices to go on writing
