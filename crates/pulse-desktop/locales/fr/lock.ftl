### The cover over a locked window.

lock-title = Pulse est verrouillé
lock-lead = Les messages continuent d’arriver. Rien n’est affiché avant le déverrouillage.
lock-field = Phrase secrète
lock-open = Déverrouiller
lock-checking = Vérification…
lock-wrong = Ce n’est pas la phrase secrète. Réessaie ; les majuscules comptent.
lock-quit = Quitter Pulse
