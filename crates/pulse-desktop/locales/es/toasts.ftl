### Short messages at the edge.

toast-no-app-lock = Pon aquí una frase de contraseña para poder bloquear Pulse.
toast-app-lock-set = El bloqueo está activado.
toast-app-lock-changed = La frase de contraseña ha cambiado.
toast-app-lock-removed = El bloqueo está desactivado.
toast-phrase-confirmed = Tu frase de recuperación está confirmada y ya no se guarda en este dispositivo.
toast-clock-behind = El reloj de este ordenador va { $minutes } min atrasado. Ponlo en hora para que las horas de los mensajes sean correctas.
toast-clock-ahead = El reloj de este ordenador va { $minutes } min adelantado. Ponlo en hora para que las horas de los mensajes sean correctas.
toast-undo = Deshacer
toast-copied = Copiado
toast-message-deleted = Mensaje eliminado de este ordenador
toast-conversation-deleted = Conversación con { $name } eliminada de este ordenador
toast-blocked = Has bloqueado a { $name }
toast-conversation-kept = La conversación con { $name } sigue aquí: llegó un mensaje nuevo
toast-contact-removed = { $name } ya no es un contacto
toast-link-not-opened = Ningún programa de este ordenador abre este enlace
toast-copy-link = Copiar enlace
toast-saved = Guardado
toast-text-alone = Por ahora Pulse solo envía texto. El archivo no se ha enviado.
toast-dismiss = Descartar
