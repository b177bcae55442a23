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
