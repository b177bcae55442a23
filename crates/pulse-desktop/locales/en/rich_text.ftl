### What stands in place of a text that is not shown.

link-title = Open this link?
link-text = Open it only if you know it.
link-open = Open in browser
link-copy = Copy link
link-odd-http = This link is not encrypted (http): others on the way can read and change what you see there.
link-odd-letters = The name of the website has letters of other scripts, which can look like those of another website.
link-odd-mail-letters = The address has letters of other scripts, which can look like those of another address.
link-odd-disguised = The address is written so that it looks like another website than the one it leads to.
link-odd-unseen = The link holds characters that are not seen or turn parts of it around.
link-odd-long = The name of the website is so long that its end, which decides where it leads, is easily overlooked.
link-odd-hidden = The message shows other words in place of this address.
