//! A lock for a window that somebody walks away from.
//!
//! It asks for a passphrase before a program shows an open home again. It encrypts nothing: whoever can read the files of this
//! user does not need the window. A home under a passphrase is locked by that one; any other home may get one of its own,
//! of which only a random key wrapped under it is kept, so that a guess costs what Argon2id costs.

use std::path::{Path, PathBuf};
use std::{fs, io};

use zeroize::Zeroizing;

use crate::keychain::{self, Keychain, KeychainError, Passphrase};
use crate::random::system_rng;

/// The app lock of one home. Its calls take as long as Argon2id does: not for a thread that draws.
#[derive(Clone, Debug)]
pub struct AppLock {
    home: PathBuf,
}

impl AppLock {
    /// The lock of the home in `dir`.
    pub fn new(dir: &Path) -> Self {
        Self {
            home: dir.to_owned(),
        }
    }

    /// Whether there is a passphrase to ask for: one of the lock's own, or that of the home.
    pub fn is_set(&self) -> bool {
        keychain::has_wrapped_key(&self.home) || self.file().exists()
    }

    /// Sets, changes or (with no `new`) removes the passphrase. One that is set must be given as the `present` one: somebody
    /// at an open window does not know it. That of a home is changed for the home too, and cannot be removed. False, and
    /// nothing is changed, when the present one is another.
    ///
    /// # Errors
    /// An empty passphrase, a kept key that is damaged, and what the file system may say.
    pub fn change(
        &self,
        present: Option<Zeroizing<String>>,
        new: Option<Zeroizing<String>>,
    ) -> Result<bool, KeychainError> {
        let present = present.unwrap_or_default();
        if self.is_set() && !self.check(present.clone())? {
            return Ok(false);
        }
        if keychain::has_wrapped_key(&self.home) {
            let Some(new) = new else {
                let hint = "the passphrase of a home can be changed, not removed";
                return Err(KeychainError::Unavailable { hint: hint.into() });
            };
            keychain::passphrase_of(&self.home, present).change(new, &mut system_rng())?;
        } else if let Some(new) = new {
            Passphrase::new(self.file(), new).create(&mut system_rng())?;
        } else {
            self.remove()?;
        }
        Ok(true)
    }

    /// Whether this is the passphrase. False too when none is set: without a lock nothing opens it.
    ///
    /// # Errors
    /// When the kept key is damaged or cannot be read.
    pub fn check(&self, passphrase: Zeroizing<String>) -> Result<bool, KeychainError> {
        let kept = if keychain::has_wrapped_key(&self.home) {
            keychain::passphrase_of(&self.home, passphrase)
        } else {
            Passphrase::new(self.file(), passphrase)
        };
        match kept.load() {
            Ok(key) => Ok(key.is_some()),
            Err(KeychainError::WrongPassphrase) => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn remove(&self) -> Result<(), KeychainError> {
        match fs::remove_file(self.file()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    fn file(&self) -> PathBuf {
        file(&self.home)
    }
}

/// What the lock keeps in a home.
pub(crate) fn file(home: &Path) -> PathBuf {
    home.join("applock")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Zeroizing<String> {
        Zeroizing::new(text.into())
    }

    fn some(text: &str) -> Option<Zeroizing<String>> {
        Some(secret(text))
    }

    #[test]
    fn a_lock_is_set_checked_and_removed() {
        let dir = tempfile::tempdir().unwrap();
        let lock = AppLock::new(dir.path());
        assert!(!lock.is_set() && !lock.check(secret("")).unwrap());
        assert!(lock.change(None, some("")).is_err() && !lock.is_set());
        assert!(lock.change(None, some("three blue boats")).unwrap());
        assert!(lock.is_set());
        assert!(lock.check(secret("three blue boats")).unwrap());
        assert!(!lock.check(secret("three blue goats")).unwrap());
        let kept = fs::read(lock.file()).unwrap();
        assert!(!kept.windows(4).any(|window| window == b"blue"));
        assert!(crate::files::is_private(&lock.file()).unwrap());
        assert!(lock.change(some("three blue boats"), None).unwrap());
        assert!(lock.change(None, None).unwrap());
        assert!(!lock.is_set());
        fs::write(lock.file(), "damaged").unwrap();
        assert!(lock.check(secret("three blue boats")).is_err());
    }

    #[test]
    fn somebody_at_an_open_window_neither_removes_nor_changes_the_lock() {
        let dir = tempfile::tempdir().unwrap();
        let lock = AppLock::new(dir.path());
        lock.change(None, some("three blue boats")).unwrap();
        for present in [None, some(""), some("three blue goats")] {
            assert!(!lock.change(present.clone(), None).unwrap());
            assert!(!lock.change(present, some("mine now")).unwrap());
        }
        assert!(lock.check(secret("three blue boats")).unwrap());
        assert!(
            lock.change(some("three blue boats"), some("two red kites"))
                .unwrap()
        );
        assert!(lock.check(secret("two red kites")).unwrap());
        assert!(!lock.check(secret("three blue boats")).unwrap());
    }

    #[test]
    fn the_passphrase_of_a_home_is_the_one_of_its_lock() {
        let dir = tempfile::tempdir().unwrap();
        let key = keychain::passphrase_of(dir.path(), secret("of the home"))
            .create(&mut system_rng())
            .unwrap();
        let lock = AppLock::new(dir.path());
        assert!(lock.is_set());
        assert!(lock.check(secret("of the home")).unwrap());
        assert!(!lock.check(secret("another")).unwrap());
        assert!(!lock.change(None, some("another")).unwrap());
        assert!(!lock.change(some("a guess"), some("another")).unwrap());
        assert!(lock.change(some("of the home"), None).is_err());
        assert!(lock.change(some("of the home"), some("another")).unwrap());
        let changed = keychain::passphrase_of(dir.path(), secret("another"));
        assert_eq!(changed.load().unwrap(), Some(key));
        assert!(!lock.check(secret("of the home")).unwrap());
        assert!(!lock.file().exists());
    }
}
