### Marks between messages.

timeline-new-messages = Mensajes nuevos
timeline-jump = Ir al más reciente
timeline-notice = Sus dispositivos han cambiado
timeline-unreadable = Llegó un mensaje que no se pudo leer. Pide que te lo envíen otra vez.
timeline-needs-newer = Llegó un mensaje que esta versión de Pulse no sabe mostrar. Actualiza Pulse para leerlo.
timeline-conflict = Llegó un mensaje en dos versiones distintas. No se muestra ninguna.
