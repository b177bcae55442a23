### The own link.

my-link-title = My link
my-link-lead = Whoever has this link can ask to write to you. You decide whom to let in.
my-link-qr = QR code of your link
my-link-link = Your link
my-link-copy = Copy link
my-link-share = Let them read the code from your screen, or send them the link in any way you like.
my-link-copy-picture = Copy picture
my-link-save-picture = Save picture
