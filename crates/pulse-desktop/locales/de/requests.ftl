### Strangers who wait for an answer.

requests-title = Nachrichtenanfragen
requests-lead = Diese Menschen haben deinen Link und möchten dir schreiben. Ob du das liest, erfahren sie nicht.
requests-empty-title = Keine Anfragen
requests-empty-text = Wenn dir jemand Neues schreibt, entscheidest du hier, wen du hereinlässt.
requests-accept = Annehmen
requests-block = Blockieren
requests-delete = Löschen
requests-accept-name = { $name } annehmen
requests-block-name = { $name } blockieren
requests-delete-name = Anfrage von { $name } löschen
requests-accept-means = Annehmen: ihr könnt schreiben, und die andere Seite sieht, wann ihre Nachrichten ankommen.
requests-block-means = Blockieren: du hörst nichts mehr von der Person. Sie erfährt es nicht.
requests-delete-means = Löschen: die Anfrage verschwindet. Sie kann wieder gestellt werden.
requests-no-preview = Noch keine Nachricht
requests-read =
    { $count ->
        [one] Die Nachricht lesen
       *[other] Alle { $count } Nachrichten lesen
    }
