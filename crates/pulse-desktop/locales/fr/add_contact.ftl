### Adding somebody.

add-contact-title = Ajouter un contact
add-contact-by-link = Ajouter avec un lien
add-contact-lead = Demande-lui son lien Pulse. Il se trouve chez cette personne sous « Mon lien ».
add-contact-link = Lien du contact
add-contact-link-hint = pulse://…
add-contact-name = Nom (toi seul le vois)
add-contact-name-hint = Vide : le nom choisi par cette personne
add-contact-add = Ajouter le contact
add-contact-next = Cette personne reçoit une demande de ta part. Dès qu’elle l’accepte, tu vois quand tes messages arrivent. Tu peux écrire tout de suite.
add-contact-good = Le lien est bon. Il appartient à { $id }.
add-contact-own = C’est ton propre lien. Donne-le aux autres ; ici, il faut le leur.
add-contact-other-server = Ce contact est sur { $theirs } et ton compte sur { $ours }. On ne peut pas encore se parler d’un serveur à l’autre ; demande-lui d’ouvrir un compte sur le tien.
add-contact-known = Tu as déjà ce contact.
add-contact-open = Ouvrir la conversation
add-contact-your-link = Mon lien
add-contact-your-link-text = Donne-le pour que l’on puisse t’ajouter.
add-contact-pending-title = Ajouter ce contact ?
add-contact-pending-text = Un lien a été ouvert en dehors de Pulse. N’ajoute ce contact que si tu sais de qui vient le lien.
add-contact-pending-server = Sur le serveur { $host }
add-contact-pending-id = Compte { $id }
add-contact-pending-not = Pas maintenant
add-contact-pending-unusable = Ce lien ne peut pas être utilisé
add-contact-pending-another = Ajouter avec un autre lien
add-contact-pending-is-server = Ce lien mène à un serveur. Tu as déjà un compte, sur { $host } ; pour joindre quelqu’un, demande-lui le lien que Pulse affiche sous « Mon lien ».
