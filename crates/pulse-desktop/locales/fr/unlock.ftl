### The passphrase at the start.

unlock-title = Déverrouiller Pulse
unlock-lead = Tes messages sur cet ordinateur sont protégés par une phrase secrète.
unlock-field = Phrase secrète
unlock-open = Déverrouiller
unlock-opening = Ouverture…
unlock-wrong = Ce n’est pas la phrase secrète. Réessaie ; les majuscules comptent.
unlock-forgotten = Oubliée ? Sans elle, personne ne peut ouvrir ces messages. Pour recommencer, lance Pulse avec un autre dossier (--home).
