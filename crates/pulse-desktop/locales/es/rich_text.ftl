### What stands in place of a text that is not shown.

link-title = ¿Abrir este enlace?
link-text = Parece otra dirección distinta de la que es u oculta adónde lleva. Ábrelo solo si lo conoces.
link-open = Abrir en el navegador
link-copy = Copiar enlace
