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
