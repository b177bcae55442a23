### Who, when, how far.

details-title = Détails du message
details-from = De
details-sent = Envoyé
details-received = Reçu
details-status = État
details-device = Appareil
details-protection = Protection
details-id = Identifiant du message
details-verified = Chiffré de bout en bout, contact vérifié
details-by-link = Chiffré de bout en bout, contact ajouté par son lien
details-not-verified = Chiffré de bout en bout, contact non vérifié
details-reason = Raison
details-failed = { $why } ({ $code })
details-held-unanswered = Cette personne n’a pas encore répondu et a déjà autant de messages qu’il peut en attendre une réponse. Il partira de lui-même dès qu’elle accepte ou répond ; inutile de le renvoyer.
details-held-forked = Il existe deux listes différentes de ses appareils, et l’une est fausse. Demande-lui par un autre moyen et comparez vos numéros de sécurité, puis continue dans la conversation.
details-held-own-forked = Le serveur montre une autre liste de tes appareils que celle que connaît cet appareil ; rien n’est donc envoyé : quelqu’un qui pourrait lire y figure peut-être. Il partira de lui-même dès que le serveur montrera la liste connue ici. Si tu ne sais pas pourquoi, crée un nouveau compte et préviens tes contacts par un autre moyen.
details-held-removed = Cet appareil a été retiré de ton compte et n’envoie donc plus rien. Écris à nouveau ce message depuis un autre appareil. Si tu ne l’as pas retiré, quelqu’un a ta phrase de récupération : crée un nouveau compte et préviens tes contacts par un autre moyen.
