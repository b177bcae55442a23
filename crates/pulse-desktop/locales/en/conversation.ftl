### The head of a conversation and its banners.

conversation-back = Back
conversation-more = More
conversation-contact = View contact
conversation-safety-number = Safety number
conversation-find = Search in conversation
conversation-block = Block
conversation-unblock = Unblock
conversation-delete = Delete conversation

conversation-typing = typing…
conversation-verified = Verified
conversation-by-link = Added by their link
conversation-not-answered = Has not answered yet
conversation-wants-to-write = Wants to write to you
conversation-is-blocked = Blocked

conversation-none-title = Nothing open
conversation-none-text = Choose a conversation on the side, or press Ctrl+K to find one.
conversation-start-title = Invite somebody
conversation-start-text = Let them read this code from your screen, or send them your link. You decide whom to let in.
conversation-empty-title = Say hello to { $name }
conversation-empty-text = Only you and { $name } can read what is written here.

conversation-devices-changed = { $name } uses other devices than before. If you did not expect this, compare your safety numbers.
conversation-recovered = { $name } restored their account from its recovery phrase. Compare your safety numbers to be sure it was them.
conversation-forked = Two different lists of devices exist for { $name }. Nothing is sent until you have compared your safety numbers and decided to go on.
conversation-see-safety-number = See safety number
conversation-go-on = Go on

conversation-request = { $name } wants to write to you. They do not learn that you have read this until you accept.
conversation-accept = Accept
conversation-delete-request = Delete
conversation-blocked = You blocked { $name }. They cannot write to you, and are not told.
conversation-held = { $name } has not answered yet. What you write now waits here and goes out by itself once they do.
conversation-held-own-forked = Nothing is sent: the server shows another list of your devices than the one this device knows. What you write waits here.
conversation-held-removed = Nothing is sent: this device was removed from your account. What you write stays here.

# In menus and on the page of a contact: it asks how long.
mute-begin = Mute…
mute-end = Unmute
mute-title = Mute { $name }
mute-text = No notifications; new messages are counted in the list alone, in grey. Nobody is told.
mute-hours =
    { $count ->
        [one] For { $count } hour
       *[other] For { $count } hours
    }
mute-weeks =
    { $count ->
        [one] For { $count } week
       *[other] For { $count } weeks
    }
mute-always = Always
# For instance: Muted until March 3, 2:05 PM
mute-is-until = Muted until { $moment }
mute-is-always = Muted until you unmute
namesake-request = You already have a contact called { $name }. This is somebody else.
namesake-contact = Another of your contacts is called { $name }. Give one of them a name of your own, so that you write to the right one.

# The bar in which messages of the conversation are looked for.
find-clear = Clear what is searched for
find-older = Earlier message
find-newer = Later message
find-close = Close search
# Which of the messages that were found is shown, counted from the newest.
find-place = { $place } of { $count }
find-place-of-more = { $place } of more than { $count }
