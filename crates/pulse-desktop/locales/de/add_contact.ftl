### Adding somebody.

add-contact-title = Kontakt hinzufügen
add-contact-by-link = Mit einem Link hinzufügen
add-contact-lead = Bitte die Person um ihren Pulse-Link. Er steht bei ihr unter „Mein Link“.
add-contact-link = Kontakt-Link
add-contact-link-hint = pulse://…
add-contact-name = Name (nur du siehst ihn)
add-contact-name-hint = Leer: der Name, den sie gewählt hat
add-contact-add = Kontakt hinzufügen
add-contact-next = Die Person bekommt eine Anfrage von dir. Sobald sie sie annimmt, siehst du, wann deine Nachrichten ankommen. Schreiben kannst du sofort.
add-contact-good = Der Link ist gut. Er gehört zu { $id }.
add-contact-own = Das ist dein eigener Link. Gib ihn anderen; hier brauchst du ihren.
add-contact-other-server = Dieser Kontakt ist auf { $theirs } und dein Konto auf { $ours }. Menschen auf verschiedenen Servern können noch nicht miteinander schreiben; bitte um ein Konto auf deinem Server.
add-contact-known = Du hast diesen Kontakt schon.
add-contact-open = Unterhaltung öffnen
add-contact-your-link = Mein Link
add-contact-your-link-text = Gib ihn weiter, dann kann die Person stattdessen dich hinzufügen.
add-contact-pending-title = Diesen Kontakt hinzufügen?
add-contact-pending-text = Außerhalb von Pulse wurde ein Link geöffnet. Füge den Kontakt nur hinzu, wenn du weißt, von wem der Link kam.
add-contact-pending-server = Auf dem Server { $host }
add-contact-pending-id = Konto { $id }
add-contact-pending-not = Nicht jetzt
add-contact-pending-unusable = Dieser Link ist nicht brauchbar
add-contact-pending-another = Mit einem anderen Link hinzufügen
add-contact-pending-is-server = Dieser Link führt zu einem Server. Du hast schon ein Konto, auf { $host }. Um dort jemanden zu erreichen, frag nach dem Link, den Pulse unter „Mein Link“ zeigt.
