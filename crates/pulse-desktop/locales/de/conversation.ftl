### The head of a conversation and its banners.

conversation-back = Zurück
conversation-more = Mehr
conversation-contact = Kontakt ansehen
conversation-safety-number = Sicherheitsnummer
conversation-find = In Unterhaltung suchen
conversation-block = Blockieren
conversation-unblock = Blockierung aufheben
conversation-delete = Unterhaltung löschen
conversation-typing = schreibt …
conversation-verified = Verifiziert
conversation-by-link = Über den eigenen Link hinzugefügt
conversation-not-answered = Hat noch nicht geantwortet
conversation-wants-to-write = Möchte dir schreiben
conversation-is-blocked = Blockiert
conversation-none-title = Nichts geöffnet
conversation-none-text = Wähle an der Seite eine Unterhaltung, oder drücke Strg+K, um eine zu finden.
conversation-start-title = Lade jemanden ein
conversation-start-text = Lass diesen Code von deinem Bildschirm lesen, oder schick deinen Link. Du entscheidest, wen du hereinlässt.
conversation-empty-title = Sag hallo zu { $name }
conversation-empty-text = Nur du und { $name } könnt lesen, was hier geschrieben wird.
conversation-devices-changed = { $name } benutzt andere Geräte als bisher. Wenn du das nicht erwartet hast, vergleicht eure Sicherheitsnummern.
conversation-recovered = { $name } hat das eigene Konto mit der Wiederherstellungsphrase wiederhergestellt. Vergleicht eure Sicherheitsnummern, um sicher zu sein.
conversation-forked = Für { $name } gibt es zwei verschiedene Gerätelisten. Es wird nichts gesendet, bis ihr eure Sicherheitsnummern verglichen habt und du dich entscheidest, weiterzumachen.
conversation-see-safety-number = Sicherheitsnummer ansehen
conversation-go-on = Weiter
conversation-request = { $name } möchte dir schreiben. Dass du das gelesen hast, erfährt niemand, bis du annimmst.
conversation-accept = Annehmen
conversation-delete-request = Löschen
conversation-blocked = Du hast { $name } blockiert. Dir kann nicht geschrieben werden, und niemand erfährt davon.
conversation-held = { $name } hat noch nicht geantwortet. Was du jetzt schreibst, wartet hier und geht von selbst hinaus, sobald eine Antwort kommt.
conversation-held-own-forked = Es wird nichts gesendet: Der Server zeigt eine andere Liste deiner Geräte, als dieses Gerät sie kennt. Was du schreibst, wartet hier.
conversation-held-removed = Es wird nichts gesendet: Dieses Gerät wurde aus deinem Konto entfernt. Was du schreibst, bleibt hier.
mute-begin = Stummschalten…
mute-end = Stummschaltung aufheben
mute-title = { $name } stummschalten
mute-text = Keine Benachrichtigungen; neue Nachrichten werden nur in der Liste gezählt, in Grau. Niemand erfährt es.
mute-hours =
    { $count ->
        [one] Für { $count } Stunde
       *[other] Für { $count } Stunden
    }
mute-weeks =
    { $count ->
        [one] Für { $count } Woche
       *[other] Für { $count } Wochen
    }
mute-always = Immer
mute-is-until = Stummgeschaltet bis { $moment }
mute-is-always = Stummgeschaltet, bis du es aufhebst
namesake-request = Du hast schon einen Kontakt namens { $name }. Das hier ist jemand anderes.
namesake-contact = Ein anderer deiner Kontakte heißt { $name }. Gib einem von beiden einen eigenen Namen, damit du der richtigen Person schreibst.

find-clear = Suchfeld leeren
find-older = Frühere Nachricht
find-newer = Spätere Nachricht
find-close = Suche schließen
find-place = { $place } von { $count }
find-place-of-more = { $place } von mehr als { $count }
