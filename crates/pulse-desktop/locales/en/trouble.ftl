### A home that cannot be opened.

trouble-again = Try again
trouble-quit = Quit Pulse
trouble-details = What Pulse found: { $what }
trouble-untouched = Nothing was changed or deleted.

trouble-keychain-title = The keychain does not open
trouble-keychain-text = The key to your messages is in your system’s keychain, and Pulse cannot get at it.
trouble-keychain-way = Unlock the keychain (often by logging in to the desktop once more), or start the keychain service, then try again.

trouble-wrong-key-title = This key does not fit
trouble-wrong-key-text = The key that was found is not the one this folder was made with.
trouble-wrong-key-way = Did you copy the folder from another computer, or start Pulse with another key file? Use the key it was made with, then try again.

trouble-newer-title = Made by a newer Pulse
trouble-newer-text = These messages have format { $found }. This Pulse knows formats up to { $known }.
trouble-newer-way = Install the newest Pulse, then open it again. Older versions cannot read what newer ones wrote.

trouble-damaged-title = The messages on this disk are damaged
trouble-damaged-text = A file of Pulse is not as it was written. The disk may be failing, or another program changed it.
trouble-damaged-way = Put back a backup of the folder and try again. Without a backup, start Pulse with a new folder (--home).

trouble-disk-title = The disk is full
trouble-disk-text = Pulse needs some space to open your messages safely.
trouble-disk-way = Free some space, then try again.

trouble-permission-title = Pulse may not use its folder
trouble-permission-text = Files in the folder belong to somebody else or cannot be written.
trouble-permission-way = Make yourself the owner of the folder, or start Pulse with another one (--home), then try again.

trouble-in-use-title = Pulse is already open
trouble-in-use-text = Another program uses these messages and does not answer.
trouble-in-use-way = Close the other Pulse, or wait until it is done, then try again.

trouble-io-title = The disk does not answer
trouble-io-text = Reading or writing your messages failed.
trouble-io-way = Check that the disk is connected and healthy, then try again.
trouble-key-elsewhere-title = The key is in a file of its own
trouble-key-elsewhere-text = This folder was made with a key file, and Pulse was started without it.
trouble-key-elsewhere-way = Quit Pulse and start it with the file: --key-file FILE.
trouble-lost-title = Pulse lost its folder
trouble-lost-text = Another program with your messages took over and ended.
trouble-lost-way = Try again: Pulse opens its folder anew.
