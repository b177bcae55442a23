### Adding somebody.

add-contact-title = Add contact
add-contact-by-link = Add by link
add-contact-lead = Ask them for their Pulse link. It is on their own page “My link”.
add-contact-link = Contact link
add-contact-link-hint = pulse://…
add-contact-name = Name (only you see it)
add-contact-name-hint = Empty: the name they chose
add-contact-add = Add contact
add-contact-next = They get a request from you. Once they accept, you see when your messages arrive. You can write at once.
add-contact-good = The link is good. It belongs to { $id }.
add-contact-own = This is your own link. Give it to others; here you need theirs.
add-contact-other-server = This contact lives on { $theirs }, and your account on { $ours }. People on different servers cannot talk yet; ask them for an account on yours.
add-contact-known = You have this contact already.
add-contact-open = Open conversation
add-contact-your-link = My link
add-contact-your-link-text = Give it to them, then they can add you instead.

# A pulse:// link that was clicked elsewhere
add-contact-pending-title = Add this contact?
add-contact-pending-text = A link was opened outside of Pulse. Add them only if you know who it came from.
add-contact-pending-server = On the server { $host }
add-contact-pending-id = Account { $id }
add-contact-pending-not = Not now
add-contact-pending-unusable = This link cannot be used
add-contact-pending-another = Add by another link
add-contact-pending-is-server = This link leads to a server. You have an account already, on { $host }; to reach somebody there, ask them for the link that Pulse shows under “My link”.
