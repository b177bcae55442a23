### The window itself.

app-name = Pulse
app-title-unread = ({ $count }) Pulse
