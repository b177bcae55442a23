//! The store key as a file of 32 random bytes: for bots, services and tests.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use pulse_crypto::CryptoRng;
use zeroize::Zeroizing;

use super::{Keychain, KeychainError, StoreKey};
use crate::files;

/// A key file. It must belong to its user alone (mode 0600): whoever reads it reads the store.
pub struct KeyFile {
    path: PathBuf,
}

impl KeyFile {
    /// The key file at `path`; it is made by [`Keychain::create`] when a new home finds none.
    pub const fn new(path: PathBuf) -> Self {
        Self { path }
    }
}

impl Keychain for KeyFile {
    fn load(&self) -> Result<Option<StoreKey>, KeychainError> {
        match fs::File::open(&self.path) {
            Ok(file) => read_key(&self.path, file).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(unusable(&self.path, "read", error)),
        }
    }

    fn create(&self, rng: &mut dyn CryptoRng) -> Result<StoreKey, KeychainError> {
        let key = StoreKey::random(rng);
        files::write_private(&self.path, key.as_bytes())
            .map_err(|error| unusable(&self.path, "written", error))?;
        Ok(key)
    }
}

/// The system's words do not name the file, and it need not lie in the home.
fn unusable(path: &Path, verb: &str, error: io::Error) -> KeychainError {
    use io::ErrorKind::{QuotaExceeded, StorageFull};
    if matches!(error.kind(), StorageFull | QuotaExceeded) {
        return error.into();
    }
    let hint = format!(
        "the key file {} cannot be {verb} ({error}); give one in a folder of your own that is there",
        path.display()
    );
    KeychainError::Unavailable { hint }
}

fn read_key(path: &Path, mut file: fs::File) -> Result<StoreKey, KeychainError> {
    if !files::is_private(path)? {
        let what = format!(
            "the key file {} can be read by others; run: chmod 600 {}",
            path.display(),
            path.display()
        );
        return Err(KeychainError::Permission { what });
    }
    let mut bytes = Zeroizing::new([0_u8; 32]);
    let is_whole = file.read_exact(bytes.as_mut()).is_ok() && file.read(&mut [0; 1])? == 0;
    if !is_whole {
        let path = path.to_owned();
        return Err(KeychainError::NoKeyFile { path });
    }
    Ok(StoreKey::from_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::system_rng;

    #[test]
    fn a_key_file_is_made_once_and_read_again() {
        let dir = tempfile::tempdir().unwrap();
        let keychain = KeyFile::new(dir.path().join("bot.key"));
        assert!(keychain.load().unwrap().is_none());
        let key = keychain.create(&mut system_rng()).unwrap();
        assert_eq!(keychain.load().unwrap(), Some(key));
    }

    #[test]
    fn a_file_of_another_length_is_no_key() {
        let dir = tempfile::tempdir().unwrap();
        for len in [0, 31, 33] {
            let path = dir.path().join(format!("{len}.key"));
            files::write_private(&path, &vec![7; len]).unwrap();
            let result = KeyFile::new(path).load();
            assert!(
                matches!(result, Err(KeychainError::NoKeyFile { .. })),
                "{len} bytes"
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("open.key");
        files::write_private(&path, &[7; 32]).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let result = KeyFile::new(path).load();
        assert!(matches!(result, Err(KeychainError::Permission { .. })));
    }
}
