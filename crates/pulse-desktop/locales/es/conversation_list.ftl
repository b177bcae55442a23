### The list of conversations.

list-title = Chats
list-menu = Menú
list-new-conversation = Nueva conversación
list-my-link = Mi enlace
list-settings = Ajustes
list-shortcuts = Atajos de teclado
list-lock = Bloquear Pulse
list-filter = Buscar
list-requests =
    { $count ->
        [one] { $count } solicitud
       *[other] { $count } solicitudes
    }
list-typing = escribiendo…
list-draft = Borrador:
list-no-messages = Aún no hay mensajes
list-waiting-for-answer = Aún no ha respondido
list-unread =
    { $count ->
        [one] { $count } mensaje sin leer
       *[other] { $count } mensajes sin leer
    }
list-verified = verificado
list-identity-changed = seguridad cambiada
list-mark-read = Marcar como leído
list-mark-unread = Marcar como no leído
list-contact-page = Ver contacto
list-block = Bloquear
list-delete = Eliminar conversación
list-connection-offline = Sin conexión
list-connection-offline-because = Sin conexión: { $reason }. Los mensajes se envían en cuanto Pulse se conecte.
list-connection-connecting = Conectando…
list-connection-updating = Actualizando…
list-connection-refused = El servidor rechazó este dispositivo
list-connection-removed = El servidor dice que este dispositivo se quitó de tu cuenta y no lo conecta. Lo que hay aquí aún se puede leer.
list-connection-wrong-key = El servidor no es el que dice su enlace. No se envía nada hasta que lo sea.
list-connection-replaced = Otro programa está usando esta cuenta en este dispositivo
list-connection-server-full = El servidor no puede guardar nada en este momento. Lo que escribas espera aquí y se envía en cuanto se pueda.
list-connection-with-reason = { $what }: { $reason }
list-connection-reason-key = el servidor tiene otra clave que la de su enlace
list-connection-reason-certificate = este equipo no confía en el certificado del servidor
list-connection-reason-not-pulse = lo que responde allí no es un servidor Pulse de esta versión
list-connection-reason-host = no hay ningún servidor con este nombre
list-connection-reason-no-answer = el servidor no responde
list-connection-reason-stops = el servidor se está reiniciando o se ha detenido
list-connection-reason-busy = el servidor tiene un problema ahora mismo
list-connection-reason-lost = se perdió la conexión
list-connection-reason-network = no se puede usar la red de este equipo
list-connection-retry = Nuevo intento en { $seconds } s
list-connection-trying = Intentándolo de nuevo…
list-connection-try-now = Intentar ahora
list-empty-title = Aún no hay conversaciones
list-empty-text = Añade a alguien con su enlace o dale el tuyo.
list-empty-add = Añadir un contacto
list-nothing-found = No se encontró a nadie con «{ $filter }»
list-filter-clear = Borrar búsqueda
list-muted = silenciado
list-marked-unread = marcado como no leído
list-last-deleted = Mensaje eliminado

list-messages = Mensajes
list-searching = Buscando…
list-search-failed = La búsqueda ha fallado
list-no-messages-found = No se encontraron mensajes
list-more-messages = Mostrar más mensajes
list-hit = { $name }: { $text }
list-hit-own = Tú a { $name }: { $text }
list-hit-you = Tú:
