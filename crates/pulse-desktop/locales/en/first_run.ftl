### From the welcome to the first conversation.

first-run-continue = Continue
first-run-step = Step { $step } of { $steps }

# The welcome
first-run-welcome-title = Welcome to Pulse
first-run-welcome-lead = Messages that only you and the person you write to can read, on a server that belongs to people you know.
first-run-welcome-create = Create account
first-run-welcome-need = You need the link of a server. Ask whoever runs yours, or start one.
first-run-welcome-how = How to start a server
first-run-welcome-how-text = On any computer that others can reach, run “pulse-server init --host” with its name, then “pulse-server serve”. The first one prints the link to give to your friends.

# The server
first-run-server-title = Which server?
first-run-server-lead = Your account lives on a server. Paste the link you were given, or read it from a QR code.
first-run-server-link = Server link
first-run-server-link-hint = pulse://chat.example.org/#s=…
first-run-server-good = Server: { $host }
first-run-server-suggested = Server: { $host }, suggested by whoever set up this computer
first-run-server-pinned = This link says which key the server has, so nobody can pose as it.
first-run-server-public = This link has no fingerprint. The server has to prove itself with a public certificate.
first-run-server-go-on = You can go on all the same: Pulse tries again when your account is made.
first-run-server-change = Change the link
first-run-server-invite-have = I have an invite
first-run-server-invite = Invite
first-run-server-invite-hint = Only if the server asks for one


# The name
first-run-name-title = What is your name?
first-run-name-lead = The people you talk to see it. The server does not. You can change it later.
first-run-name-field = Your name
first-run-name-hint = For example Alice

# Protection
first-run-protect-title = Protect your messages
first-run-protect-lead = Everything on this computer is encrypted. How should it be opened?
first-run-protect-keychain = With my system’s keychain
first-run-protect-keychain-text = Pulse opens by itself while you are logged in. Whoever can use your login can read your messages.
first-run-protect-passphrase = With a passphrase
first-run-protect-passphrase-text = Pulse asks for it at each start. If you forget it, nobody can open your messages, not even you.
first-run-protect-first = Passphrase
first-run-protect-second = The same again
first-run-protect-strength-none = Five or six random words are easy to remember and hard to guess.
first-run-protect-strength-weak = Weak: quickly guessed by a computer. Add more words.
first-run-protect-strength-fair = Fair: one or two more words make it strong.
first-run-protect-strength-strong = Strong.
first-run-protect-differ = The two are not the same yet.
first-run-protect-same = Both are the same.
first-run-protect-create = Create account

# The account is made
first-run-creating-title = Creating your account
first-run-creating-lead = Your computer solves a small puzzle. It keeps robots from making accounts by the thousand.
first-run-creating-connecting = Connecting to { $host } …
first-run-creating-working = Solving the puzzle
first-run-creating-takes = This takes a few seconds, on slow computers up to a minute.
first-run-creating-cancel = Cancel

# The phrase
first-run-phrase-title = Your recovery phrase
first-run-phrase-identity = Your account is a key, not a row in somebody’s list: these 24 words are that key, and whoever has them is you.
first-run-phrase-paper = Write them on paper, in this order, and keep them where only you find them. Do not photograph them or put them into a file. If you lose this computer, they are the only way back to your account; restoring from them comes with a later version of Pulse.
first-run-phrase-waiting = Your words are being prepared …
first-run-phrase-word = Word { $number }: { $word }
first-run-phrase-written = I wrote them down
first-run-phrase-later = Later
first-run-phrase-later-text = Pulse reminds you until you did it.

# Some words asked back
first-run-check-title = Check your notes
first-run-check-lead = Type these words from your paper. Then Pulse forgets the phrase: after that it is on your paper only.
first-run-check-word = Word { $number }
first-run-check-done = Check and finish
first-run-check-back = Show the words again

# The banner of those who chose “later”
first-run-reminder = Your recovery phrase is not on paper yet. Without it, losing this computer is losing your account.
first-run-reminder-now = Write it down
