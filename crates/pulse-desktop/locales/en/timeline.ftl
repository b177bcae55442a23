### Marks between messages.

timeline-new-messages = New messages
timeline-jump = Jump to newest
timeline-notice = Their devices changed
timeline-unreadable = A message arrived that could not be read. Ask for it to be sent again.
timeline-needs-newer = A message arrived that this version of Pulse cannot show. Update Pulse to read it.
timeline-conflict = A message arrived in two different versions. Neither is shown.
