//! The lock that makes its holder the home's only owner.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

use fs4::{FileExt, TryLockError};

use crate::files;

/// The exclusive lock on a home. Dropping it lets go, and so does the end of the process, however it ends.
pub(crate) struct HomeLock {
    // Held for its lock alone.
    _file: File,
}

impl HomeLock {
    /// Takes the lock; `None` when another process, or another part of this one, holds it.
    pub(crate) fn try_take(path: &Path) -> io::Result<Option<Self>> {
        let mut options: OpenOptions = files::private_options();
        let file = options.truncate(false).open(path)?;
        match FileExt::try_lock(&file) {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_holds_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let first = HomeLock::try_take(&path).unwrap();
        assert!(first.is_some());
        assert!(HomeLock::try_take(&path).unwrap().is_none());
        drop(first);
        assert!(HomeLock::try_take(&path).unwrap().is_some());
    }
}
