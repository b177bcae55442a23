### The window itself.

app-name = Pulse
# The title of the window, as task bars show it.
app-title-unread = ({ $count }) Pulse
