### What happened to the account that somebody else may have done.

alarm-answer = Entendido
alarm-device-added = Se añadió otro dispositivo a tu cuenta. Si no fuiste tú, alguien tiene tu frase de recuperación: crea una cuenta nueva y avisa a tus contactos por otra vía.
alarm-devices-forked = A alguien se le mostró una lista de tus dispositivos distinta de la que conoce este; puede que alguien tenga tu frase de recuperación. Si no sabes por qué, crea una cuenta nueva y avisa a tus contactos por otra vía.
alarm-device-removed = Este dispositivo se quitó de tu cuenta: ya no recibe ni envía nada; lo que hay aquí aún se puede leer. Si no fuiste tú, alguien tiene tu frase de recuperación: crea una cuenta nueva y avisa a tus contactos por otra vía.
alarm-device-cloned = Otro de tus dispositivos selló dos mensajes con la misma clave: se restauró desde una copia de seguridad o alguien tiene una copia de él.

# Told in passing.
notice-registered-again = El servidor ya no conocía tu cuenta. Se ha registrado allí de nuevo.
notice-old-prekeys = Este dispositivo no ha renovado sus claves desde hace más de un mes. Estuvo ausente todo ese tiempo o el servidor te oculta sus claves más recientes.
notice-contact-cloned = Un dispositivo de { $name } se restauró desde una copia de seguridad, o alguien tiene una copia de él.
notice-put-aside = Un mensaje que cerraba Pulse una y otra vez se ha apartado sin leer.
