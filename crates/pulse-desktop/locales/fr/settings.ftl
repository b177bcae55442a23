### The settings.

settings-title = Paramètres
settings-profile = Profil
settings-privacy = Confidentialité
settings-privacy-text = Accusés, saisie, contacts bloqués, verrouillage
settings-notifications = Notifications
settings-notifications-text = Ce qu’elles montrent
settings-appearance = Apparence
settings-appearance-text = Couleurs, taille, langue
settings-storage = Stockage
settings-storage-text = Ce qui est gardé sur cet ordinateur
settings-about = À propos de Pulse
settings-about-text = Version et licences
settings-lock-now = Verrouiller maintenant
settings-shortcuts = Raccourcis clavier
settings-profile-name = Ton nom
settings-profile-name-text = Les gens à qui tu parles le voient, le serveur non.
settings-profile-save = Enregistrer
settings-profile-link = Mon lien et code QR
settings-profile-link-text = Pour que les autres puissent t’ajouter
settings-profile-server = Serveur
settings-profile-id = Identifiant du compte
settings-profile-id-copy = Copier l’identifiant du compte
settings-profile-phrase = Phrase de récupération
settings-profile-phrase-open = Note-la maintenant : c’est le seul chemin vers ton compte si tu perds cet ordinateur.
settings-profile-phrase-done = Tu l’as notée. Elle n’est plus sur cet ordinateur.
settings-profile-phrase-show = Afficher ma phrase
settings-phrase-lead = Ces 24 mots sont ton compte : qui les lit peut se faire passer pour toi. Vérifie que personne ne regarde ton écran avant de les afficher.
settings-privacy-receipts = Accusés de lecture
settings-privacy-receipts-text = Les autres voient que tu as lu leurs messages, et tu le vois pour les tiens. Désactivé : ni l’un ni l’autre.
settings-privacy-typing = Saisie
settings-privacy-typing-text = Les autres voient quand tu écris, et tu vois quand ils écrivent. Désactivé : ni l’un ni l’autre.
settings-privacy-blocked = Contacts bloqués
settings-privacy-blocked-count =
    { $count ->
        [0] Personne
        [one] 1 contact
       *[other] { $count } contacts
    }
settings-privacy-lock = Verrouillage
settings-privacy-lock-text = Couvre la fenêtre jusqu’à la saisie d’une phrase secrète. Les messages continuent d’arriver.
settings-privacy-lock-own = Le verrouillage a sa propre phrase secrète.
settings-privacy-lock-home = Le verrouillage utilise la phrase secrète avec laquelle Pulse démarre.
settings-privacy-lock-none = Aucune phrase secrète n’est définie.
settings-privacy-lock-set = Définir une phrase secrète
settings-privacy-lock-change = Changer la phrase secrète
settings-privacy-lock-home-note = Pulse la demande au démarrage, et le verrouillage aussi. Les copies des fichiers de ce compte faites auparavant s’ouvrent toujours avec l’ancienne.
settings-privacy-lock-remove = Supprimer la phrase secrète
settings-privacy-lock-remove-now = Supprimer
settings-privacy-lock-present = Phrase secrète actuelle
settings-privacy-lock-changing = Changement…
settings-privacy-lock-wrong = Ce n’est pas la phrase secrète actuelle. Réessaie ; les majuscules comptent.
settings-privacy-lock-first = Nouvelle phrase secrète
settings-privacy-lock-second = Encore une fois
settings-privacy-lock-save = Enregistrer la phrase secrète
settings-privacy-lock-cancel = Annuler
settings-privacy-lock-after = Verrouiller tout seul
settings-privacy-lock-never = Seulement à la main et avec l’écran
settings-privacy-lock-minutes =
    { $count ->
        [one] Après 1 minute
       *[other] Après { $count } minutes
    }
settings-privacy-lock-hour = Après 1 heure
settings-blocked-title = Contacts bloqués
settings-blocked-lead = Tu n’entends pas parler d’eux. Ils n’en savent rien.
settings-blocked-empty = Tu n’as bloqué personne.
settings-blocked-unblock = Débloquer
settings-blocked-unblock-name = Débloquer { $name }
settings-blocked-not = N’est plus bloqué
settings-blocked-again = Bloquer à nouveau
settings-blocked-again-name = Bloquer à nouveau { $name }
settings-notifications-on = Afficher les notifications
settings-notifications-on-text = Quand un message arrive et que tu es dans une autre fenêtre.
settings-notifications-content = Ce qu’elles montrent
settings-notifications-all = Nom et message
settings-notifications-all-text = Qui voit ton écran peut le lire.
settings-notifications-name = Le nom seulement
settings-notifications-name-text = Qui a écrit, pas quoi.
settings-notifications-nothing = Ni l’un ni l’autre
settings-notifications-nothing-text = Seulement qu’il y a du nouveau.
settings-notifications-tray = Continuer quand la fenêtre est fermée
settings-notifications-tray-text = Pulse reste dans la zone de notification et continue de recevoir.
settings-notifications-no-tray = Ce bureau n’a pas de zone de notification où rester : fermer la fenêtre arrête Pulse, et rien n’arrive avant le prochain démarrage.
settings-notifications-autostart = Démarrer à l’ouverture de session
settings-notifications-autostart-text = Sans fenêtre, pour que les messages arrivent.
settings-appearance-theme = Couleurs
settings-appearance-theme-system = Comme le système
settings-appearance-theme-light = Clair
settings-appearance-theme-dark = Sombre
settings-appearance-scale = Taille
settings-appearance-scale-percent = { $percent } %
settings-appearance-scale-smaller = Plus petit
settings-appearance-scale-larger = Plus grand
settings-appearance-language = Langue
settings-appearance-language-system = Comme le système
settings-appearance-motion = Moins de mouvement
settings-appearance-motion-text = Rien ne glisse ni ne s’estompe.
settings-appearance-enter = Entrée envoie
settings-appearance-enter-text = Maj+Entrée fait une nouvelle ligne. Désactivé : Entrée fait une nouvelle ligne, Ctrl+Entrée envoie.
settings-storage-size = Sur cet ordinateur
settings-storage-messages = Messages
settings-storage-count = { $count }
settings-storage-counting = Calcul…
settings-storage-kb = { $size } ko
settings-storage-mb = { $size } Mo
settings-storage-gb = { $size } Go
settings-storage-encrypted = Tout ici est chiffré. Rien n’en reste sur le serveur une fois arrivé.
settings-storage-delete = Pour libérer de la place, supprime une conversation sur la page du contact.
settings-about-version = Version { $version }
settings-about-what = Des messages privés, chiffrés de bout en bout, sur un serveur à toi.
settings-about-licence = Pulse est un logiciel libre sous licence MIT ou Apache 2.0, à ton choix.
settings-about-audit = Pulse n’a pas encore été examiné par des experts indépendants. Ne lui confie pas ta vie.
settings-about-crates = Bibliothèques
settings-about-crates-text =
    { $count ->
        [one] 1 bibliothèque d’autres auteurs fait partie de Pulse
       *[other] { $count } bibliothèques d’autres auteurs font partie de Pulse
    }
settings-about-assets = Polices et icônes
settings-about-filter = Filtrer les bibliothèques
settings-about-none = Aucune bibliothèque ne porte ce nom.
settings-phrase-passphrase = Ta phrase secrète
settings-blocked-empty-text = Ici se trouvent les personnes que tu bloques. Tu n’entends plus parler d’elles, et elles n’en savent rien.
