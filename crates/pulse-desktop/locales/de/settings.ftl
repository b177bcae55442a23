### The settings.

settings-title = Einstellungen
settings-profile = Profil
settings-privacy = Privatsphäre
settings-privacy-text = Bestätigungen, Tippen, blockierte Kontakte, App-Sperre
settings-notifications = Benachrichtigungen
settings-notifications-text = Was sie zeigen
settings-appearance = Darstellung
settings-appearance-text = Farben, Größe, Sprache
settings-storage = Speicher
settings-storage-text = Was auf diesem Computer liegt
settings-about = Über Pulse
settings-about-text = Version und Lizenzen
settings-lock-now = Jetzt sperren
settings-shortcuts = Tastenkürzel
settings-profile-name = Dein Name
settings-profile-name-text = Deine Kontakte sehen ihn, der Server nicht.
settings-profile-save = Speichern
settings-profile-link = Mein Link und QR-Code
settings-profile-link-text = Damit andere dich hinzufügen können
settings-profile-server = Server
settings-profile-id = Konto-ID
settings-profile-id-copy = Konto-ID kopieren
settings-profile-phrase = Wiederherstellungsphrase
settings-profile-phrase-open = Schreib sie jetzt auf: sie ist der einzige Weg zurück zu deinem Konto, wenn du diesen Computer verlierst.
settings-profile-phrase-done = Du hast sie aufgeschrieben. Sie ist nicht mehr auf diesem Computer.
settings-profile-phrase-show = Meine Phrase zeigen
settings-phrase-lead = Diese 24 Wörter sind dein Konto: wer sie liest, kann sich als du ausgeben. Achte darauf, dass niemand auf deinen Bildschirm sieht, bevor du sie zeigst.
settings-privacy-receipts = Lesebestätigungen
settings-privacy-receipts-text = Andere sehen, dass du ihre Nachrichten gelesen hast, und du siehst es bei deinen. Aus: keins von beidem.
settings-privacy-typing = Tippen
settings-privacy-typing-text = Andere sehen, wenn du schreibst, und du siehst, wenn sie schreiben. Aus: keins von beidem.
settings-privacy-blocked = Blockierte Kontakte
settings-privacy-blocked-count =
    { $count ->
        [0] Niemand
        [one] 1 Kontakt
       *[other] { $count } Kontakte
    }
settings-privacy-lock = App-Sperre
settings-privacy-lock-text = Verdeckt das Fenster, bis eine Passphrase eingegeben wird. Nachrichten kommen weiter an.
settings-privacy-lock-own = Die App-Sperre hat eine eigene Passphrase.
settings-privacy-lock-home = Die App-Sperre benutzt die Passphrase, mit der Pulse startet.
settings-privacy-lock-none = Es ist keine Passphrase festgelegt.
settings-privacy-lock-set = Passphrase festlegen
settings-privacy-lock-change = Passphrase ändern
settings-privacy-lock-home-note = Pulse fragt beim Start danach, und die App-Sperre auch. Kopien der Dateien dieses Kontos, die vorher gemacht wurden, öffnet weiterhin die alte.
settings-privacy-lock-remove = Passphrase entfernen
settings-privacy-lock-remove-now = Entfernen
settings-privacy-lock-present = Jetzige Passphrase
settings-privacy-lock-changing = Wird geändert …
settings-privacy-lock-wrong = Das ist nicht die jetzige Passphrase. Versuche es noch einmal; auf Groß- und Kleinschreibung kommt es an.
settings-privacy-lock-first = Neue Passphrase
settings-privacy-lock-second = Noch einmal
settings-privacy-lock-save = Passphrase speichern
settings-privacy-lock-cancel = Abbrechen
settings-privacy-lock-after = Von selbst sperren
settings-privacy-lock-never = Nur von Hand und mit dem Bildschirm
settings-privacy-lock-minutes =
    { $count ->
        [one] Nach 1 Minute
       *[other] Nach { $count } Minuten
    }
settings-privacy-lock-hour = Nach 1 Stunde
settings-blocked-title = Blockierte Kontakte
settings-blocked-lead = Du hörst nichts von ihnen. Sie erfahren es nicht.
settings-blocked-empty = Du hast niemanden blockiert.
settings-blocked-unblock = Blockierung aufheben
settings-blocked-unblock-name = Blockierung von { $name } aufheben
settings-blocked-not = Nicht mehr blockiert
settings-blocked-again = Wieder blockieren
settings-blocked-again-name = { $name } wieder blockieren
settings-notifications-on = Benachrichtigungen zeigen
settings-notifications-on-text = Wenn eine Nachricht ankommt, während du in einem anderen Fenster bist.
settings-notifications-content = Was sie zeigen
settings-notifications-all = Name und Nachricht
settings-notifications-all-text = Wer deinen Bildschirm sieht, kann sie lesen.
settings-notifications-name = Nur den Namen
settings-notifications-name-text = Wer geschrieben hat, nicht was.
settings-notifications-nothing = Keins von beidem
settings-notifications-nothing-text = Nur, dass es etwas Neues gibt.
settings-notifications-tray = Weiterlaufen, wenn das Fenster geschlossen wird
settings-notifications-tray-text = Pulse bleibt im Infobereich und empfängt weiter.
settings-notifications-no-tray = Dieser Desktop hat keinen Infobereich, in dem Pulse bleiben könnte: Mit dem Fenster endet Pulse, und bis zum nächsten Start kommt nichts an.
settings-notifications-autostart = Beim Anmelden starten
settings-notifications-autostart-text = Ohne Fenster, damit Nachrichten ankommen.
settings-appearance-theme = Farben
settings-appearance-theme-system = Wie das System
settings-appearance-theme-light = Hell
settings-appearance-theme-dark = Dunkel
settings-appearance-scale = Größe
settings-appearance-scale-percent = { $percent } %
settings-appearance-scale-smaller = Kleiner
settings-appearance-scale-larger = Größer
settings-appearance-language = Sprache
settings-appearance-language-system = Wie das System
settings-appearance-motion = Weniger Bewegung
settings-appearance-motion-text = Nichts gleitet oder blendet.
settings-appearance-enter = Enter sendet
settings-appearance-enter-text = Umschalt+Enter macht eine neue Zeile. Aus: Enter macht eine neue Zeile, Strg+Enter sendet.
settings-storage-size = Auf diesem Computer
settings-storage-messages = Nachrichten
settings-storage-count = { $count }
settings-storage-counting = Wird gezählt …
settings-storage-kb = { $size } kB
settings-storage-mb = { $size } MB
settings-storage-gb = { $size } GB
settings-storage-encrypted = Alles hier ist verschlüsselt. Nichts davon bleibt auf dem Server, sobald es angekommen ist.
settings-storage-delete = Um Platz zu schaffen, lösche eine Unterhaltung auf der Seite des Kontakts.
settings-about-version = Version { $version }
settings-about-what = Private Nachrichten, Ende-zu-Ende-verschlüsselt, auf einem eigenen Server.
settings-about-licence = Pulse ist freie Software unter der MIT- oder der Apache-2.0-Lizenz, nach deiner Wahl.
settings-about-audit = Pulse wurde noch nicht von unabhängigen Fachleuten untersucht. Vertraue ihm nicht dein Leben an.
settings-about-crates = Bibliotheken
settings-about-crates-text =
    { $count ->
        [one] 1 Bibliothek von anderen ist Teil von Pulse
       *[other] { $count } Bibliotheken von anderen sind Teil von Pulse
    }
settings-about-assets = Schriften und Symbole
settings-about-filter = Bibliotheken filtern
settings-about-none = Keine Bibliothek hat das im Namen.
settings-phrase-passphrase = Deine Passphrase
settings-blocked-empty-text = Wen du blockierst, der steht hier. Du hörst nichts mehr von der Person, und sie erfährt es nicht.
