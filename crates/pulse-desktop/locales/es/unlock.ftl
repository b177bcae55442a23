### The passphrase at the start.

unlock-title = Desbloquear Pulse
unlock-lead = Tus mensajes en este ordenador están protegidos por una frase de contraseña.
unlock-field = Frase de contraseña
unlock-open = Desbloquear
unlock-opening = Abriendo…
unlock-wrong = Esa no es la frase de contraseña. Inténtalo de nuevo; las mayúsculas cuentan.
unlock-forgotten = ¿La olvidaste? Sin ella nadie puede abrir estos mensajes. Para empezar de nuevo, abre Pulse con otra carpeta (--home).
