### The own link.

my-link-title = Mi enlace
my-link-lead = Quien tenga este enlace puede pedir escribirte. Tú decides a quién dejas entrar.
my-link-qr = Código QR de tu enlace
my-link-link = Tu enlace
my-link-copy = Copiar enlace
my-link-share = Deja que lean el código en tu pantalla o envíales el enlace como quieras.
my-link-copy-picture = Copiar imagen
my-link-save-picture = Guardar imagen
