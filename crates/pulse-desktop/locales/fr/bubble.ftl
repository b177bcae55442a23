### Bubbles of a conversation.

bubble-you = Toi
bubble-said = { $who } : { $text }
bubble-failed = Non envoyé
bubble-retry = Réessayer
bubble-delete = Supprimer
bubble-copy = Copier le texte
bubble-details = Détails
bubble-status-sending = Envoi en cours
bubble-status-sent = Envoyé
bubble-status-delivered = Distribué
bubble-status-read = Lu
bubble-status-failed = Non envoyé
bubble-status-received = Reçu
bubble-menu = Message
bubble-open-link = Ouvrir { $link }
bubble-copy-link = Copier { $link }
bubble-status-unanswered = Attend une réponse
bubble-status-forked = Attend ta décision
bubble-status-own-forked = Attend : ta propre liste d’appareils n’est pas claire
bubble-status-removed = Reste ici : cet appareil a été retiré de ton compte
bubble-more = Lire la suite
