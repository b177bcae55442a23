### Tray, notifications, file dialogs.

native-tray-open = Pulse öffnen
native-tray-lock = Sperren
native-tray-quit = Beenden
native-tray-status =
    { $unread ->
        [0] Keine ungelesenen Nachrichten
        [one] { $unread } ungelesene Nachricht
       *[other] { $unread } ungelesene Nachrichten
    }
native-notification-reply = Antworten
native-notification-mark-read = Als gelesen markieren
native-pick-picture = Bild mit einem QR-Code wählen
native-pictures = Bilder
native-save-picture = QR-Code speichern
qr-unreadable = Das Bild konnte nicht gelesen werden. Ist es noch da?
qr-not-a-picture = Das ist kein Bild im PNG- oder JPEG-Format.
qr-too-large = Das Bild ist zu groß. Mach ein Bildschirmfoto nur vom Code.
qr-no-code = Im Bild wurde kein QR-Code gefunden. Ein größeres, schärferes Bild kann helfen.
qr-not-a-link = Der QR-Code im Bild enthält keinen Pulse-Link.
qr-not-a-safety-number = Der QR-Code im Bild ist keine Sicherheitsnummer von Pulse.
qr-no-clipboard-picture = In der Zwischenablage ist kein Bild. Kopiere zuerst ein Bild des QR-Codes.
qr-no-file-dialog = Dieser Desktop bietet keinen Dateidialog. Zieh das Bild auf das Fenster, oder kopiere es und füge es ein.
qr-not-written = Das Bild konnte dort nicht gespeichert werden. Wähle einen anderen Ordner.
qr-no-place-to-save = Dieser Desktop bietet keinen Dateidialog. Kopiere das Bild stattdessen.
notification-request = Jemand möchte dir schreiben
notification-messages =
    { $count ->
        [one] Neue Nachricht
       *[other] { $count } neue Nachrichten
    }
