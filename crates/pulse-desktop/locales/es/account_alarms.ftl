### What happened to the account that somebody else may have done.

alarm-answer = Entendido
alarm-device-added = Se añadió otro dispositivo a tu cuenta. Si no fuiste tú, alguien tiene tu frase de recuperación: crea una cuenta nueva y avisa a tus contactos por otra vía.
alarm-devices-forked = A alguien se le mostró una lista de tus dispositivos distinta de la que conoce este; puede que alguien tenga tu frase de recuperación. Si no sabes por qué, crea una cuenta nueva y avisa a tus contactos por otra vía.
alarm-device-removed = Este dispositivo se quitó de tu cuenta: ya no recibe mensajes. Si no fuiste tú, alguien tiene tu frase de recuperación.
