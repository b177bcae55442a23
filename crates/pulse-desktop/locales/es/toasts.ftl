### Short messages at the edge.

toast-no-app-lock = Pon aquí una frase de contraseña para poder bloquear Pulse.
toast-app-lock-set = El bloqueo está activado.
toast-app-lock-changed = La frase de contraseña ha cambiado.
toast-app-lock-removed = El bloqueo está desactivado.
toast-phrase-confirmed = Tu frase de recuperación está confirmada y ya no se guarda en este dispositivo.
toast-own-device-unknown = Se añadió otro dispositivo a tu cuenta. Si no fuiste tú, tu cuenta está en manos de otra persona.
toast-clock-behind = El reloj de este ordenador va { $minutes } min atrasado. Ponlo en hora para que las horas de los mensajes sean correctas.
toast-clock-ahead = El reloj de este ordenador va { $minutes } min adelantado. Ponlo en hora para que las horas de los mensajes sean correctas.
toast-notice = { $text }
toast-undo = Deshacer
toast-copied = Copiado
toast-message-deleted = Mensaje eliminado de este ordenador
toast-conversation-deleted = Conversación con { $name } eliminada de este ordenador
toast-blocked = Has bloqueado a { $name }
toast-saved = Guardado
toast-text-alone = Por ahora Pulse solo envía texto. El archivo no se ha enviado.
