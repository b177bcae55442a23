### Comparing safety numbers.

safety-number-title = Numéro de sécurité
safety-number-explained = Si { $name } voit le même numéro, personne ne s’est glissé entre vous. Comparez-le de vive voix ou en appel, pas dans un message.
safety-number-numbers = Numéro de sécurité : { $digits }
safety-number-qr = Code QR du numéro de sécurité, à lire par l’autre appareil
safety-number-copy = Copier le numéro
safety-number-same = Ils correspondent. C’est bien { $name }.
safety-number-different = Ils ne correspondent pas. Soit cette image n’est pas celle de la page de { $name } pour toi, soit quelqu’un s’est glissé entre vous. N’envoie rien de secret avant de le savoir.
safety-number-verified = Vérifié
safety-number-verified-text = Tu peux être sûr que c’est { $name }.
safety-number-by-link = Tu as ajouté { $name } par son lien et n’as pas encore comparé ce numéro. Quelqu’un a pu échanger le lien en chemin.
safety-number-mark = Marquer comme vérifié
safety-number-take-back = Annuler la vérification
