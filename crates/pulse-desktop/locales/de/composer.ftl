### Where messages are written.

composer-hint = Nachricht
composer-emoji = Emoji
composer-send = Senden
composer-left =
    { $count ->
        [one] Noch { $count } Byte
       *[other] Noch { $count } Bytes
    }
composer-too-long =
    { $count ->
        [one] { $count } Byte zu lang
       *[other] { $count } Bytes zu lang
    }
composer-blocked = Du hast { $name } blockiert
composer-request = Nimm die Anfrage an, um zu antworten
composer-forked = Entscheide über die Geräte von { $name }, um weiterzuschreiben
