### The cover over a locked window.

lock-title = Pulse ist gesperrt
lock-lead = Nachrichten kommen weiter an. Gezeigt wird nichts, bis du entsperrst.
lock-field = Passphrase
lock-open = Entsperren
lock-checking = Wird geprüft …
lock-wrong = Das ist nicht die Passphrase. Versuche es noch einmal; auf Groß- und Kleinschreibung kommt es an.
lock-quit = Pulse beenden
