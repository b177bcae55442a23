### Where messages are written.

composer-hint = Mensaje
composer-emoji = Emojis
composer-send = Enviar
composer-left =
    { $count ->
        [one] Queda { $count } carácter
       *[other] Quedan { $count } caracteres
    }
composer-too-long =
    { $count ->
        [one] Sobra { $count } carácter
       *[other] Sobran { $count } caracteres
    }
composer-blocked = Has bloqueado a { $name }
composer-request = Acepta la solicitud para responder
composer-forked = Decide sobre los dispositivos de { $name } para seguir escribiendo
composer-emoji-found = Emojis que coinciden
