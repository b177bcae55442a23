### Tray, notifications, file dialogs.

native-tray-open = Ouvrir Pulse
native-tray-lock = Verrouiller
native-tray-quit = Quitter
native-tray-status =
    { $unread ->
        [0] Aucun message non lu
        [one] { $unread } message non lu
       *[other] { $unread } messages non lus
    }
native-notification-reply = Répondre
native-notification-mark-read = Marquer comme lu
native-pick-picture = Choisir une image avec un code QR
native-pictures = Images
native-save-picture = Enregistrer le code QR
qr-unreadable = L’image n’a pas pu être lue. Est-elle encore là ?
qr-not-a-picture = Ce n’est pas une image au format PNG ou JPEG.
qr-too-large = L’image est trop grande. Fais une capture du code seul.
qr-no-code = Aucun code QR trouvé dans l’image. Une image plus grande et plus nette peut aider.
qr-not-a-link = Le code QR de l’image ne contient pas de lien Pulse.
qr-not-a-safety-number = Le code QR de l’image n’est pas un numéro de sécurité de Pulse.
qr-no-clipboard-picture = Il n’y a pas d’image dans le presse-papiers. Copie d’abord une image du code QR.
qr-no-file-dialog = Ce bureau n’offre pas de sélecteur de fichiers. Dépose l’image sur la fenêtre, ou copie et colle-la.
qr-not-written = L’image n’a pas pu être enregistrée à cet endroit. Choisis un autre dossier.
qr-no-place-to-save = Ce bureau n’offre pas de boîte de dialogue de fichiers. Copie plutôt l’image.
notification-request = Quelqu’un souhaite t’écrire
notification-messages =
    { $count ->
        [one] Nouveau message
       *[other] { $count } nouveaux messages
    }
