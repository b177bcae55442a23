### The head of a conversation and its banners.
