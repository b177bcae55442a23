### Tray, notifications, file dialogs.

native-tray-open = Abrir Pulse
native-tray-lock = Bloquear
native-tray-quit = Salir
native-tray-status =
    { $unread ->
        [0] Ningún mensaje sin leer
        [one] { $unread } mensaje sin leer
       *[other] { $unread } mensajes sin leer
    }
native-notification-reply = Responder
native-notification-mark-read = Marcar como leído
native-pick-picture = Elegir una imagen con un código QR
native-pictures = Imágenes
native-save-picture = Guardar el código QR
qr-unreadable = No se pudo leer la imagen. ¿Sigue ahí?
qr-not-a-picture = No es una imagen en formato PNG o JPEG.
qr-too-large = La imagen es demasiado grande. Haz una captura solo del código.
qr-no-code = No se encontró ningún código QR en la imagen. Una imagen más grande y nítida puede ayudar.
qr-not-a-link = El código QR de la imagen no contiene un enlace de Pulse.
qr-not-a-safety-number = El código QR de la imagen no es un número de seguridad de Pulse.
qr-no-clipboard-picture = No hay ninguna imagen en el portapapeles. Copia primero una imagen del código QR.
qr-no-file-dialog = Este escritorio no ofrece selector de archivos. Suelta la imagen en la ventana o cópiala y pégala.
qr-not-written = No se pudo guardar la imagen ahí. Elige otra carpeta.
qr-no-place-to-save = Este escritorio no ofrece diálogos de archivos. Copia la imagen en su lugar.
notification-request = Alguien quiere escribirte
notification-messages =
    { $count ->
        [one] Mensaje nuevo
       *[other] { $count } mensajes nuevos
    }
