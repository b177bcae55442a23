### What can go wrong, and the way on.

## The server and the connection.

error-unreachable = The server { $host } doesn’t answer. Check your internet connection and the server’s link, then try again.
error-untrusted = No authority that this computer trusts vouches for the server at { $host }, and the link does not say which key it has. Copy the whole link, with its #s=… at the end.
error-wrong-fingerprint = The server at { $host } is not the one this link describes. Nothing was sent. Ask whoever runs it for the current link.
error-not-pulse = What answers at { $host } is not a Pulse server of this version. Check the link, or ask whoever runs the server.
error-unknown-host = There is no server of the name { $host }. Check the link and your internet connection.
error-timed-out = There was no answer in time. Try again.
error-closed = That was not done: Pulse had lost its folder. Once it is open again, try once more.
error-disconnected = The connection was lost before the server answered. Pulse reconnects by itself; then try again.
error-busy = This is being done already. Give it a moment.

## What the server refuses. $text is the server’s own sentence.

error-refused = The server refused this: { $text }
error-refused-for-now =
    { $minutes ->
        [one] The server refused this for now: { $text } Try again in a minute.
       *[other] The server refused this for now: { $text } Try again in { $minutes } minutes.
    }
error-server-busy = The server has a problem right now. Pulse keeps trying.
error-too-many = That was too much in a short time. Wait a moment, then try again.
error-mailbox-full = Their mailbox is full. Your message waits here and is sent when there is room again.
error-requests-full = Too many people are waiting for their answer. Your message waits here and is sent later.
error-challenge-expired = Making the account took too long. Try again.
error-version = This Pulse is too old for the server. Install the current version.
error-recipient-unknown = The server doesn’t know this person any more. Ask them for their current link.
error-account-unknown = The server doesn’t know this account. It may have been deleted there.
error-device-removed = This device was removed from your account.
error-invite = The invite doesn’t work: it was used already, has expired, or isn’t complete. Ask for a new one.
error-no-registrations = This server takes no new accounts. Choose another server, or ask whoever runs it.
error-account-exists = There is an account with this identity already.
error-refused-again = The server didn’t accept this after several tries. Try again in a while.
error-not-understood = The server and this Pulse don’t understand each other. Install the current version of Pulse; if that doesn’t help, report it.
error-replaced = Another program took over this device’s connection. Quit it, then try again.
error-refused-unnamed = The server refused this without a reason that this Pulse knows. Try again later, or install the current version.

## Accounts, contacts, messages.

error-already-registered = There is an account here already.
error-not-registered = There is no account here yet.
error-wrong-server = This link leads to { $host }, and your account lives on another server. For now, people reach each other on one server only.
error-other-server-key = This link names another key for the server at { $host } than yours has. Somebody may have changed it on the way: ask for it again, over a way you trust.
error-unknown-contact = This contact is not in your list any more.
error-not-accepted = This person is waiting for your answer. Accept the request to write to them.
error-blocked = You have blocked this person. Unblock them to write to them.
error-own-link = This is your own link. Give it to others, and ask for theirs.
error-text-too-long = This message is too long. Split it into several.
error-empty-text = There is nothing to send.
error-unknown-message = This message is not there any more.
error-not-failed = This message is on its way already.
error-wrong-phrase = These are not the 24 words of your account. Compare them with what you wrote down.
error-wrong-phrase-word = Word { $position } is not right. Compare it with what you wrote down.
error-phrase-gone = You have confirmed your recovery phrase, so it is no longer kept on this device.
error-identity-changed = The identity of this contact has changed. Compare the safety number, then accept the change.
error-name-invalid = This name can’t be used. Choose a shorter one with letters that can be read.
error-name-empty = Enter a name.
error-name-long =
    { $count ->
        [one] This name is too long by one character.
       *[other] This name is too long by { $count } characters.
    }

## This device.

error-disk-full = The disk is full. Free some space, then try again.
error-store-damaged = Pulse’s storage on this device is damaged. Quit Pulse, check the disk and put back a copy.
error-store-unavailable = Pulse can’t use its storage on this device. Start it again; if that doesn’t help, check the disk.
error-internal = Something is wrong in Pulse itself ({ $what }). Please report it.
error-no-keychain = There is no keychain on this system, or it is locked. Protect your account with a passphrase instead.

## Passphrases and the recovery phrase.

error-passphrase-short =
    { $count ->
        [one] Use at least one character.
       *[other] Use at least { $count } characters. Several words are easy to remember and hard to guess.
    }
error-passphrase-weak = This passphrase is too easy to guess. Use several words.
error-passphrase-differs = The two passphrases are not the same.
error-passphrase-kept = The passphrase could not be checked or kept, so it is still the same. See whether the disk is full or Pulse’s folder can’t be written, then try again.
error-phrase-word = Word { $position } is not right. Look at what you wrote down, or show the words again.

## Links.

error-link-empty = Enter the link of a server.
error-link-too-long = This is too long to be a Pulse link.
error-link-scheme = A Pulse link begins with pulse://. Copy it whole.
error-link-outside = What was opened is no Pulse link; one begins with pulse://. Copy it whole, or ask for it again.
error-link-characters = There is a space or another character in the link that doesn’t belong there. Was it cut off or wrapped?
error-link-host = The server’s name in the link is not valid. It looks like chat.example.org.
error-link-port = The port in the link is not a number from 1 to 65535.
error-link-fingerprint = The end of the link (s=…) is not complete. Copy it whole.
error-link-account = The end of the link (a=…) is not complete. Copy it whole.
error-link-shape = This link is not built like a Pulse link. Ask for it again.
error-link-mismatch = The link names two different accounts: somebody changed it. Ask for it again, in a way you trust.
error-link-account-missing = The end of the link is missing (#a=…). Copy it whole.
error-link-user-name = Links with user names are not supported. Ask for the link that Pulse shows under “My link”.
error-link-is-server = This link leads to a server, not to a person. Ask the person for the link that Pulse shows under “My link”.
error-link-is-contact = This link leads to a person, not to a server. Enter the server’s link here; you can add the person afterwards.
error-contact-link-empty = Paste the link of the person.
error-contact-link-scheme = This is not a Pulse link. It begins with pulse:// and is shown in their Pulse under “My link”.
error-invite-needed = This server asks for an invite. Enter yours here, or ask whoever runs the server for one.
error-link-is-invite = This looks like an invite, not like a server’s link. It goes into the field “Invite” below; here the link is needed.
