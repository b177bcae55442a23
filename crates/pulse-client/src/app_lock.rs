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

    /// Sets the passphrase, in place of an earlier one.
    ///
    /// # Errors
    /// An empty passphrase, a home under a passphrase (which is the lock's too), and what the file system may say.
    pub fn set(&self, passphrase: Zeroizing<String>) -> Result<(), KeychainError> {
        if keychain::has_wrapped_key(&self.home) {
            let hint = "this home is kept under a passphrase, which also unlocks its window";
            return Err(KeychainError::Unavailable { hint: hint.into() });
        }
        Passphrase::new(self.file(), passphrase)
            .create(&mut system_rng())
            .map(|_| ())
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

    /// Removes the lock's own passphrase. That of a home stays.
    ///
    /// # Errors
    /// When the file system does not let us.
    pub fn remove(&self) -> Result<(), KeychainError> {
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

    #[test]
    fn a_lock_is_set_checked_and_removed() {
        let dir = tempfile::tempdir().unwrap();
        let lock = AppLock::new(dir.path());
        assert!(!lock.is_set() && !lock.check(secret("")).unwrap());
        assert!(lock.set(secret("")).is_err() && !lock.is_set());
        lock.set(secret("three blue boats")).unwrap();
        assert!(lock.is_set());
        assert!(lock.check(secret("three blue boats")).unwrap());
        assert!(!lock.check(secret("three blue goats")).unwrap());
        let kept = fs::read(lock.file()).unwrap();
        assert!(!kept.windows(4).any(|window| window == b"blue"));
        assert!(crate::files::is_private(&lock.file()).unwrap());
        fs::write(lock.file(), "damaged").unwrap();
        assert!(lock.check(secret("three blue boats")).is_err());
        lock.remove().unwrap();
        lock.remove().unwrap();
        assert!(!lock.is_set());
    }

    #[test]
    fn the_passphrase_of_a_home_is_the_one_of_its_lock() {
        let dir = tempfile::tempdir().unwrap();
        keychain::passphrase_of(dir.path(), secret("of the home"))
            .create(&mut system_rng())
            .unwrap();
        let lock = AppLock::new(dir.path());
        assert!(lock.is_set());
        assert!(lock.check(secret("of the home")).unwrap());
        assert!(!lock.check(secret("another")).unwrap());
        assert!(lock.set(secret("another")).is_err());
        lock.remove().unwrap();
        assert!(lock.is_set());
    }
}
