### What happened to the account that somebody else may have done.

alarm-answer = Verstanden
alarm-device-added = Deinem Konto wurde ein weiteres Gerät hinzugefügt. Wenn du das nicht warst, hat jemand deine Wiederherstellungsphrase: Lege ein neues Konto an und sag es deinen Kontakten auf anderem Weg.
alarm-devices-forked = Jemandem wurde eine andere Liste deiner Geräte gezeigt, als dieses Gerät sie kennt; vielleicht hat jemand deine Wiederherstellungsphrase. Wenn du nicht weißt, warum: Lege ein neues Konto an und sag es deinen Kontakten auf anderem Weg.
alarm-device-removed = Dieses Gerät wurde aus deinem Konto entfernt: Es bekommt keine Nachrichten mehr. Wenn du das nicht warst, hat jemand deine Wiederherstellungsphrase.
