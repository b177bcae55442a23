### Where messages are written.

composer-hint = Message
composer-emoji = Émojis
composer-send = Envoyer
composer-left =
    { $count ->
        [one] Encore { $count } caractère
       *[other] Encore { $count } caractères
    }
composer-too-long =
    { $count ->
        [one] Trop long de { $count } caractère
       *[other] Trop long de { $count } caractères
    }
composer-blocked = Tu as bloqué { $name }
composer-request = Accepte la demande pour répondre
composer-forked = Décide au sujet des appareils de { $name } pour continuer à écrire
composer-emoji-found = Émojis correspondants
