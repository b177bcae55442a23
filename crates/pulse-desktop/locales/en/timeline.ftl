### Marks between messages.
