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
