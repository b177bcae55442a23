### The cover over a locked window.

lock-title = Pulse is locked
lock-lead = Messages still arrive. Nothing is shown until you unlock.
lock-field = Passphrase
lock-open = Unlock
lock-checking = Checking …
lock-wrong = That is not the passphrase. Try again; small and capital letters matter.
lock-quit = Quit Pulse
