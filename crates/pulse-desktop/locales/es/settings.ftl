### The settings.

settings-title = Ajustes
settings-profile = Perfil
settings-privacy = Privacidad
settings-privacy-text = Confirmaciones, escritura, contactos bloqueados, bloqueo
settings-notifications = Notificaciones
settings-notifications-text = Lo que muestran
settings-appearance = Apariencia
settings-appearance-text = Colores, tamaño, idioma
settings-storage = Almacenamiento
settings-storage-text = Lo que se guarda en este ordenador
settings-about = Acerca de Pulse
settings-about-text = Versión y licencias
settings-lock-now = Bloquear ahora
settings-shortcuts = Atajos de teclado
settings-profile-name = Tu nombre
settings-profile-name-text = Lo ven las personas con las que hablas, el servidor no.
settings-profile-save = Guardar
settings-profile-link = Mi enlace y código QR
settings-profile-link-text = Para que otros puedan añadirte
settings-profile-server = Servidor
settings-profile-id = ID de la cuenta
settings-profile-id-copy = Copiar ID de la cuenta
settings-profile-phrase = Frase de recuperación
settings-profile-phrase-open = Anótala ahora: es el único camino de vuelta a tu cuenta si pierdes este ordenador.
settings-profile-phrase-done = La anotaste. Ya no está en este ordenador.
settings-profile-phrase-show = Mostrar mi frase
settings-phrase-lead = Estas 24 palabras son tu cuenta: quien las lea puede hacerse pasar por ti. Asegúrate de que nadie mire tu pantalla antes de mostrarlas.
settings-privacy-receipts = Confirmaciones de lectura
settings-privacy-receipts-text = Los demás ven que leíste sus mensajes y tú lo ves de los tuyos. Desactivado: ninguna de las dos cosas.
settings-privacy-typing = Escritura
settings-privacy-typing-text = Los demás ven cuándo escribes y tú cuándo escriben. Desactivado: ninguna de las dos cosas.
settings-privacy-blocked = Contactos bloqueados
settings-privacy-blocked-count =
    { $count ->
        [0] Nadie
        [one] 1 contacto
       *[other] { $count } contactos
    }
settings-privacy-lock = Bloqueo de la aplicación
settings-privacy-lock-text = Cubre la ventana hasta que se escribe una frase de contraseña. Los mensajes siguen llegando.
settings-privacy-lock-own = El bloqueo tiene su propia frase de contraseña.
settings-privacy-lock-home = El bloqueo usa la frase de contraseña con la que se abre Pulse.
settings-privacy-lock-none = No hay frase de contraseña.
settings-privacy-lock-set = Poner una frase de contraseña
settings-privacy-lock-change = Cambiar la frase de contraseña
settings-privacy-lock-home-note = Pulse la pide al abrirse, y el bloqueo también. Las copias de los archivos de esta cuenta hechas antes se siguen abriendo con la anterior.
settings-privacy-lock-remove = Quitar la frase de contraseña
settings-privacy-lock-remove-now = Quitar
settings-privacy-lock-present = Frase de contraseña actual
settings-privacy-lock-changing = Cambiando…
settings-privacy-lock-wrong = Esa no es la frase de contraseña actual. Inténtalo de nuevo; las mayúsculas cuentan.
settings-privacy-lock-first = Nueva frase de contraseña
settings-privacy-lock-second = La misma otra vez
settings-privacy-lock-save = Guardar frase de contraseña
settings-privacy-lock-cancel = Cancelar
settings-privacy-lock-after = Bloquearse solo
settings-privacy-lock-never = Solo a mano y con la pantalla
settings-privacy-lock-minutes =
    { $count ->
        [one] Después de 1 minuto
       *[other] Después de { $count } minutos
    }
settings-privacy-lock-hour = Después de 1 hora
settings-blocked-title = Contactos bloqueados
settings-blocked-lead = No sabes nada de ellos. No se les avisa.
settings-blocked-empty = No has bloqueado a nadie.
settings-blocked-unblock = Desbloquear
settings-blocked-unblock-name = Desbloquear a { $name }
settings-blocked-not = Ya no está bloqueado
settings-blocked-again = Bloquear de nuevo
settings-blocked-again-name = Bloquear de nuevo a { $name }
settings-notifications-on = Mostrar notificaciones
settings-notifications-on-text = Cuando llega un mensaje y estás en otra ventana.
settings-notifications-content = Lo que muestran
settings-notifications-all = Nombre y mensaje
settings-notifications-all-text = Quien vea tu pantalla puede leerlo.
settings-notifications-name = Solo el nombre
settings-notifications-name-text = Quién escribió, no qué.
settings-notifications-nothing = Nada de ello
settings-notifications-nothing-text = Solo que hay algo nuevo.
settings-notifications-tray = Seguir funcionando al cerrar la ventana
settings-notifications-tray-text = Pulse se queda en la bandeja y sigue recibiendo.
settings-notifications-no-tray = Este escritorio no tiene bandeja en la que quedarse: al cerrar la ventana, Pulse termina y no llega nada hasta que se abre de nuevo.
settings-notifications-autostart = Abrir al iniciar sesión
settings-notifications-autostart-text = Sin ventana, para que lleguen los mensajes.
settings-appearance-theme = Colores
settings-appearance-theme-system = Como el sistema
settings-appearance-theme-light = Claro
settings-appearance-theme-dark = Oscuro
settings-appearance-scale = Tamaño
settings-appearance-scale-percent = { $percent } %
settings-appearance-scale-smaller = Más pequeño
settings-appearance-scale-larger = Más grande
settings-appearance-language = Idioma
settings-appearance-language-system = Como el sistema
settings-appearance-motion = Menos movimiento
settings-appearance-motion-text = Nada se desliza ni se desvanece.
settings-appearance-enter = Intro envía
settings-appearance-enter-text = Mayús+Intro hace una línea nueva. Desactivado: Intro hace una línea nueva, Ctrl+Intro envía.
settings-storage-size = En este ordenador
settings-storage-messages = Mensajes
settings-storage-count = { $count }
settings-storage-counting = Contando…
settings-storage-kb = { $size } kB
settings-storage-mb = { $size } MB
settings-storage-gb = { $size } GB
settings-storage-encrypted = Todo aquí está cifrado. Nada de ello queda en el servidor una vez que ha llegado.
settings-storage-delete = Para liberar espacio, elimina una conversación en la página de su contacto.
settings-about-version = Versión { $version }
settings-about-what = Mensajes privados, cifrados de extremo a extremo, en un servidor propio.
settings-about-licence = Pulse es software libre con licencia MIT o Apache 2.0, como prefieras.
settings-about-audit = Pulse todavía no ha sido examinado por expertos independientes. No le confíes tu vida.
settings-about-crates = Bibliotecas
settings-about-crates-text =
    { $count ->
        [one] 1 biblioteca de otros forma parte de Pulse
       *[other] { $count } bibliotecas de otros forman parte de Pulse
    }
settings-about-assets = Fuentes e iconos
settings-about-filter = Filtrar bibliotecas
settings-about-none = Ninguna biblioteca tiene eso en su nombre.
settings-phrase-passphrase = Tu frase de contraseña
settings-blocked-empty-text = Aquí aparece quien bloquees. No sabrás nada de esa persona, y no se le avisa.
