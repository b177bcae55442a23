### Adding somebody.

add-contact-title = Añadir contacto
add-contact-by-link = Añadir con un enlace
add-contact-lead = Pídele su enlace de Pulse. Está en su página «Mi enlace».
add-contact-link = Enlace del contacto
add-contact-link-hint = pulse://…
add-contact-name = Nombre (solo lo ves tú)
add-contact-name-hint = Vacío: el nombre que eligió
add-contact-add = Añadir contacto
add-contact-next = Recibirá una solicitud tuya. En cuanto la acepte, verás cuándo llegan tus mensajes. Puedes escribir ya.
add-contact-good = El enlace es bueno. Pertenece a { $id }.
add-contact-own = Este es tu propio enlace. Dáselo a otros; aquí necesitas el suyo.
add-contact-other-server = Este contacto está en { $theirs } y tu cuenta en { $ours }. Todavía no se puede hablar entre servidores distintos; pídele que cree una cuenta en el tuyo.
add-contact-known = Ya tienes este contacto.
add-contact-open = Abrir conversación
add-contact-your-link = Mi enlace
add-contact-your-link-text = Dáselo para que te añadan a ti.
add-contact-pending-title = ¿Añadir este contacto?
add-contact-pending-text = Se abrió un enlace fuera de Pulse. Añade el contacto solo si sabes de quién viene.
add-contact-pending-server = En el servidor { $host }
add-contact-pending-id = Cuenta { $id }
add-contact-pending-not = Ahora no
add-contact-pending-unusable = Este enlace no se puede usar
add-contact-pending-another = Añadir con otro enlace
add-contact-pending-is-server = Este enlace lleva a un servidor. Ya tienes una cuenta, en { $host }; para hablar con alguien de allí, pídele el enlace que Pulse muestra en «Mi enlace».
