### The sheet of keyboard shortcuts.

shortcuts-general = General
shortcuts-conversations = Conversations
shortcuts-writing = Writing

shortcuts-key-ctrl = Ctrl
shortcuts-key-shift = Shift
shortcuts-key-alt = Alt

shortcuts-help = Show keyboard shortcuts
shortcuts-back = Close or go back
shortcuts-settings = Settings
shortcuts-my-link = My link
shortcuts-larger = Larger
shortcuts-smaller = Smaller
shortcuts-normal-size = Normal size
shortcuts-list-edge = Move the edge of the list
shortcuts-lock = Lock Pulse
shortcuts-quit = Quit Pulse
shortcuts-switch = Switch conversation
shortcuts-filter = Search people and messages
shortcuts-find = Search in conversation
shortcuts-next = Next conversation
shortcuts-previous = Previous conversation
shortcuts-add-contact = New conversation
shortcuts-requests = Message requests
shortcuts-row-menu = Menu of the row
shortcuts-contact = Contact page
shortcuts-send = Send
shortcuts-new-line = New line
shortcuts-emoji = Emoji
shortcuts-copy = Copy
shortcuts-paste = Paste
shortcuts-undo = Undo

shortcuts-title = Keyboard shortcuts
