### What stands in place of a text that is not shown.

link-title = Diesen Link öffnen?
link-text = Öffne ihn nur, wenn du ihn kennst.
link-open = Im Browser öffnen
link-copy = Link kopieren
link-odd-http = Dieser Link ist nicht verschlüsselt (http): andere auf dem Weg können mitlesen und ändern, was du dort siehst.
link-odd-letters = Der Name der Website enthält Buchstaben anderer Schriften, die aussehen können wie die einer anderen Website.
link-odd-mail-letters = Die Adresse enthält Buchstaben anderer Schriften, die aussehen können wie die einer anderen Adresse.
link-odd-disguised = Die Adresse ist so geschrieben, dass sie aussieht wie eine andere Website als die, zu der sie führt.
link-odd-unseen = Der Link enthält Zeichen, die man nicht sieht oder die Teile von ihm umdrehen.
link-odd-long = Der Name der Website ist so lang, dass man sein Ende, das entscheidet, wohin er führt, leicht übersieht.
link-odd-hidden = Die Nachricht zeigt andere Worte anstelle dieser Adresse.
