### What all pages and forms share.

page-back = Back
# Names of the button with an eye; $field is what stands above the field, such as “Passphrase”.
field-show = Show “{ $field }”
field-hide = Hide “{ $field }”
