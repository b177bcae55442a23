### What happened to the account that somebody else may have done.

alarm-answer = Verstanden
alarm-device-added = Deinem Konto wurde ein weiteres Gerät hinzugefügt. Wenn du das nicht warst, hat jemand deine Wiederherstellungsphrase: Lege ein neues Konto an und sag es deinen Kontakten auf anderem Weg.
alarm-devices-forked = Jemandem wurde eine andere Liste deiner Geräte gezeigt, als dieses Gerät sie kennt; vielleicht hat jemand deine Wiederherstellungsphrase. Wenn du nicht weißt, warum: Lege ein neues Konto an und sag es deinen Kontakten auf anderem Weg.
alarm-device-removed = Dieses Gerät wurde aus deinem Konto entfernt: Es bekommt und sendet nichts mehr; was hier ist, lässt sich weiter lesen. Wenn du das nicht warst, hat jemand deine Wiederherstellungsphrase: Lege ein neues Konto an und sag es deinen Kontakten auf anderem Weg.
alarm-device-cloned = Ein anderes deiner Geräte hat zwei Nachrichten mit einem Schlüssel versiegelt: Es wurde aus einer Sicherung wiederhergestellt, oder jemand hat eine Kopie davon.

# Told in passing.
notice-registered-again = Der Server kannte dein Konto nicht mehr. Es ist dort wieder angemeldet.
notice-old-prekeys = Dieses Gerät hat seine Schlüssel seit über einem Monat nicht erneuert. Es war so lange weg, oder der Server enthält dir die neueren Schlüssel vor.
notice-contact-cloned = Ein Gerät von { $name } wurde aus einer Sicherung wiederhergestellt, oder jemand hat eine Kopie davon.
notice-put-aside = Eine Nachricht, die Pulse immer wieder beendet hat, wurde ungelesen beiseitegelegt.
