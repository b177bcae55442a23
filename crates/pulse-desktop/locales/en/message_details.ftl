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
details-not-verified = End-to-end encrypted, contact not verified
# $code is the number of the server's refusal.
details-failed = { $what } (reason { $code })
