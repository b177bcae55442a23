### What happened to the account that somebody else may have done.

alarm-answer = Understood
alarm-device-added = Another device was added to your account. If that wasn’t you, somebody has your recovery phrase: make a new account, and tell your contacts in another way.
alarm-devices-forked = Somebody was shown another list of your devices than the one this device knows, so somebody may have your recovery phrase. Unless you know why: make a new account, and tell your contacts in another way.
alarm-device-removed = This device was removed from your account: it gets and sends nothing any more; what is here can still be read. If that wasn’t you, somebody has your recovery phrase: make a new account, and tell your contacts in another way.
alarm-device-cloned = Another of your devices sealed two messages with one key: it was put back from a backup, or somebody has a copy of it.

# Told in passing.
notice-registered-again = The server did not know your account any more. It is registered there again.
notice-old-prekeys = This device has not renewed its keys for more than a month. It was away that long, or the server keeps its newer keys from you.
notice-contact-cloned = A device of { $name } was put back from a backup, or somebody has a copy of it.
notice-put-aside = A message that ended Pulse again and again was put aside unread.
