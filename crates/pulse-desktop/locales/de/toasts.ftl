### Short messages at the edge.

toast-no-app-lock = Lege hier eine Passphrase fest, um Pulse sperren zu können.
toast-app-lock-set = Die App-Sperre ist an.
toast-app-lock-changed = Die Passphrase ist geändert.
toast-app-lock-removed = Die App-Sperre ist aus.
toast-phrase-confirmed = Deine Wiederherstellungsphrase ist bestätigt und nicht mehr auf diesem Gerät.
toast-clock-behind = Die Uhr dieses Computers geht { $minutes } Min. nach. Stell sie, damit die Zeiten der Nachrichten stimmen.
toast-clock-ahead = Die Uhr dieses Computers geht { $minutes } Min. vor. Stell sie, damit die Zeiten der Nachrichten stimmen.
toast-undo = Rückgängig
toast-copied = Kopiert
toast-message-deleted = Nachricht auf diesem Computer gelöscht
toast-conversation-deleted = Unterhaltung mit { $name } auf diesem Computer gelöscht
toast-blocked = { $name } ist blockiert
toast-conversation-kept = Die Unterhaltung mit { $name } ist noch da: Es kam eine neue Nachricht
toast-contact-removed = { $name } ist kein Kontakt mehr
toast-link-not-opened = Kein Programm auf diesem Computer öffnet diesen Link
toast-copy-link = Link kopieren
toast-saved = Gespeichert
toast-text-alone = Pulse verschickt vorerst nur Text. Die Datei wurde nicht gesendet.
toast-dismiss = Ausblenden
