### Comparing safety numbers.

safety-number-title = Sicherheitsnummer
safety-number-explained = Wenn { $name } dieselbe Nummer sieht, ist niemand dazwischen. Vergleicht sie persönlich oder in einem Anruf, nicht in einer Nachricht.
safety-number-numbers = Sicherheitsnummer: { $digits }
safety-number-qr = QR-Code der Sicherheitsnummer, zum Lesen für das andere Gerät
safety-number-copy = Nummer kopieren
safety-number-same = Sie stimmen überein. Das ist { $name }.
safety-number-different = Sie stimmen nicht überein. Entweder zeigt dieses Bild nicht die Seite von { $name } für dich, oder jemand ist dazwischen. Sende nichts Geheimes, bis du es weißt.
safety-number-verified = Verifiziert
safety-number-verified-text = Du kannst dich darauf verlassen, dass das { $name } ist.
safety-number-by-link = Du hast { $name } über den Link hinzugefügt und diese Nummer noch nicht verglichen. Jemand könnte den Link auf dem Weg zu dir ausgetauscht haben.
safety-number-mark = Als verifiziert markieren
safety-number-take-back = Verifizierung aufheben
