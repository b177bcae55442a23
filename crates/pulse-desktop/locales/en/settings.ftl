### The settings.

settings-title = Settings

settings-profile = Profile
settings-privacy = Privacy
settings-privacy-text = Receipts, typing, blocked contacts, app lock
settings-notifications = Notifications
settings-notifications-text = What they show
settings-appearance = Appearance
settings-appearance-text = Colours, size, language
settings-storage = Storage
settings-storage-text = What is kept on this computer
settings-about = About Pulse
settings-about-text = Version and licences
settings-lock-now = Lock now
settings-shortcuts = Keyboard shortcuts

# Profile
settings-profile-name = Your name
settings-profile-name-text = The people you talk to see it. The server does not.
settings-profile-save = Save
settings-profile-link = My link and QR code
settings-profile-link-text = So that others can add you
settings-profile-server = Server
settings-profile-id = Account id
settings-profile-id-copy = Copy account id
settings-profile-phrase = Recovery phrase
settings-profile-phrase-open = Write it down now: it is the only way back to your account if you lose this computer.
settings-profile-phrase-done = You wrote it down. It is no longer on this computer.
settings-profile-phrase-show = Show my phrase
settings-phrase-lead = These 24 words are your account: whoever reads them can be you. Make sure that nobody looks at your screen before you show them.

# Privacy
settings-privacy-receipts = Read receipts
settings-privacy-receipts-text = Others see that you read their messages, and you see it of yours. Off: neither.
settings-privacy-typing = Typing
settings-privacy-typing-text = Others see when you write, and you see when they do. Off: neither.
settings-privacy-blocked = Blocked contacts
settings-privacy-blocked-count = { $count ->
    [0] Nobody
    [one] 1 contact
   *[other] { $count } contacts
}
settings-privacy-lock = App lock
settings-privacy-lock-text = Covers the window until a passphrase is typed. Messages still arrive.
settings-privacy-lock-own = The app lock has a passphrase of its own.
settings-privacy-lock-home = The app lock uses the passphrase that Pulse starts with.
settings-privacy-lock-none = No passphrase is set.
settings-privacy-lock-set = Set a passphrase
settings-privacy-lock-change = Change the passphrase
settings-privacy-lock-home-note = Pulse asks for it at the start, and the app lock too. Copies of this account’s files that were made before still open with the old one.
settings-privacy-lock-remove = Remove the passphrase
settings-privacy-lock-remove-now = Remove
settings-privacy-lock-present = Present passphrase
settings-privacy-lock-changing = Changing …
settings-privacy-lock-wrong = That is not the present passphrase. Try again; small and capital letters matter.
settings-privacy-lock-first = New passphrase
settings-privacy-lock-second = The same again
settings-privacy-lock-save = Save passphrase
settings-privacy-lock-cancel = Cancel
settings-privacy-lock-after = Lock by itself
settings-privacy-lock-never = Only by hand and with the screen
settings-privacy-lock-minutes = { $count ->
    [one] After 1 minute
   *[other] After { $count } minutes
}
settings-privacy-lock-hour = After 1 hour

# Blocked contacts
settings-blocked-title = Blocked contacts
settings-blocked-lead = You hear nothing of them. They are not told.
settings-blocked-empty = You have not blocked anybody.
settings-blocked-unblock = Unblock
settings-blocked-unblock-name = Unblock { $name }
# Below the name of somebody who was unblocked on this page.
settings-blocked-not = Not blocked any more
settings-blocked-again = Block again
settings-blocked-again-name = Block { $name } again

# Notifications
settings-notifications-on = Show notifications
settings-notifications-on-text = When a message arrives while you are in another window.
settings-notifications-content = What they show
settings-notifications-all = Name and message
settings-notifications-all-text = Whoever sees your screen can read it.
settings-notifications-name = Name only
settings-notifications-name-text = Who wrote, not what.
settings-notifications-nothing = Neither
settings-notifications-nothing-text = Only that there is something new.
settings-notifications-tray = Keep running when the window is closed
settings-notifications-tray-text = Pulse stays in the tray and goes on receiving.
settings-notifications-no-tray = There is no tray on this desktop to stay in: closing the window ends Pulse, and nothing arrives until it is started again.
settings-notifications-autostart = Start when I log in
settings-notifications-autostart-text = Without a window, so that messages arrive.

# Appearance
settings-appearance-theme = Colours
settings-appearance-theme-system = As the system
settings-appearance-theme-light = Light
settings-appearance-theme-dark = Dark
settings-appearance-scale = Size
settings-appearance-scale-percent = { $percent } %
settings-appearance-scale-smaller = Smaller
settings-appearance-scale-larger = Larger
settings-appearance-language = Language
settings-appearance-language-system = As the system
settings-appearance-motion = Less movement
settings-appearance-motion-text = Nothing slides or fades.
settings-appearance-enter = Enter sends
settings-appearance-enter-text = Shift+Enter makes a new line. Off: Enter makes a new line, Ctrl+Enter sends.

# Storage
settings-storage-size = On this computer
settings-storage-messages = Messages
settings-storage-count = { $count }
settings-storage-counting = Counting …
settings-storage-kb = { $size } kB
settings-storage-mb = { $size } MB
settings-storage-gb = { $size } GB
settings-storage-encrypted = Everything here is encrypted. Nothing of it is on the server once it has arrived.
settings-storage-delete = To free space, delete a conversation on the page of its contact.

# About
settings-about-version = Version { $version }
settings-about-what = Private messages, encrypted from end to end, on a server of your own.
settings-about-licence = Pulse is free software under the MIT or the Apache 2.0 licence, as you like.
settings-about-audit = Pulse has not been examined by independent experts yet. Do not trust your life to it.
settings-about-crates = Libraries
settings-about-crates-text = { $count ->
    [one] 1 library of others is part of Pulse
   *[other] { $count } libraries of others are part of Pulse
}
settings-about-assets = Fonts and icons
settings-about-filter = Filter libraries
settings-about-none = No library has that in its name.
settings-phrase-passphrase = Your passphrase
settings-blocked-empty-text = Whomever you block stands here. You hear nothing of them, and they are not told.
