//! What the program as a whole is doing.

use super::FirstRun;
use crate::update::OpenTrouble;

/// One of these is shown.
#[derive(Clone, Debug, Default)]
#[allow(
    clippy::large_enum_variant,
    reason = "there is one of it in the whole program"
)]
pub enum Phase {
    /// The home is being opened.
    #[default]
    Opening,
    /// There is no account yet.
    FirstRun(FirstRun),
    /// The home's passphrase is asked for.
    Unlock {
        /// Whether the last one was wrong.
        wrong: bool,
        /// Whether one is being tried.
        opening: bool,
    },
    /// The home cannot be opened.
    Trouble(OpenTrouble),
    /// Everyday.
    Home,
    /// The client is closing; the window goes in a moment.
    Closing,
}

/// What a QR code is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QrPurpose {
    /// The link of a server, in the first run.
    Server,
    /// The link of a contact.
    Contact,
    /// The safety number of the contact whose page is shown.
    SafetyNumber,
}
