### Where messages are written.

composer-hint = Message
composer-emoji = Émojis
composer-send = Envoyer
composer-left =
    { $count ->
        [one] Encore { $count } octet
       *[other] Encore { $count } octets
    }
composer-too-long =
    { $count ->
        [one] { $count } octet de trop
       *[other] { $count } octets de trop
    }
composer-blocked = Tu as bloqué { $name }
composer-request = Accepte la demande pour répondre
composer-forked = Décide au sujet des appareils de { $name } pour continuer à écrire
