### The head of a conversation and its banners.

conversation-back = Retour
conversation-more = Plus
conversation-contact = Voir le contact
conversation-safety-number = Numéro de sécurité
conversation-find = Rechercher dans la conversation
conversation-block = Bloquer
conversation-unblock = Débloquer
conversation-delete = Supprimer la conversation
conversation-typing = écrit…
conversation-verified = Vérifié
conversation-by-link = Ajouté par son lien
conversation-not-answered = N’a pas encore répondu
conversation-wants-to-write = Souhaite t’écrire
conversation-is-blocked = Bloqué
conversation-none-title = Rien d’ouvert
conversation-none-text = Choisis une conversation sur le côté, ou appuie sur Ctrl+K pour en trouver une.
conversation-start-title = Invite quelqu’un
conversation-start-text = Fais lire ce code sur ton écran, ou envoie ton lien. C’est toi qui décides qui entre.
conversation-empty-title = Dis bonjour à { $name }
conversation-empty-text = Seuls toi et { $name } pouvez lire ce qui s’écrit ici.
conversation-devices-changed = { $name } utilise d’autres appareils qu’avant. Si tu ne t’y attendais pas, comparez vos numéros de sécurité.
conversation-recovered = { $name } a restauré son compte avec sa phrase de récupération. Comparez vos numéros de sécurité pour en être sûr.
conversation-forked = Il existe deux listes d’appareils différentes pour { $name }. Rien n’est envoyé tant que vous n’avez pas comparé vos numéros de sécurité et que tu n’as pas décidé de continuer.
conversation-see-safety-number = Voir le numéro de sécurité
conversation-go-on = Continuer
conversation-request = { $name } souhaite t’écrire. Personne ne sait que tu as lu ceci avant que tu acceptes.
conversation-accept = Accepter
conversation-delete-request = Supprimer
conversation-blocked = Tu as bloqué { $name }. On ne peut plus t’écrire de ce compte, et personne n’en est averti.
conversation-held = { $name } n’a pas encore répondu. Ce que tu écris maintenant attend ici et partira de lui-même dès sa réponse.
conversation-held-own-forked = Rien n’est envoyé : le serveur montre une autre liste de tes appareils que celle que connaît cet appareil. Ce que tu écris attend ici.
conversation-held-removed = Rien n’est envoyé : cet appareil a été retiré de ton compte. Ce que tu écris reste ici.
mute-begin = Mettre en sourdine…
mute-end = Réactiver les notifications
mute-title = Mettre { $name } en sourdine
mute-text = Pas de notifications ; les nouveaux messages ne sont comptés que dans la liste, en gris. Personne n’en est averti.
mute-hours =
    { $count ->
        [one] Pendant { $count } heure
       *[other] Pendant { $count } heures
    }
mute-weeks =
    { $count ->
        [one] Pendant { $count } semaine
       *[other] Pendant { $count } semaines
    }
mute-always = Toujours
mute-is-until = En sourdine jusqu’au { $moment }
mute-is-always = En sourdine jusqu’à ce que tu changes d’avis
namesake-request = Tu as déjà un contact appelé { $name }. Ceci est quelqu’un d’autre.
namesake-contact = Un autre de tes contacts s’appelle { $name }. Donne à l’un d’eux un nom à toi, pour écrire à la bonne personne.

find-clear = Vider le champ
find-older = Message précédent
find-newer = Message suivant
find-close = Fermer la recherche
find-place = { $place } sur { $count }
find-place-of-more = { $place } sur plus de { $count }
