### The own link and its QR code.
