### Short messages at the edge.

toast-no-app-lock = Définis ici une phrase secrète pour pouvoir verrouiller Pulse.
toast-app-lock-set = Le verrouillage est activé.
toast-app-lock-changed = La phrase secrète est changée.
toast-app-lock-removed = Le verrouillage est désactivé.
toast-phrase-confirmed = Ta phrase de récupération est confirmée et n’est plus conservée sur cet appareil.
toast-clock-behind = L’horloge de cet ordinateur retarde de { $minutes } min. Règle-la pour que les heures des messages soient justes.
toast-clock-ahead = L’horloge de cet ordinateur avance de { $minutes } min. Règle-la pour que les heures des messages soient justes.
toast-undo = Annuler
toast-copied = Copié
toast-message-deleted = Message supprimé sur cet ordinateur
toast-conversation-deleted = Conversation avec { $name } supprimée sur cet ordinateur
toast-blocked = { $name } est bloqué
toast-conversation-kept = La conversation avec { $name } est toujours là : un nouveau message est arrivé
toast-contact-removed = { $name } n’est plus dans tes contacts
toast-link-not-opened = Aucun programme de cet ordinateur n’ouvre ce lien
toast-copy-link = Copier le lien
toast-saved = Enregistré
toast-text-alone = Pour l’instant, Pulse n’envoie que du texte. Le fichier n’a pas été envoyé.
toast-dismiss = Masquer
