### What can go wrong, and the way on.
