### Who, when, how far.

details-title = Message details
details-from = From
details-sent = Sent
details-received = Received
details-status = Status
details-device = Device
details-protection = Protection
details-id = Message ID
details-verified = End-to-end encrypted, verified contact
details-by-link = End-to-end encrypted, contact added by their link
details-not-verified = End-to-end encrypted, contact not verified
details-reason = Reason
# $why says why a message was not sent and what to do, $code is the number of the server's refusal.
details-failed = { $why } ({ $code })
details-held-unanswered = They have not answered yet, and have as many messages as may wait for an answer. It goes out by itself once they accept you or answer; you need not send it again.
details-held-forked = Two different lists of their devices exist, and one of them is false. Ask them in another way and compare your safety numbers, then go on in the conversation.
details-held-own-forked = The server shows another list of your devices than the one this device knows, so nothing is sent: somebody who may read along could be on it. It goes out by itself once the server shows the list that is known here. Unless you know why: make a new account, and tell your contacts in another way.
details-held-removed = This device was removed from your account, so it sends nothing any more. Write it again from another device. If you did not remove it, somebody has your recovery phrase: make a new account, and tell your contacts in another way.
