### Comparing safety numbers.

safety-number-title = Safety number
safety-number-explained = If { $name } sees the same number, nobody is in between. Compare it in person or in a call, not in a message.
safety-number-numbers = Safety number: { $digits }
safety-number-qr = QR code of the safety number, for the other device to read
safety-number-copy = Copy number
safety-number-same = They match. This is { $name }.
safety-number-different = They do not match. Either this picture is not of { $name }’s page for you, or somebody is in between. Do not send anything secret until you know.
safety-number-verified = Verified
safety-number-verified-text = You can rely on it that this is { $name }.
safety-number-by-link = You added { $name } by their link, and have not compared this number yet. Somebody could have swapped the link on its way to you.
safety-number-mark = Mark as verified
safety-number-take-back = Undo verification
