### The window itself.
