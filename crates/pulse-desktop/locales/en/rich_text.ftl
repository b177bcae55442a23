### What stands in place of a text that is not shown.
