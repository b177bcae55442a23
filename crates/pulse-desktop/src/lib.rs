//! Pulse on the desktop.
