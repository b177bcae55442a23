### What all pages and forms share.

page-back = Back
field-show = Show
field-hide = Hide
