### Bubbles of a conversation.

bubble-you = You
# What a screen reader says of a message.
bubble-said = { $who }: { $text }
bubble-failed = Not sent
bubble-retry = Try again
bubble-delete = Delete
bubble-copy = Copy text
bubble-details = Details

bubble-status-sending = Sending
bubble-status-sent = Sent
bubble-status-delivered = Delivered
bubble-status-read = Read
bubble-status-failed = Not sent
bubble-status-received = Received
# The name of the menu of a message.
bubble-menu = Message
bubble-open-link = Open { $link }
bubble-copy-link = Copy { $link }
bubble-status-unanswered = Waits for their answer
bubble-status-forked = Waits for your decision
bubble-status-own-forked = Waits: your own list of devices is unclear
bubble-status-removed = Stays here: this device was removed from your account
# At the end of a long message of which only the beginning is shown.
bubble-more = Read more
