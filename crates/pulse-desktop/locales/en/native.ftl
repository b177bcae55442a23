### Tray, notifications, file dialogs.

native-tray-open = Open Pulse
native-tray-lock = Lock
native-tray-quit = Quit
# Under the name when somebody points at the icon.
native-tray-status = { $unread ->
    [0] No unread messages
    [one] { $unread } unread message
   *[other] { $unread } unread messages
}

native-notification-reply = Reply
native-notification-mark-read = Mark as read

native-pick-picture = Choose a picture with a QR code
native-pictures = Pictures
native-save-picture = Save the QR code

## Why nothing came out of a picture

qr-unreadable = The picture could not be read. Is it still there?
qr-not-a-picture = This is not a picture in PNG or JPEG format.
qr-too-large = The picture is too large. Take a screenshot of the code alone.
qr-no-code = No QR code was found in the picture. A larger, sharper picture may help.
qr-not-a-link = The QR code in the picture holds no Pulse link.
qr-not-a-safety-number = The QR code in the picture is not a safety number of Pulse.
qr-no-clipboard-picture = There is no picture in the clipboard. Copy a picture of the QR code first.
qr-no-file-dialog = This desktop offers no file dialog. Drop the picture onto the window, or copy and paste it.
qr-not-written = The picture could not be saved there. Choose another folder.
qr-no-place-to-save = This desktop offers no file dialog. Copy the picture instead.

## What a notification says when it may not show the text

notification-request = Somebody wants to write to you
notification-messages = { $count ->
    [one] New message
   *[other] { $count } new messages
}
