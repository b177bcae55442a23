### Bubbles of a conversation.
