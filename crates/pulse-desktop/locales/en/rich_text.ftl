### What stands in place of a text that is not shown.

link-title = Open this link?
link-text = It looks like another address than it is, or hides where it leads. Open it only if you know it.
link-open = Open in browser
link-copy = Copy link
