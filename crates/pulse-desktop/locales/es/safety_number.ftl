### Comparing safety numbers.

safety-number-title = Número de seguridad
safety-number-explained = Si { $name } ve el mismo número, no hay nadie en medio. Comparadlo en persona o en una llamada, no en un mensaje.
safety-number-numbers = Número de seguridad: { $digits }
safety-number-qr = Código QR del número de seguridad, para que lo lea el otro dispositivo
safety-number-copy = Copiar número
safety-number-same = Coinciden. Es { $name }.
safety-number-different = No coinciden. O esta imagen no es de la página de { $name } para ti, o hay alguien en medio. No envíes nada secreto hasta saberlo.
safety-number-verified = Verificado
safety-number-verified-text = Puedes confiar en que es { $name }.
safety-number-by-link = Añadiste a { $name } por su enlace y aún no has comparado este número. Alguien podría haber cambiado el enlace por el camino.
safety-number-mark = Marcar como verificado
safety-number-take-back = Anular la verificación
