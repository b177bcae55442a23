### Marks between messages.

timeline-new-messages = Nouveaux messages
timeline-jump = Aller au plus récent
timeline-notice = Ses appareils ont changé
timeline-unreadable = Un message est arrivé et n’a pas pu être lu. Demande qu’il soit renvoyé.
timeline-needs-newer = Un message est arrivé que cette version de Pulse ne sait pas afficher. Mets Pulse à jour pour le lire.
timeline-conflict = Un message est arrivé en deux versions différentes. Aucune n’est affichée.
