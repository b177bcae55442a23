### The list of conversations.

list-title = Chats
list-menu = Menü
list-new-conversation = Neue Unterhaltung
list-my-link = Mein Link
list-settings = Einstellungen
list-shortcuts = Tastenkürzel
list-lock = Pulse sperren
list-filter = Suchen
list-requests =
    { $count ->
        [one] { $count } Anfrage
       *[other] { $count } Anfragen
    }
list-typing = schreibt …
list-draft = Entwurf:
list-no-messages = Noch keine Nachrichten
list-waiting-for-answer = Hat noch nicht geantwortet
list-unread =
    { $count ->
        [one] { $count } ungelesene Nachricht
       *[other] { $count } ungelesene Nachrichten
    }
list-verified = verifiziert
list-identity-changed = Sicherheit geändert
list-mark-read = Als gelesen markieren
list-mark-unread = Als ungelesen markieren
list-contact-page = Kontakt ansehen
list-block = Blockieren
list-delete = Unterhaltung löschen
list-connection-offline = Nicht verbunden
list-connection-offline-because = Offline: { $reason }. Nachrichten werden gesendet, sobald Pulse verbunden ist.
list-connection-connecting = Verbinde …
list-connection-updating = Aktualisiere …
list-connection-refused = Der Server hat dieses Gerät abgelehnt
list-connection-removed = Der Server sagt, dass dieses Gerät aus deinem Konto entfernt wurde, und verbindet es nicht. Was hier ist, lässt sich weiter lesen.
list-connection-wrong-key = Der Server ist nicht der, den sein Link nennt. Bis er es ist, wird nichts gesendet.
list-connection-replaced = Ein anderes Programm benutzt dieses Konto auf diesem Gerät
list-connection-server-full = Der Server kann gerade nichts speichern. Was du schreibst, wartet hier und wird gesendet, sobald es geht.
list-connection-with-reason = { $what }: { $reason }
list-connection-reason-key = der Server hat einen anderen Schlüssel, als sein Link sagt
list-connection-reason-certificate = dieser Computer vertraut dem Zertifikat des Servers nicht
list-connection-reason-not-pulse = was dort antwortet, ist kein Pulse-Server dieser Version
list-connection-reason-host = es gibt keinen Server mit diesem Namen
list-connection-reason-no-answer = der Server antwortet nicht
list-connection-reason-stops = der Server startet neu oder wurde angehalten
list-connection-reason-busy = der Server hat gerade ein Problem
list-connection-reason-lost = die Verbindung ist abgebrochen
list-connection-reason-network = das Netzwerk dieses Computers lässt sich nicht benutzen
list-connection-retry = Neuer Versuch in { $seconds } s
list-connection-trying = Neuer Versuch …
list-connection-try-now = Jetzt versuchen
list-empty-title = Noch keine Unterhaltungen
list-empty-text = Füge jemanden mit dem Link hinzu, oder gib deinen weiter.
list-empty-add = Kontakt hinzufügen
list-nothing-found = Niemand gefunden für „{ $filter }“
list-filter-clear = Suche leeren
list-muted = stummgeschaltet
list-marked-unread = als ungelesen markiert
list-last-deleted = Nachricht gelöscht

list-messages = Nachrichten
list-searching = Suche läuft …
list-search-failed = Die Suche ist fehlgeschlagen
list-no-messages-found = Keine Nachrichten gefunden
list-more-messages = Weitere Nachrichten anzeigen
list-hit = { $name }: { $text }
list-hit-own = Du an { $name }: { $text }
list-hit-you = Du:
