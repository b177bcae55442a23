### A home that cannot be opened.
