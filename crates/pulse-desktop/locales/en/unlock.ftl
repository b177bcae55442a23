### The passphrase at the start.

unlock-title = Unlock Pulse
unlock-lead = Your messages on this computer are under a passphrase.
unlock-field = Passphrase
unlock-open = Unlock
unlock-opening = Opening …
unlock-wrong = That is not the passphrase. Try again; small and capital letters matter.
unlock-forgotten = Forgot it? Nobody can open these messages without it. To start anew, start Pulse with another folder (--home).
