### The passphrase at the start.

unlock-title = Pulse entsperren
unlock-lead = Deine Nachrichten auf diesem Computer sind durch eine Passphrase geschützt.
unlock-field = Passphrase
unlock-open = Entsperren
unlock-opening = Wird geöffnet …
unlock-wrong = Das ist nicht die Passphrase. Versuche es noch einmal; auf Groß- und Kleinschreibung kommt es an.
unlock-forgotten = Vergessen? Ohne sie kann niemand diese Nachrichten öffnen. Um neu anzufangen, starte Pulse mit einem anderen Ordner (--home).
