### Where messages are written.
