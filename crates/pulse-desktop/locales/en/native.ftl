### Tray, notifications, file dialogs.
