### Adding somebody by their link.
