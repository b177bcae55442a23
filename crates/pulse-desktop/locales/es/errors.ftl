### What can go wrong, and the way on.

error-unreachable = El servidor { $host } no responde. Comprueba tu conexión a Internet y el enlace del servidor, e inténtalo de nuevo.
error-untrusted = Ninguna autoridad en la que confíe este ordenador responde por el servidor de { $host }, y el enlace no dice qué clave tiene. Copia el enlace entero, con su #s=… al final.
error-wrong-fingerprint = El servidor de { $host } no es el que describe este enlace. No se envió nada. Pide el enlace actual a quien lo administra.
error-not-pulse = Lo que responde en { $host } no es un servidor Pulse de esta versión. Revisa el enlace o pregunta a quien lo gestiona.
error-unknown-host = No hay ningún servidor con el nombre { $host }. Revisa el enlace y tu conexión a internet.
error-timed-out = No hubo respuesta a tiempo. Inténtalo de nuevo.
error-closed = No se hizo: Pulse había perdido su carpeta. Inténtalo de nuevo cuando vuelva a estar abierta.
error-disconnected = La conexión se perdió antes de que el servidor respondiera. Pulse se reconecta solo; inténtalo entonces de nuevo.
error-busy = Ya se está haciendo. Espera un momento.
error-refused = El servidor lo rechazó: { $text }
error-refused-for-now =
    { $minutes ->
        [one] El servidor lo rechazó por ahora: { $text } Inténtalo de nuevo en un minuto.
       *[other] El servidor lo rechazó por ahora: { $text } Inténtalo de nuevo en { $minutes } minutos.
    }
error-server-busy = El servidor tiene un problema ahora mismo. Pulse sigue intentándolo.
error-too-many = Fue demasiado en poco tiempo. Espera un momento e inténtalo de nuevo.
error-mailbox-full = Su buzón está lleno. Tu mensaje espera aquí y se enviará cuando haya sitio.
error-requests-full = Ya hay demasiada gente esperando su respuesta. Tu mensaje espera aquí y se enviará más tarde.
error-challenge-expired = Crear la cuenta tardó demasiado. Inténtalo de nuevo.
error-version = Este Pulse es demasiado antiguo para el servidor. Instala la versión actual.
error-recipient-unknown = El servidor ya no conoce a esta persona. Pídele su enlace actual.
error-account-unknown = El servidor no conoce esta cuenta. Puede que se haya borrado allí.
error-device-removed = Este dispositivo se quitó de tu cuenta.
error-invite = La invitación no sirve: ya se usó, ha caducado o no está completa. Pide una nueva.
error-no-registrations = Este servidor no admite cuentas nuevas. Elige otro o pregunta a quien lo administra.
error-account-exists = Ya existe una cuenta con esta identidad.
error-refused-again = El servidor no lo aceptó tras varios intentos. Vuelve a intentarlo dentro de un rato.
error-not-understood = El servidor y este Pulse no se entienden. Instala la versión actual de Pulse; si eso no ayuda, infórmanos.
error-replaced = Otro programa ha tomado la conexión de este dispositivo. Ciérralo y vuelve a intentarlo.
error-refused-unnamed = El servidor lo rechazó por un motivo que este Pulse no conoce. Vuelve a intentarlo más tarde o instala la versión actual.
error-already-registered = Ya hay una cuenta aquí.
error-not-registered = Todavía no hay ninguna cuenta aquí.
error-wrong-server = Este enlace lleva a { $host }, y tu cuenta está en otro servidor. Por ahora solo se puede hablar dentro del mismo servidor.
error-other-server-key = Este enlace indica otra clave para el servidor { $host } que la del tuyo. Puede que alguien lo haya cambiado por el camino: pídelo de nuevo por una vía de confianza.
error-unknown-contact = Este contacto ya no está en tu lista.
error-not-accepted = Esta persona espera tu respuesta. Acepta la solicitud para escribirle.
error-blocked = Has bloqueado a esta persona. Desbloquéala para escribirle.
error-own-link = Este es tu propio enlace. Dáselo a otros y pide el suyo.
error-text-too-long = Este mensaje es demasiado largo. Divídelo en varios.
error-empty-text = No hay nada que enviar.
error-unknown-message = Este mensaje ya no existe.
error-not-failed = Este mensaje ya está en camino.
error-wrong-phrase = Estas no son las 24 palabras de tu cuenta. Compáralas con lo que anotaste.
error-wrong-phrase-word = La palabra { $position } no es correcta. Compárala con lo que anotaste.
error-phrase-gone = Confirmaste tu frase de recuperación, así que ya no se guarda en este dispositivo.
error-identity-changed = La identidad de este contacto ha cambiado. Comparad los números de seguridad y luego acepta el cambio.
error-name-invalid = Este nombre no vale. Elige uno más corto con letras legibles.
error-name-empty = Escribe un nombre.
error-name-long =
    { $count ->
        [one] A este nombre le sobra un carácter.
       *[other] A este nombre le sobran { $count } caracteres.
    }
error-disk-full = El disco está lleno. Libera espacio e inténtalo de nuevo.
error-store-damaged = El almacenamiento de Pulse en este dispositivo está dañado. Cierra Pulse, revisa el disco y restaura una copia.
error-store-unavailable = Pulse no puede usar su almacenamiento en este dispositivo. Ábrelo otra vez; si no ayuda, revisa el disco.
error-internal = Algo va mal en el propio Pulse ({ $what }). Por favor, infórmanos.
error-no-keychain = Este sistema no tiene llavero, o está bloqueado. Protege tu cuenta con una frase de contraseña.
error-passphrase-short =
    { $count ->
        [one] Usa al menos un carácter.
       *[other] Usa al menos { $count } caracteres. Varias palabras son fáciles de recordar y difíciles de adivinar.
    }
error-passphrase-weak = Esta frase de contraseña es demasiado fácil de adivinar. Usa varias palabras.
error-passphrase-differs = Las dos frases de contraseña no son iguales.
error-passphrase-kept = No se pudo comprobar o guardar la frase de contraseña, así que sigue siendo la misma. Mira si el disco está lleno o no se puede escribir en la carpeta de Pulse, e inténtalo de nuevo.
error-phrase-word = La palabra { $position } no es correcta. Mira lo que anotaste o muestra las palabras otra vez.
error-link-empty = Escribe el enlace de un servidor.
error-link-too-long = Es demasiado largo para ser un enlace de Pulse.
error-link-scheme = Un enlace de Pulse empieza por pulse://. Cópialo entero.
error-link-outside = Lo que se abrió no es un enlace de Pulse; uno empieza por pulse://. Cópialo entero o pídelo otra vez.
error-link-characters = En el enlace hay un espacio u otro carácter que sobra. ¿Se cortó?
error-link-host = El nombre del servidor en el enlace no es válido. Es como chat.example.org.
error-link-port = El puerto del enlace no es un número del 1 al 65535.
error-link-fingerprint = El final del enlace (s=…) no está completo. Cópialo entero.
error-link-account = El final del enlace (a=…) no está completo. Cópialo entero.
error-link-shape = Este enlace no tiene la forma de un enlace de Pulse. Pídelo otra vez.
error-link-mismatch = El enlace nombra dos cuentas distintas: alguien lo cambió. Pídelo otra vez, por un medio en el que confíes.
error-link-account-missing = Falta el final del enlace (#a=…). Cópialo entero.
error-link-user-name = No hay enlaces con nombre de usuario. Pide el enlace que Pulse muestra en «Mi enlace».
error-link-is-server = Este enlace lleva a un servidor, no a una persona. Pide a la persona el enlace que Pulse muestra en «Mi enlace».
error-link-is-contact = Este enlace lleva a una persona, no a un servidor. Escribe aquí el enlace del servidor; podrás añadir a la persona después.
error-contact-link-empty = Pega el enlace de la persona.
error-contact-link-scheme = Esto no es un enlace de Pulse. Empieza por pulse:// y aparece en su Pulse en «Mi enlace».
error-invite-needed = Este servidor pide una invitación. Escribe la tuya aquí o pide una a quien lleva el servidor.
error-link-is-invite = Esto parece una invitación, no el enlace de un servidor. Va abajo, en el campo «Invitación»; aquí va el enlace.
