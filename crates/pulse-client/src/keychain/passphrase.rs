//! The store key in the home itself, wrapped under a passphrase with Argon2id.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use pulse_crypto::CryptoRng;
use pulse_crypto::vault::{VaultError, VaultParams, WrappedKey};
use zeroize::Zeroizing;

use super::{Keychain, KeychainError, StoreKey};
use crate::files;
use crate::limits::PASSPHRASE_FILE_BYTES_MAX;

/// A key that a passphrase opens. Opening costs what Argon2id costs, once per start, whatever the store holds.
pub struct Passphrase {
    wrapped: PathBuf,
    passphrase: Zeroizing<String>,
    params: VaultParams,
}

impl Passphrase {
    /// The key wrapped in the file `wrapped`, which [`Keychain::create`] makes.
    pub const fn new(wrapped: PathBuf, passphrase: Zeroizing<String>) -> Self {
        Self {
            wrapped,
            passphrase,
            params: VaultParams::RECOMMENDED,
        }
    }
}

impl Keychain for Passphrase {
    fn load(&self) -> Result<Option<StoreKey>, KeychainError> {
        let bytes = match fs::read(&self.wrapped) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        WrappedKey::decode(&bytes)
            .and_then(|wrapped| wrapped.unwrap(&self.passphrase))
            .map(Some)
            .map_err(|error| self.explain(error))
    }

    fn create(&self, rng: &mut dyn CryptoRng) -> Result<StoreKey, KeychainError> {
        let key = StoreKey::random(rng);
        self.keep(&key, rng)?;
        Ok(key)
    }
}

impl Passphrase {
    /// Keeps the same key under `new` instead, with a fresh salt: written whole beside the old one, synced and put in its
    /// place, so that after a crash one of the two opens it. The old passphrase still opens copies made before.
    ///
    /// # Errors
    /// When this is not the passphrase, when `new` is empty, and what the file system may say. The old one opens it then.
    pub fn change(
        &self,
        new: Zeroizing<String>,
        rng: &mut dyn CryptoRng,
    ) -> Result<(), KeychainError> {
        let key = self.load()?.ok_or_else(|| KeychainError::Corrupt {
            what: self.wrapped.display().to_string(),
        })?;
        let changed = Self {
            wrapped: self.wrapped.clone(),
            passphrase: new,
            params: self.params,
        };
        changed.keep(&key, rng)
    }

    fn keep(&self, key: &StoreKey, rng: &mut dyn CryptoRng) -> Result<(), KeychainError> {
        if self.passphrase.is_empty() {
            let hint = "an empty passphrase protects nothing; choose one of several words";
            return Err(KeychainError::Unavailable { hint: hint.into() });
        }
        let wrapped = WrappedKey::wrap(&self.passphrase, key, self.params, rng)
            .map_err(|error| self.explain(error))?;
        files::write_private(&self.wrapped, &wrapped.encode())?;
        Ok(())
    }

    fn explain(&self, error: VaultError) -> KeychainError {
        match error {
            VaultError::WrongPassphrase => KeychainError::WrongPassphrase,
            VaultError::Corrupt => KeychainError::Corrupt {
                what: self.wrapped.display().to_string(),
            },
        }
    }
}

/// The passphrase in the first line of a file, without the line's end.
pub(super) fn read(path: &Path) -> Result<Zeroizing<String>, KeychainError> {
    let unusable = |why: &str| KeychainError::Unavailable {
        hint: format!("the passphrase file {} {why}", path.display()),
    };
    let file =
        fs::File::open(path).map_err(|error| unusable(&format!("cannot be read: {error}")))?;
    let mut text = Zeroizing::new(String::new());
    file.take(PASSPHRASE_FILE_BYTES_MAX)
        .read_to_string(&mut text)
        .map_err(|_| unusable("is not text"))?;
    match text.lines().next() {
        Some(line) if !line.is_empty() => Ok(Zeroizing::new(line.to_owned())),
        _ => Err(unusable("has an empty first line")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::system_rng;

    fn quick(wrapped: PathBuf, passphrase: &str) -> Passphrase {
        let params = VaultParams::new(13, 1, 1).unwrap();
        Passphrase {
            wrapped,
            passphrase: Zeroizing::new(passphrase.into()),
            params,
        }
    }

    #[test]
    fn the_right_passphrase_opens_and_another_does_not() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("key");
        let right = quick(path.clone(), "three blue boats");
        assert!(right.load().unwrap().is_none());
        let key = right.create(&mut system_rng()).unwrap();
        assert_eq!(right.load().unwrap(), Some(key));
        let wrong = quick(path.clone(), "three blue goats");
        assert!(matches!(wrong.load(), Err(KeychainError::WrongPassphrase)));
        fs::write(&path, b"too short").unwrap();
        assert!(matches!(right.load(), Err(KeychainError::Corrupt { .. })));
    }

    #[test]
    fn a_changed_passphrase_opens_the_same_key_and_the_old_one_opens_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("key");
        let old = quick(path.clone(), "three blue boats");
        let key = old.create(&mut system_rng()).unwrap();
        let before = fs::read(&path).unwrap();
        let secret = |text: &str| Zeroizing::new(text.to_owned());

        // Whoever does not know it, or wants none, changes nothing.
        let stranger = quick(path.clone(), "three blue goats");
        let refused = stranger.change(secret("mine now"), &mut system_rng());
        assert!(matches!(refused, Err(KeychainError::WrongPassphrase)));
        assert!(old.change(secret(""), &mut system_rng()).is_err());
        assert_eq!(fs::read(&path).unwrap(), before);

        // A change that was cut off left its file beside the one that counts.
        fs::write(dir.path().join("key.new"), b"half").unwrap();
        assert_eq!(old.load().unwrap(), Some(key.clone()));
        old.change(secret("two red kites"), &mut system_rng())
            .unwrap();
        let new = quick(path.clone(), "two red kites");
        assert_eq!(new.load().unwrap(), Some(key));
        assert!(matches!(old.load(), Err(KeychainError::WrongPassphrase)));
        assert!(files::is_private(&path).unwrap());
        let after = fs::read(&path).unwrap();
        // Bytes 7 to 22 are the salt: nothing is derived from the same one twice.
        assert_ne!(before[7..23], after[7..23]);
        assert!(!dir.path().join("key.new").exists());
    }

    #[test]
    fn a_passphrase_file_is_its_first_line() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("passphrase");
        fs::write(&path, "three blue boats\r\nanother line").unwrap();
        assert_eq!(read(&path).unwrap().as_str(), "three blue boats");
        fs::write(&path, "\n").unwrap();
        assert!(read(&path).is_err());
        assert!(read(&dir.path().join("none")).is_err());
    }

    #[test]
    fn an_empty_passphrase_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        assert!(
            quick(dir.path().join("key"), "")
                .create(&mut system_rng())
                .is_err()
        );
    }
}
