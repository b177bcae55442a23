### The head of a conversation and its banners.

conversation-back = Atrás
conversation-more = Más
conversation-contact = Ver contacto
conversation-safety-number = Número de seguridad
conversation-find = Buscar en la conversación
conversation-block = Bloquear
conversation-unblock = Desbloquear
conversation-delete = Eliminar conversación
conversation-typing = escribiendo…
conversation-verified = Verificado
conversation-by-link = Añadido por su enlace
conversation-not-answered = Aún no ha respondido
conversation-wants-to-write = Quiere escribirte
conversation-is-blocked = Bloqueado
conversation-none-title = Nada abierto
conversation-none-text = Elige una conversación en el lateral o pulsa Ctrl+K para buscar una.
conversation-start-title = Invita a alguien
conversation-start-text = Deja que lean este código en tu pantalla o envíales tu enlace. Tú decides a quién dejas entrar.
conversation-empty-title = Saluda a { $name }
conversation-empty-text = Solo tú y { $name } podéis leer lo que se escribe aquí.
conversation-devices-changed = { $name } usa otros dispositivos que antes. Si no lo esperabas, comparad los números de seguridad.
conversation-recovered = { $name } restauró su cuenta con su frase de recuperación. Comparad los números de seguridad para estar seguros.
conversation-forked = Hay dos listas de dispositivos distintas de { $name }. No se envía nada hasta que comparéis los números de seguridad y decidas seguir.
conversation-see-safety-number = Ver número de seguridad
conversation-go-on = Seguir
conversation-request = { $name } quiere escribirte. No sabrá que has leído esto hasta que aceptes.
conversation-accept = Aceptar
conversation-delete-request = Eliminar
conversation-blocked = Has bloqueado a { $name }. No puede escribirte y no se le avisa.
conversation-held = { $name } aún no ha respondido. Lo que escribas ahora espera aquí y saldrá solo cuando responda.
conversation-held-own-forked = No se envía nada: el servidor muestra una lista de tus dispositivos distinta de la que conoce este. Lo que escribas espera aquí.
conversation-held-removed = No se envía nada: este dispositivo se quitó de tu cuenta. Lo que escribas se queda aquí.
mute-begin = Silenciar…
mute-end = Dejar de silenciar
mute-title = Silenciar a { $name }
mute-text = Sin notificaciones; los mensajes nuevos solo se cuentan en la lista, en gris. No se avisa a nadie.
mute-hours =
    { $count ->
        [one] Durante { $count } hora
       *[other] Durante { $count } horas
    }
mute-weeks =
    { $count ->
        [one] Durante { $count } semana
       *[other] Durante { $count } semanas
    }
mute-always = Siempre
mute-is-until = Silenciado hasta: { $moment }
mute-is-always = Silenciado hasta que lo cambies
namesake-request = Ya tienes un contacto llamado { $name }. Esta es otra persona.
namesake-contact = Otro de tus contactos se llama { $name }. Ponle a uno un nombre tuyo para escribir a quien quieres.

find-clear = Vaciar el campo
find-older = Mensaje anterior
find-newer = Mensaje siguiente
find-close = Cerrar búsqueda
find-place = { $place } de { $count }
find-place-of-more = { $place } de más de { $count }
