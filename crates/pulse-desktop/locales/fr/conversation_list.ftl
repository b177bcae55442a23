### The list of conversations.

list-title = Discussions
list-menu = Menu
list-new-conversation = Nouvelle conversation
list-my-link = Mon lien
list-settings = Paramètres
list-shortcuts = Raccourcis clavier
list-lock = Verrouiller Pulse
list-filter = Rechercher
list-requests =
    { $count ->
        [one] { $count } demande
       *[other] { $count } demandes
    }
list-typing = écrit…
list-draft = Brouillon :
list-no-messages = Pas encore de messages
list-waiting-for-answer = N’a pas encore répondu
list-unread =
    { $count ->
        [one] { $count } message non lu
       *[other] { $count } messages non lus
    }
list-verified = vérifié
list-identity-changed = sécurité modifiée
list-mark-read = Marquer comme lu
list-mark-unread = Marquer comme non lu
list-contact-page = Voir le contact
list-block = Bloquer
list-delete = Supprimer la conversation
list-connection-offline = Non connecté
list-connection-offline-because = Hors ligne : { $reason }. Les messages partent dès que Pulse est connecté.
list-connection-connecting = Connexion…
list-connection-updating = Mise à jour…
list-connection-refused = Le serveur a refusé cet appareil
list-connection-removed = Le serveur dit que cet appareil a été retiré de ton compte et ne le connecte pas. Ce qui est ici reste lisible.
list-connection-wrong-key = Le serveur n’est pas celui que nomme son lien. Rien n’est envoyé d’ici là.
list-connection-replaced = Un autre programme utilise ce compte sur cet appareil
list-connection-server-full = Le serveur ne peut rien enregistrer pour le moment. Ce que tu écris attend ici et part dès que possible.
list-connection-with-reason = { $what } : { $reason }
list-connection-reason-key = le serveur a une autre clé que celle de son lien
list-connection-reason-certificate = cet ordinateur ne fait pas confiance au certificat du serveur
list-connection-reason-not-pulse = ce qui répond là n’est pas un serveur Pulse de cette version
list-connection-reason-host = aucun serveur ne porte ce nom
list-connection-reason-no-answer = le serveur ne répond pas
list-connection-reason-stops = le serveur redémarre ou s’est arrêté
list-connection-reason-busy = le serveur a un problème en ce moment
list-connection-reason-lost = la connexion a été perdue
list-connection-reason-network = le réseau de cet ordinateur est inutilisable
list-connection-retry = Nouvel essai dans { $seconds } s
list-connection-trying = Nouvel essai…
list-connection-try-now = Essayer maintenant
list-empty-title = Pas encore de conversations
list-empty-text = Ajoute quelqu’un avec son lien, ou donne le tien.
list-empty-add = Ajouter un contact
list-nothing-found = Personne trouvé pour « { $filter } »
list-filter-clear = Effacer la recherche
list-muted = en sourdine
list-marked-unread = marqué comme non lu
list-last-deleted = Message supprimé

list-messages = Messages
list-searching = Recherche…
list-search-failed = La recherche a échoué
list-no-messages-found = Aucun message trouvé
list-more-messages = Afficher plus de messages
list-hit = { $name } : { $text }
list-hit-own = Toi à { $name } : { $text }
list-hit-you = Toi :
