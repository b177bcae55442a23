### Marks between messages.

timeline-new-messages = Neue Nachrichten
timeline-jump = Zur neuesten springen
timeline-notice = Die Geräte haben sich geändert
timeline-unreadable = Eine Nachricht kam an, die nicht gelesen werden konnte. Bitte darum, sie noch einmal zu senden.
timeline-needs-newer = Eine Nachricht kam an, die diese Version von Pulse nicht zeigen kann. Aktualisiere Pulse, um sie zu lesen.
timeline-conflict = Eine Nachricht kam in zwei verschiedenen Fassungen an. Keine wird gezeigt.
