### Where messages are written.

composer-hint = Mensaje
composer-emoji = Emojis
composer-send = Enviar
composer-left =
    { $count ->
        [one] Queda { $count } byte
       *[other] Quedan { $count } bytes
    }
composer-too-long =
    { $count ->
        [one] Sobra { $count } byte
       *[other] Sobran { $count } bytes
    }
composer-blocked = Has bloqueado a { $name }
composer-request = Acepta la solicitud para responder
composer-forked = Decide sobre los dispositivos de { $name } para seguir escribiendo
