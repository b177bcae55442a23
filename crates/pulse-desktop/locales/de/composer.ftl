### Where messages are written.

composer-hint = Nachricht
composer-emoji = Emoji
composer-send = Senden
composer-left =
    { $count ->
        [one] Noch { $count } Zeichen
       *[other] Noch { $count } Zeichen
    }
composer-too-long =
    { $count ->
        [one] Um { $count } Zeichen zu lang
       *[other] Um { $count } Zeichen zu lang
    }
composer-blocked = Du hast { $name } blockiert
composer-request = Nimm die Anfrage an, um zu antworten
composer-forked = Entscheide über die Geräte von { $name }, um weiterzuschreiben
composer-emoji-found = Passende Emojis
