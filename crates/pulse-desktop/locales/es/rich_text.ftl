### What stands in place of a text that is not shown.

link-title = ¿Abrir este enlace?
link-text = Ábrelo solo si lo conoces.
link-open = Abrir en el navegador
link-copy = Copiar enlace
link-odd-http = Este enlace no está cifrado (http): otros en el camino pueden leer y cambiar lo que ves allí.
link-odd-letters = El nombre del sitio tiene letras de otros alfabetos, que pueden parecer las de otro sitio.
link-odd-mail-letters = La dirección tiene letras de otros alfabetos, que pueden parecer las de otra dirección.
link-odd-disguised = La dirección está escrita de modo que parece otro sitio distinto de aquel al que lleva.
link-odd-unseen = El enlace contiene caracteres que no se ven o que dan la vuelta a partes de él.
link-odd-long = El nombre del sitio es tan largo que su final, que decide adónde lleva, se pasa por alto.
link-odd-hidden = El mensaje muestra otras palabras en lugar de esta dirección.
