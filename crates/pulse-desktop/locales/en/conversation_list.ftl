### The list of conversations.
