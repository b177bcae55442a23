### The cover over a locked window.

lock-title = Pulse está bloqueado
lock-lead = Los mensajes siguen llegando. No se muestra nada hasta que desbloquees.
lock-field = Frase de contraseña
lock-open = Desbloquear
lock-checking = Comprobando…
lock-wrong = Esa no es la frase de contraseña. Inténtalo de nuevo; las mayúsculas cuentan.
lock-quit = Salir de Pulse
