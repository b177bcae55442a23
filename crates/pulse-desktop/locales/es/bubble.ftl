### Bubbles of a conversation.

bubble-you = Tú
bubble-said = { $who }: { $text }
bubble-failed = No enviado
bubble-retry = Reintentar
bubble-delete = Eliminar
bubble-copy = Copiar texto
bubble-details = Detalles
bubble-status-sending = Enviando
bubble-status-sent = Enviado
bubble-status-delivered = Entregado
bubble-status-read = Leído
bubble-status-failed = No enviado
bubble-status-received = Recibido
bubble-menu = Mensaje
bubble-open-link = Abrir { $link }
bubble-copy-link = Copiar { $link }
bubble-status-unanswered = Espera su respuesta
bubble-status-forked = Espera tu decisión
bubble-status-own-forked = Espera: tu propia lista de dispositivos no está clara
bubble-status-removed = Se queda aquí: este dispositivo se quitó de tu cuenta
bubble-more = Leer más
