//! What can go wrong for whoever opens a home or uses a client, in sentences that say what to do.

use pulse_engine::{CommandError, StoreError};
use serde::{Deserialize, Serialize};

use crate::keychain::KeychainError;
use crate::limits::OWNER_ANSWER_MAX;
use crate::store::StoreOpenError;

/// Why a home did not open. Nothing was changed or lost.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The keychain is not there, is locked, or does not have the key of this home.
    #[error("{hint}")]
    KeychainUnavailable {
        /// What is missing and what to do about it.
        hint: String,
    },
    /// Another passphrase or key than the one this home was made with.
    #[error(
        "this passphrase or key is not the one of this home; try again with the right one, nothing was changed"
    )]
    WrongKey,
    /// The store was written by a newer Pulse.
    #[error(
        "the store of this home has version {found} and this Pulse knows versions up to {known}; use the newer Pulse"
    )]
    NewerStore {
        /// The version in the file.
        found: u32,
        /// The newest version this program knows.
        known: u32,
    },
    /// The store or the kept key is damaged.
    #[error("this home is damaged ({what}); put back a copy of it, and check the disk")]
    Corrupt {
        /// What was found damaged.
        what: String,
    },
    /// There is no space left.
    #[error("the disk is full; free some space and try again")]
    DiskFull,
    /// Files of the home are not ours to use, or others could read a key.
    #[error("{what}")]
    Permission {
        /// Which permission, and how to mend it.
        what: String,
    },
    /// Another program holds the home and does not answer.
    #[error(
        "this home is in use by another program that does not answer ({what}); close it and try again"
    )]
    Locked {
        /// What was tried.
        what: String,
    },
    /// The file system failed.
    #[error("the home cannot be used: {0}")]
    Io(std::io::Error),
}

/// Why something asked of a [`Client`](crate::Client) was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum ClientError {
    /// The engine or the server said no, see there.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// The server does not answer. The client goes on trying while it is open.
    #[error("the server {host} cannot be reached ({reason}); check the network and the link")]
    Unreachable {
        /// The server's host.
        host: String,
        /// What happened to the last attempt.
        reason: String,
    },
    /// The server has another key than the link says. Nothing was sent to it.
    #[error(
        "the server at {host} has another key than its link says; somebody may be in between, or the server was set \
         up anew: ask whoever runs it for the link"
    )]
    WrongFingerprint {
        /// The server's host.
        host: String,
    },
    /// The link has no fingerprint, and no authority that this system trusts vouches for the server. Nothing was sent to it.
    #[error(
        "no authority that this computer trusts vouches for the server at {host}, and the link does not say which key it has"
    )]
    Untrusted {
        /// The server's host.
        host: String,
    },
    /// It took longer than the caller allowed.
    #[error("there was no answer in time")]
    TimedOut,
    /// The client was shut down.
    #[error("the client was closed")]
    Closed,
    /// The store failed; the command was not done, and nothing else was lost.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The same input failed again and again: a bug.
    #[error("something is wrong in Pulse itself ({what}); please report it")]
    Internal {
        /// Where, never about whom.
        what: String,
    },
    /// This was a guest, and the owner of the home ended and the home did not open again, or the owner does not answer. What was asked
    /// and not answered may be done or not; what was answered is done.
    #[error("this home cannot be used: {what}")]
    Lost {
        /// Why it did not open.
        what: String,
    },
}

impl OpenError {
    /// The owner holds the home and says nothing.
    pub(crate) fn silent_owner() -> Self {
        let what = format!(
            "it has said nothing for {} s, as a program that was stopped with Ctrl-Z",
            OWNER_ANSWER_MAX.as_secs()
        );
        Self::Locked { what }
    }

    /// Whether the next try may succeed although nobody does anything about it: files and space come back, and an owner that does
    /// not answer may end.
    pub(crate) fn may_pass(&self) -> bool {
        matches!(self, Self::DiskFull | Self::Locked { .. } | Self::Io(_))
    }
}

impl ClientError {
    /// Something was asked of an owner that says nothing.
    pub(crate) fn silent_owner() -> Self {
        let what = format!(
            "the program that has it open has said nothing for {} s, as one that was stopped with Ctrl-Z; let it go on, \
             or close it and try again. What was asked of it may still be done when it goes on",
            OWNER_ANSWER_MAX.as_secs()
        );
        Self::Lost { what }
    }
}

impl From<&OpenError> for ClientError {
    fn from(error: &OpenError) -> Self {
        match error {
            OpenError::DiskFull => Self::Store(StoreError::Full),
            error => Self::Lost {
                what: error.to_string(),
            },
        }
    }
}

impl From<KeychainError> for OpenError {
    fn from(error: KeychainError) -> Self {
        match error {
            KeychainError::Unavailable { hint } => Self::KeychainUnavailable { hint },
            // Not the home is damaged: nobody is to put an older copy of it back because of this.
            KeychainError::WrongPassphrase | KeychainError::NoKeyFile { .. } => Self::WrongKey,
            KeychainError::Corrupt { what } => Self::Corrupt { what },
            KeychainError::Permission { what } => Self::Permission { what },
            KeychainError::Io(error) => error.into(),
        }
    }
}

impl From<StoreOpenError> for OpenError {
    fn from(error: StoreOpenError) -> Self {
        match error {
            StoreOpenError::WrongKey => Self::WrongKey,
            StoreOpenError::Newer { found, known } => Self::NewerStore { found, known },
            StoreOpenError::Store(error) => error.into(),
            StoreOpenError::Io(error) => error.into(),
        }
    }
}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::DiskFull,
            StoreError::Corrupt(what) => Self::Corrupt { what },
            StoreError::Unavailable(what) => Self::Io(std::io::Error::other(what)),
        }
    }
}

impl From<std::io::Error> for OpenError {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                let what =
                    "the home cannot be written here; choose a directory of your own (--home DIR)";
                Self::Permission { what: what.into() }
            }
            _ => Self::Io(error),
        }
    }
}
