### Who, when, how far.

details-title = Nachrichtendetails
details-from = Von
details-sent = Gesendet
details-received = Empfangen
details-status = Status
details-device = Gerät
details-protection = Schutz
details-id = Nachrichten-ID
details-verified = Ende-zu-Ende-verschlüsselt, Kontakt verifiziert
details-by-link = Ende-zu-Ende-verschlüsselt, Kontakt über den Link hinzugefügt
details-not-verified = Ende-zu-Ende-verschlüsselt, Kontakt nicht verifiziert
details-reason = Grund
details-failed = { $why } ({ $code })
details-held-unanswered = Die Person hat noch nicht geantwortet und schon so viele Nachrichten, wie auf eine Antwort warten dürfen. Sie geht von selbst hinaus, sobald die Person annimmt oder antwortet; du musst sie nicht noch einmal senden.
details-held-forked = Es gibt zwei verschiedene Listen der Geräte dieser Person, und eine davon ist falsch. Frag auf anderem Weg nach und vergleicht eure Sicherheitsnummern; mach dann in der Unterhaltung weiter.
details-held-own-forked = Der Server zeigt eine andere Liste deiner Geräte, als dieses Gerät sie kennt; darum wird nichts gesendet: Auf ihr könnte jemand stehen, der mitliest. Sie geht von selbst hinaus, sobald der Server die Liste zeigt, die hier bekannt ist. Wenn du nicht weißt, warum: Lege ein neues Konto an und sag es deinen Kontakten auf anderem Weg.
details-held-removed = Dieses Gerät wurde aus deinem Konto entfernt und sendet darum nichts mehr. Schreib die Nachricht noch einmal von einem anderen Gerät. Wenn du es nicht entfernt hast, hat jemand deine Wiederherstellungsphrase: Lege ein neues Konto an und sag es deinen Kontakten auf anderem Weg.
