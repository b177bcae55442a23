//! Why a store does not open.

use std::path::Path;

use super::SCHEMA_VERSION;

/// Why a store did not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another server has it.
    #[error("{0} is in use: a server runs on it, and has to be stopped first")]
    InUse(String),
    /// A newer server wrote it.
    #[error(
        "{path} was written by a newer server (schema {found}; this one knows {SCHEMA_VERSION}): use that one"
    )]
    Newer {
        /// Where.
        path: String,
        /// Its version.
        found: u32,
    },
    /// It does not open, or not as it was written.
    #[error("{path} is damaged: {reason}. Stop the server, keep a copy, and restore a backup")]
    Damaged {
        /// Where.
        path: String,
        /// How.
        reason: String,
    },
    /// The last of what it had acknowledged is not there.
    #[error(
        "{path} is damaged: the last {missing} groups of writes are missing. Keep a copy. Put a backup back, or take what is left; either way run \
         `pulse-server restore` before serving, so that devices send again what nobody confirmed"
    )]
    Shortened {
        /// Where.
        path: String,
        /// How many groups that were durable are not there, at the most.
        missing: u64,
    },
    /// There is none.
    #[error(
        "there is no store in {0}. Is its disk mounted? (`pulse-server init` makes one for a new server)"
    )]
    Missing(String),
    /// The file system says no.
    #[error("{path}: {source}")]
    Io {
        /// Where.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}

impl OpenError {
    /// What the database says about the store in `dir`.
    pub(super) fn of(dir: &Path, error: fjall::Error) -> Self {
        match error {
            fjall::Error::Locked => OpenError::InUse(dir.display().to_string()),
            fjall::Error::Io(source) => Self::io(dir, source),
            error => Self::damaged(dir, format!("the database cannot read it ({error})")),
        }
    }

    pub(super) fn io(dir: &Path, source: std::io::Error) -> Self {
        OpenError::Io {
            path: dir.display().to_string(),
            source,
        }
    }

    pub(super) fn damaged(dir: &Path, reason: impl Into<String>) -> Self {
        OpenError::Damaged {
            path: dir.display().to_string(),
            reason: reason.into(),
        }
    }

    pub(super) fn shortened(dir: &Path, missing: u64) -> Self {
        OpenError::Shortened {
            path: dir.display().to_string(),
            missing,
        }
    }
}
