### What happened to the account that somebody else may have done.

alarm-answer = Understood
alarm-device-added = Another device was added to your account. If that wasn’t you, somebody has your recovery phrase: make a new account, and tell your contacts in another way.
alarm-devices-forked = Somebody was shown another list of your devices than the one this device knows, so somebody may have your recovery phrase. Unless you know why: make a new account, and tell your contacts in another way.
alarm-device-removed = This device was removed from your account: it gets no messages any more. If that wasn’t you, somebody has your recovery phrase.
