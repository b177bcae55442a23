### Strangers who wait for an answer.

requests-title = Demandes de message
requests-lead = Ces personnes ont ton lien et souhaitent t’écrire. Elles ne savent pas si tu lis ceci.
requests-empty-title = Aucune demande
requests-empty-text = Quand quelqu’un de nouveau t’écrit, tu décides ici si cette personne peut entrer.
requests-accept = Accepter
requests-block = Bloquer
requests-delete = Supprimer
requests-accept-name = Accepter { $name }
requests-block-name = Bloquer { $name }
requests-delete-name = Supprimer la demande de { $name }
requests-accept-means = Accepter : vous pouvez vous parler, et l’autre côté voit quand ses messages arrivent.
requests-block-means = Bloquer : tu n’entends plus parler de cette personne. Elle n’en saura rien.
requests-delete-means = Supprimer : la demande disparaît. Elle peut être refaite.
requests-no-preview = Pas encore de message
requests-read =
    { $count ->
        [one] Lire le message
       *[other] Lire les { $count } messages
    }
