### The list of conversations.

list-title = Chats
# The button with the own picture; it opens a menu.
list-menu = Menu
list-new-conversation = New conversation
list-my-link = My link
list-settings = Settings
list-shortcuts = Keyboard shortcuts
list-lock = Lock Pulse
list-filter = Search

list-requests =
    { $count ->
        [one] { $count } request
       *[other] { $count } requests
    }

# Below a name while they write.
list-typing = typing…
# Before the beginning of a text that was not sent.
list-draft = Draft:
list-no-messages = No messages yet
list-waiting-for-answer = Has not answered yet

# What a screen reader says of a row.
list-unread = { $count ->
    [one] { $count } unread message
   *[other] { $count } unread messages
}
list-verified = verified
list-identity-changed = security changed

list-mark-read = Mark as read
list-mark-unread = Mark as unread
list-contact-page = View contact
list-block = Block
list-delete = Delete conversation

list-connection-offline = Not connected
list-connection-offline-because = Offline: { $reason }. Messages you write are sent once Pulse is connected.
list-connection-connecting = Connecting…
list-connection-updating = Updating…
list-connection-refused = The server refused this device
list-connection-removed = The server says that this device was removed from your account, and doesn’t connect it. What is here can still be read.
list-connection-wrong-key = The server is not the one its link names. Nothing is sent until it is.
list-connection-replaced = Another program is using this account on this device
list-connection-server-full = The server can’t store anything right now. What you write waits here, and is sent as soon as it can.
# For instance: The server refused this device: its sentence
list-connection-with-reason = { $what }: { $reason }
list-connection-reason-key = the server has another key than its link says
list-connection-reason-certificate = this computer does not trust the server’s certificate
list-connection-reason-not-pulse = what answers there is not a Pulse server of this version
list-connection-reason-host = there is no server of this name
list-connection-reason-no-answer = the server doesn’t answer
list-connection-reason-stops = the server is restarting or has stopped
list-connection-reason-busy = the server has a problem right now
list-connection-reason-lost = the connection was lost
list-connection-reason-network = this computer’s network can’t be used
# Counts down each second.
list-connection-retry = Trying again in { $seconds } s
list-connection-trying = Trying again …
list-connection-try-now = Try now

list-empty-title = No conversations yet
list-empty-text = Add somebody by their link, or give them yours.
list-empty-add = Add a contact
list-nothing-found = Nobody found for “{ $filter }”
list-filter-clear = Clear search
# What a screen reader says of a row whose conversation is muted.
list-muted = muted
# The same of one that somebody marked as unread by hand.
list-marked-unread = marked as unread
list-last-deleted = Message deleted

# Below the people that a search found: the messages.
list-messages = Messages
list-searching = Searching…
list-search-failed = The search failed
list-no-messages-found = No messages found
list-more-messages = Show more messages
# What a screen reader calls a message that was found: whose it is, and the words around what was looked for.
list-hit = { $name }: { $text }
list-hit-own = You to { $name }: { $text }
# Before an own message that was found.
list-hit-you = You:
