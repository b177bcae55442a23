### The emoji picker.
