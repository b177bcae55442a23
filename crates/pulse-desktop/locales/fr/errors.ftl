### What can go wrong, and the way on.

error-unreachable = Le serveur { $host } ne répond pas. Vérifie ta connexion à Internet et le lien du serveur, puis réessaie.
error-untrusted = Aucune autorité à laquelle cet ordinateur se fie ne répond du serveur { $host }, et le lien ne dit pas quelle clé il a. Copie le lien en entier, avec son #s=… à la fin.
error-wrong-fingerprint = Le serveur { $host } n’est pas celui que ce lien décrit. Rien n’a été envoyé. Demande le lien actuel à qui s’en occupe.
error-not-pulse = Ce qui répond à { $host } n’est pas un serveur Pulse de cette version. Vérifie le lien, ou demande à qui le gère.
error-unknown-host = Il n’y a pas de serveur du nom de { $host }. Vérifie le lien et ta connexion à internet.
error-timed-out = Pas de réponse à temps. Réessaie.
error-closed = Cela n’a pas été fait : Pulse avait perdu son dossier. Réessaie une fois qu’il est de nouveau ouvert.
error-disconnected = La connexion a été perdue avant la réponse du serveur. Pulse se reconnecte tout seul ; réessaie ensuite.
error-busy = C’est déjà en cours. Un instant.
error-refused = Le serveur a refusé : { $text }
error-refused-for-now =
    { $minutes ->
        [one] Le serveur a refusé pour l’instant : { $text } Réessaie dans une minute.
       *[other] Le serveur a refusé pour l’instant : { $text } Réessaie dans { $minutes } minutes.
    }
error-server-busy = Le serveur a un problème en ce moment. Pulse continue d’essayer.
error-too-many = C’était trop en peu de temps. Attends un moment, puis réessaie.
error-mailbox-full = Sa boîte est pleine. Ton message attend ici et partira quand il y aura de la place.
error-requests-full = Trop de gens attendent déjà sa réponse. Ton message attend ici et partira plus tard.
error-challenge-expired = La création du compte a pris trop de temps. Réessaie.
error-version = Ce Pulse est trop ancien pour le serveur. Installe la version actuelle.
error-recipient-unknown = Le serveur ne connaît plus cette personne. Demande-lui son lien actuel.
error-account-unknown = Le serveur ne connaît pas ce compte. Il y a peut-être été supprimé.
error-device-removed = Cet appareil a été retiré de ton compte.
error-invite = L’invitation ne marche pas : elle a déjà servi, a expiré ou est incomplète. Demandes-en une nouvelle.
error-no-registrations = Ce serveur n’accepte pas de nouveaux comptes. Choisis-en un autre, ou demande à qui s’en occupe.
error-account-exists = Il existe déjà un compte avec cette identité.
error-refused-again = Le serveur n’a pas accepté cela après plusieurs essais. Réessaie dans un moment.
error-not-understood = Le serveur et ce Pulse ne se comprennent pas. Installe la version actuelle de Pulse ; si cela n’aide pas, signale-le.
error-replaced = Un autre programme a repris la connexion de cet appareil. Quitte-le, puis réessaie.
error-refused-unnamed = Le serveur a refusé pour une raison que ce Pulse ne connaît pas. Réessaie plus tard, ou installe la version actuelle.
error-already-registered = Il y a déjà un compte ici.
error-not-registered = Il n’y a pas encore de compte ici.
error-wrong-server = Ce lien mène à { $host }, et ton compte est sur un autre serveur. Pour l’instant, on ne se joint que sur un même serveur.
error-other-server-key = Ce lien donne au serveur { $host } une autre clé que celle du tien. Quelqu’un l’a peut-être modifié en route : redemande-le par un moyen sûr.
error-unknown-contact = Ce contact n’est plus dans ta liste.
error-not-accepted = Cette personne attend ta réponse. Accepte la demande pour lui écrire.
error-blocked = Tu as bloqué cette personne. Débloque-la pour lui écrire.
error-own-link = C’est ton propre lien. Donne-le aux autres, et demande le leur.
error-text-too-long = Ce message est trop long. Répartis-le en plusieurs.
error-empty-text = Il n’y a rien à envoyer.
error-unknown-message = Ce message n’existe plus.
error-not-failed = Ce message est déjà en route.
error-wrong-phrase = Ce ne sont pas les 24 mots de ton compte. Compare-les à ta note.
error-wrong-phrase-word = Le mot { $position } n’est pas le bon. Compare-le à ta note.
error-phrase-gone = Tu as confirmé ta phrase de récupération ; elle n’est donc plus conservée sur cet appareil.
error-identity-changed = L’identité de ce contact a changé. Comparez vos numéros de sécurité, puis accepte le changement.
error-name-invalid = Ce nom ne convient pas. Choisis-en un plus court, avec des lettres lisibles.
error-name-empty = Saisis un nom.
error-name-long =
    { $count ->
        [one] Ce nom est trop long d’un caractère.
       *[other] Ce nom est trop long de { $count } caractères.
    }
error-disk-full = Le disque est plein. Libère de la place, puis réessaie.
error-store-damaged = Le stockage de Pulse sur cet appareil est endommagé. Quitte Pulse, vérifie le disque et remets une copie en place.
error-store-unavailable = Pulse ne peut pas utiliser son stockage sur cet appareil. Relance-le ; si cela n’aide pas, vérifie le disque.
error-internal = Quelque chose ne va pas dans Pulse lui-même ({ $what }). Merci de le signaler.
error-no-keychain = Ce système n’a pas de trousseau de clés, ou il est verrouillé. Protège plutôt ton compte avec une phrase secrète.
error-passphrase-short =
    { $count ->
        [one] Utilise au moins un caractère.
       *[other] Utilise au moins { $count } caractères. Plusieurs mots sont faciles à retenir et difficiles à deviner.
    }
error-passphrase-weak = Cette phrase secrète est trop facile à deviner. Utilise plusieurs mots.
error-passphrase-differs = Les deux phrases secrètes ne sont pas identiques.
error-passphrase-kept = La phrase secrète n’a pas pu être vérifiée ou enregistrée : elle reste la même. Vois si le disque est plein ou si le dossier de Pulse n’est pas accessible en écriture, puis réessaie.
error-phrase-word = Le mot { $position } n’est pas le bon. Regarde ta note, ou affiche les mots une nouvelle fois.
error-link-empty = Saisis le lien d’un serveur.
error-link-too-long = C’est trop long pour un lien Pulse.
error-link-scheme = Un lien Pulse commence par pulse://. Copie-le en entier.
error-link-outside = Ce qui a été ouvert n’est pas un lien Pulse ; un tel lien commence par pulse://. Copie-le en entier ou redemande-le.
error-link-characters = Le lien contient une espace ou un autre caractère qui n’a rien à y faire. A-t-il été coupé ?
error-link-host = Le nom du serveur dans le lien n’est pas valide. Il ressemble à chat.example.org.
error-link-port = Le port dans le lien n’est pas un nombre de 1 à 65535.
error-link-fingerprint = La fin du lien (s=…) est incomplète. Copie-le en entier.
error-link-account = La fin du lien (a=…) est incomplète. Copie-le en entier.
error-link-shape = Ce lien n’est pas fait comme un lien Pulse. Redemande-le.
error-link-mismatch = Le lien nomme deux comptes différents : quelqu’un l’a modifié. Redemande-le, par un moyen auquel tu te fies.
error-link-account-missing = La fin du lien manque (#a=…). Copie-le en entier.
error-link-user-name = Les liens avec un nom d’utilisateur n’existent pas. Demande le lien que Pulse affiche sous « Mon lien ».
error-link-is-server = Ce lien mène à un serveur, pas à une personne. Demande à la personne le lien que Pulse affiche sous « Mon lien ».
error-link-is-contact = Ce lien mène à une personne, pas à un serveur. Saisis ici le lien du serveur ; tu pourras ajouter la personne ensuite.
error-contact-link-empty = Colle le lien de la personne.
error-contact-link-scheme = Ce n’est pas un lien Pulse. Il commence par pulse:// et s’affiche dans son Pulse sous « Mon lien ».
error-invite-needed = Ce serveur demande une invitation. Saisis la tienne ici, ou demandes-en une à la personne qui gère le serveur.
error-link-is-invite = Cela ressemble à une invitation, pas au lien d’un serveur. Elle va plus bas, dans le champ « Invitation » ; ici, il faut le lien.
