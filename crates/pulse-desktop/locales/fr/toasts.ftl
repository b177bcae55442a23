### Short messages at the edge.

toast-no-app-lock = Définis ici une phrase secrète pour pouvoir verrouiller Pulse.
toast-app-lock-set = Le verrouillage est activé.
toast-app-lock-changed = La phrase secrète est changée.
toast-app-lock-removed = Le verrouillage est désactivé.
toast-phrase-confirmed = Ta phrase de récupération est confirmée et n’est plus conservée sur cet appareil.
toast-own-device-unknown = Un autre appareil a été ajouté à ton compte. Si ce n’était pas toi, ton compte est aux mains de quelqu’un d’autre.
toast-clock-behind = L’horloge de cet ordinateur retarde de { $minutes } min. Règle-la pour que les heures des messages soient justes.
toast-clock-ahead = L’horloge de cet ordinateur avance de { $minutes } min. Règle-la pour que les heures des messages soient justes.
toast-notice = { $text }
toast-undo = Annuler
toast-copied = Copié
toast-message-deleted = Message supprimé sur cet ordinateur
toast-conversation-deleted = Conversation avec { $name } supprimée sur cet ordinateur
toast-blocked = { $name } est bloqué
toast-saved = Enregistré
toast-text-alone = Pour l’instant, Pulse n’envoie que du texte. Le fichier n’a pas été envoyé.
