### From the welcome to the first conversation.
