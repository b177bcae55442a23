### Who, when, how far.
