### Bubbles of a conversation.

bubble-you = Du
bubble-said = { $who }: { $text }
bubble-failed = Nicht gesendet
bubble-retry = Erneut versuchen
bubble-delete = Löschen
bubble-copy = Text kopieren
bubble-details = Details
bubble-status-sending = Wird gesendet
bubble-status-sent = Gesendet
bubble-status-delivered = Zugestellt
bubble-status-read = Gelesen
bubble-status-failed = Nicht gesendet
bubble-status-received = Empfangen
bubble-menu = Nachricht
bubble-open-link = { $link } öffnen
bubble-copy-link = { $link } kopieren
bubble-status-unanswered = Wartet auf eine Antwort
bubble-status-forked = Wartet auf deine Entscheidung
bubble-status-own-forked = Wartet: Deine eigene Geräteliste ist unklar
bubble-status-removed = Bleibt hier: Dieses Gerät wurde aus deinem Konto entfernt
bubble-more = Mehr lesen
