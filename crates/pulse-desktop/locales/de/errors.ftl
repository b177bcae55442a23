### What can go wrong, and the way on.

error-unreachable = Der Server { $host } antwortet nicht. Prüfe deine Internetverbindung und den Link des Servers und versuche es noch einmal.
error-untrusted = Für den Server bei { $host } bürgt keine Stelle, der dieser Computer vertraut, und der Link sagt nicht, welchen Schlüssel er hat. Kopiere den ganzen Link, mit dem #s=… am Ende.
error-wrong-fingerprint = Der Server bei { $host } ist nicht der, den dieser Link beschreibt. Es wurde nichts gesendet. Frag die Betreiber nach dem aktuellen Link.
error-not-pulse = Was bei { $host } antwortet, ist kein Pulse-Server dieser Version. Prüfe den Link oder frag die Betreiber.
error-unknown-host = Es gibt keinen Server mit dem Namen { $host }. Prüfe den Link und deine Internetverbindung.
error-timed-out = Es kam nicht rechtzeitig eine Antwort. Versuche es noch einmal.
error-closed = Das wurde nicht erledigt: Pulse hatte seinen Ordner verloren. Versuche es noch einmal, sobald er wieder offen ist.
error-disconnected = Die Verbindung brach ab, bevor der Server antwortete. Pulse verbindet sich von selbst; versuche es dann noch einmal.
error-busy = Das wird gerade schon erledigt. Einen Moment bitte.
error-refused = Der Server hat das abgelehnt: { $text }
error-refused-for-now =
    { $minutes ->
        [one] Der Server hat das vorerst abgelehnt: { $text } Versuche es in einer Minute noch einmal.
       *[other] Der Server hat das vorerst abgelehnt: { $text } Versuche es in { $minutes } Minuten noch einmal.
    }
error-server-busy = Der Server hat gerade ein Problem. Pulse versucht es weiter.
error-too-many = Das war zu viel in kurzer Zeit. Warte einen Moment und versuche es dann noch einmal.
error-mailbox-full = Das Postfach ist voll. Deine Nachricht wartet hier und wird gesendet, wenn wieder Platz ist.
error-requests-full = Dort warten schon zu viele auf eine Antwort. Deine Nachricht wartet hier und wird später gesendet.
error-challenge-expired = Das Anlegen des Kontos hat zu lange gedauert. Versuche es noch einmal.
error-version = Dieses Pulse ist zu alt für den Server. Installiere die aktuelle Version.
error-recipient-unknown = Der Server kennt diese Person nicht mehr. Frag sie nach ihrem aktuellen Link.
error-account-unknown = Der Server kennt dieses Konto nicht. Vielleicht wurde es dort gelöscht.
error-device-removed = Dieses Gerät wurde aus deinem Konto entfernt.
error-invite = Die Einladung gilt nicht: sie wurde schon benutzt, ist abgelaufen oder unvollständig. Bitte um eine neue.
error-no-registrations = Dieser Server nimmt keine neuen Konten an. Wähle einen anderen, oder frag die Betreiber.
error-account-exists = Mit dieser Identität gibt es schon ein Konto.
error-refused-again = Der Server hat das auch nach mehreren Versuchen nicht angenommen. Versuche es nach einer Weile noch einmal.
error-not-understood = Der Server und dieses Pulse verstehen einander nicht. Installiere die aktuelle Version von Pulse; hilft das nicht, melde es bitte.
error-replaced = Ein anderes Programm hat die Verbindung dieses Geräts übernommen. Beende es und versuche es noch einmal.
error-refused-unnamed = Der Server hat das aus einem Grund abgelehnt, den dieses Pulse nicht kennt. Versuche es später noch einmal oder installiere die aktuelle Version.
error-already-registered = Hier gibt es schon ein Konto.
error-not-registered = Hier gibt es noch kein Konto.
error-wrong-server = Dieser Link führt zu { $host }, und dein Konto ist auf einem anderen Server. Bisher erreichen sich nur Menschen auf demselben Server.
error-other-server-key = Dieser Link nennt für den Server { $host } einen anderen Schlüssel, als deiner hat. Vielleicht hat ihn unterwegs jemand verändert: Bitte noch einmal darum, auf einem Weg, dem du traust.
error-unknown-contact = Dieser Kontakt ist nicht mehr in deiner Liste.
error-not-accepted = Diese Person wartet auf deine Antwort. Nimm die Anfrage an, um ihr zu schreiben.
error-blocked = Du hast diese Person blockiert. Hebe die Blockierung auf, um ihr zu schreiben.
error-own-link = Das ist dein eigener Link. Gib ihn anderen, und bitte um ihren.
error-text-too-long = Diese Nachricht ist zu lang. Teile sie in mehrere auf.
error-empty-text = Es gibt nichts zu senden.
error-unknown-message = Diese Nachricht gibt es nicht mehr.
error-not-failed = Diese Nachricht ist schon unterwegs.
error-wrong-phrase = Das sind nicht die 24 Wörter deines Kontos. Vergleiche sie mit deiner Notiz.
error-wrong-phrase-word = Wort { $position } stimmt nicht. Vergleiche es mit deiner Notiz.
error-phrase-gone = Du hast deine Wiederherstellungsphrase bestätigt; sie ist deshalb nicht mehr auf diesem Gerät.
error-identity-changed = Die Identität dieses Kontakts hat sich geändert. Vergleicht eure Sicherheitsnummern und bestätige dann die Änderung.
error-name-invalid = Dieser Name geht nicht. Wähle einen kürzeren mit lesbaren Zeichen.
error-name-empty = Gib einen Namen ein.
error-name-long =
    { $count ->
        [one] Dieser Name ist um ein Zeichen zu lang.
       *[other] Dieser Name ist um { $count } Zeichen zu lang.
    }
error-disk-full = Der Datenträger ist voll. Schaffe Platz und versuche es noch einmal.
error-store-damaged = Der Speicher von Pulse auf diesem Gerät ist beschädigt. Beende Pulse, prüfe den Datenträger und spiele eine Sicherung zurück.
error-store-unavailable = Pulse kann seinen Speicher auf diesem Gerät nicht benutzen. Starte es neu; wenn das nicht hilft, prüfe den Datenträger.
error-internal = In Pulse selbst stimmt etwas nicht ({ $what }). Bitte melde es.
error-no-keychain = Dieses System hat keinen Schlüsselbund, oder er ist gesperrt. Schütze dein Konto stattdessen mit einer Passphrase.
error-passphrase-short =
    { $count ->
        [one] Nimm mindestens ein Zeichen.
       *[other] Nimm mindestens { $count } Zeichen. Mehrere Wörter sind leicht zu merken und schwer zu erraten.
    }
error-passphrase-weak = Diese Passphrase ist zu leicht zu erraten. Nimm mehrere Wörter.
error-passphrase-differs = Die beiden Passphrasen sind nicht gleich.
error-passphrase-kept = Die Passphrase konnte nicht geprüft oder gespeichert werden und ist dieselbe wie vorher. Sieh nach, ob der Datenträger voll ist oder der Ordner von Pulse nicht beschrieben werden kann, und versuche es noch einmal.
error-phrase-word = Wort { $position } stimmt nicht. Sieh in deiner Notiz nach, oder lass dir die Wörter noch einmal zeigen.
error-link-empty = Gib den Link eines Servers ein.
error-link-too-long = Das ist zu lang für einen Pulse-Link.
error-link-scheme = Ein Pulse-Link beginnt mit pulse://. Kopiere ihn ganz.
error-link-outside = Was geöffnet wurde, ist kein Pulse-Link; der beginnt mit pulse://. Kopiere ihn ganz oder bitte noch einmal darum.
error-link-characters = Im Link ist ein Leerzeichen oder ein anderes Zeichen, das nicht hineingehört. Wurde er abgeschnitten oder umbrochen?
error-link-host = Der Name des Servers im Link ist ungültig. Er sieht aus wie chat.example.org.
error-link-port = Der Port im Link ist keine Zahl von 1 bis 65535.
error-link-fingerprint = Das Ende des Links (s=…) ist unvollständig. Kopiere ihn ganz.
error-link-account = Das Ende des Links (a=…) ist unvollständig. Kopiere ihn ganz.
error-link-shape = Dieser Link ist nicht gebaut wie ein Pulse-Link. Bitte noch einmal darum.
error-link-mismatch = Der Link nennt zwei verschiedene Konten: jemand hat ihn verändert. Bitte noch einmal darum, auf einem Weg, dem du vertraust.
error-link-account-missing = Das Ende des Links fehlt (#a=…). Kopiere ihn ganz.
error-link-user-name = Links mit Benutzernamen gibt es nicht. Bitte um den Link, den Pulse unter „Mein Link“ zeigt.
error-link-is-server = Dieser Link führt zu einem Server, nicht zu einem Menschen. Bitte die Person um den Link, den Pulse unter „Mein Link“ zeigt.
error-link-is-contact = Dieser Link führt zu einem Menschen, nicht zu einem Server. Gib hier den Link des Servers ein; die Person kannst du danach hinzufügen.
error-contact-link-empty = Füge den Link der Person ein.
error-contact-link-scheme = Das ist kein Pulse-Link. Er beginnt mit pulse:// und steht in ihrem Pulse unter „Mein Link“.
error-invite-needed = Dieser Server verlangt eine Einladung. Gib deine hier ein, oder bitte die Person um eine, die den Server betreibt.
error-link-is-invite = Das sieht aus wie eine Einladung, nicht wie der Link eines Servers. Sie gehört unten in das Feld „Einladung“; hierher gehört der Link.
