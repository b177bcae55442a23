### Strangers who wait for an answer.

requests-title = Solicitudes de mensaje
requests-lead = Estas personas tienen tu enlace y quieren escribirte. No saben si lees esto.
requests-empty-title = No hay solicitudes
requests-empty-text = Cuando alguien nuevo te escriba, aquí decides si le dejas entrar.
requests-accept = Aceptar
requests-block = Bloquear
requests-delete = Eliminar
requests-accept-name = Aceptar a { $name }
requests-block-name = Bloquear a { $name }
requests-delete-name = Eliminar la solicitud de { $name }
requests-accept-means = Aceptar: podéis hablar, y la otra parte ve cuándo llegan sus mensajes.
requests-block-means = Bloquear: no sabrás nada más de esta persona. No se le avisa.
requests-delete-means = Eliminar: la solicitud desaparece. Puede volver a pedirlo.
requests-no-preview = Aún no hay mensaje
requests-read =
    { $count ->
        [one] Leer el mensaje
       *[other] Leer los { $count } mensajes
    }
