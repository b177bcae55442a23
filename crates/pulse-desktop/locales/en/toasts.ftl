### Short messages at the edge.

toast-no-app-lock = Set a passphrase here to be able to lock Pulse.
toast-app-lock-set = The app lock is on.
toast-app-lock-changed = The passphrase is changed.
toast-app-lock-removed = The app lock is off.
toast-phrase-confirmed = Your recovery phrase is confirmed and no longer kept on this device.
toast-clock-behind = This computer’s clock is { $minutes } min behind. Set it, so that the times of messages are right.
toast-clock-ahead = This computer’s clock is { $minutes } min ahead. Set it, so that the times of messages are right.

toast-undo = Undo
toast-copied = Copied
toast-message-deleted = Message deleted on this computer
toast-conversation-deleted = Conversation with { $name } deleted on this computer
toast-blocked = { $name } is blocked
toast-conversation-kept = The conversation with { $name } is still here: they wrote again
toast-contact-removed = { $name } is no longer a contact
toast-link-not-opened = No program on this computer opens this link
toast-copy-link = Copy link
toast-saved = Saved
toast-text-alone = Pulse sends text alone for now. The file was not sent.
toast-dismiss = Dismiss
