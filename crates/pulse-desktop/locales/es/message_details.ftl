### Who, when, how far.

details-title = Detalles del mensaje
details-from = De
details-sent = Enviado
details-received = Recibido
details-status = Estado
details-device = Dispositivo
details-protection = Protección
details-id = ID del mensaje
details-verified = Cifrado de extremo a extremo, contacto verificado
details-by-link = Cifrado de extremo a extremo, contacto añadido por su enlace
details-not-verified = Cifrado de extremo a extremo, contacto sin verificar
details-reason = Motivo
details-failed = { $why } ({ $code })
details-held-unanswered = Aún no ha respondido y ya tiene tantos mensajes como pueden esperar una respuesta. Saldrá solo en cuanto te acepte o responda; no hace falta que lo envíes otra vez.
details-held-forked = Hay dos listas distintas de sus dispositivos y una de ellas es falsa. Pregúntale por otra vía y comparad los números de seguridad; luego continúa en la conversación.
details-held-own-forked = El servidor muestra una lista de tus dispositivos distinta de la que conoce este, así que no se envía nada: en ella podría estar alguien que lea lo que escribes. Saldrá solo cuando el servidor muestre la lista que se conoce aquí. Si no sabes por qué, crea una cuenta nueva y avisa a tus contactos por otra vía.
details-held-removed = Este dispositivo se quitó de tu cuenta y ya no envía nada. Vuelve a escribirlo desde otro dispositivo. Si no lo quitaste tú, alguien tiene tu frase de recuperación: crea una cuenta nueva y avisa a tus contactos por otra vía.
