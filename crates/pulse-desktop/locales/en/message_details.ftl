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
