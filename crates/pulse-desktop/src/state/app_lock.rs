//! The app lock: after a time without touch the window is covered until its passphrase is typed.

use pulse_client::Timestamp;

/// How the lock is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AppLock {
    /// Whether there is a passphrase to lock with: one of its own, or the home's.
    pub available: bool,
    /// Whether the window is covered.
    pub locked: bool,
    /// Whether a passphrase is being checked.
    pub checking: bool,
    /// Whether the last one was wrong.
    pub wrong: bool,
    /// When somebody last touched the window.
    pub touched_at: Timestamp,
}
