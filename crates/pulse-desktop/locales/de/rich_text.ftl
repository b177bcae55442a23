### What stands in place of a text that is not shown.

link-title = Diesen Link öffnen?
link-text = Er sieht aus wie eine andere Adresse oder verbirgt, wohin er führt. Öffne ihn nur, wenn du ihn kennst.
link-open = Im Browser öffnen
link-copy = Link kopieren
