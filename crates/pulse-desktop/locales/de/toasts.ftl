### Short messages at the edge.

toast-no-app-lock = Lege hier eine Passphrase fest, um Pulse sperren zu können.
toast-app-lock-set = Die App-Sperre ist an.
toast-app-lock-changed = Die Passphrase ist geändert.
toast-app-lock-removed = Die App-Sperre ist aus.
toast-phrase-confirmed = Deine Wiederherstellungsphrase ist bestätigt und nicht mehr auf diesem Gerät.
toast-own-device-unknown = Deinem Konto wurde ein weiteres Gerät hinzugefügt. Wenn du das nicht warst, hat jemand anders dein Konto in der Hand.
toast-clock-behind = Die Uhr dieses Computers geht { $minutes } Min. nach. Stell sie, damit die Zeiten der Nachrichten stimmen.
toast-clock-ahead = Die Uhr dieses Computers geht { $minutes } Min. vor. Stell sie, damit die Zeiten der Nachrichten stimmen.
toast-notice = { $text }
toast-undo = Rückgängig
toast-copied = Kopiert
toast-message-deleted = Nachricht auf diesem Computer gelöscht
toast-conversation-deleted = Unterhaltung mit { $name } auf diesem Computer gelöscht
toast-blocked = { $name } ist blockiert
toast-saved = Gespeichert
toast-text-alone = Pulse verschickt vorerst nur Text. Die Datei wurde nicht gesendet.
