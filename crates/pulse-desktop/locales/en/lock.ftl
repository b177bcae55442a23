### The app lock.
