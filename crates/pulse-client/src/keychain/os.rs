//! The store key in the system's secret service.

use std::path::Path;
use std::sync::Arc;
use std::{fs, io, thread};

use keyring_core::{CredentialStore, Error};
use pulse_crypto::CryptoRng;
use zeroize::Zeroizing;

use super::{Keychain, KeychainError, StoreKey, has_wrapped_key};
use crate::files;
use crate::random::system_rng;

/// The service name under which people find the key in their keyring.
const SERVICE: &str = "pulse";

/// Names the home in the keyring: random, so that a home can move, and no path stands in the keyring.
pub(super) const HOME_ID_FILE: &str = "id";

/// The system's secret service, with one entry per home.
///
/// The key is written as hex: KDE's wallet keeps only text.
pub struct Os {
    store: Arc<CredentialStore>,
    entry: String,
}

impl Os {
    /// Connects to the secret service for the home in `dir`.
    pub fn open(dir: &Path) -> Result<Self, KeychainError> {
        if has_wrapped_key(dir) {
            let hint =
                "the key of this home is kept under a passphrase; give it (--passphrase-file FILE)";
            return Err(KeychainError::Unavailable { hint: hint.into() });
        }
        let store = off_runtime(connect)?;
        Self::with_store(store, dir)
    }

    /// Whether this system has a keychain that a new home could use. Asks the bus, so it can take as long as that does.
    pub fn is_available() -> bool {
        off_runtime(connect).is_ok()
    }

    fn with_store(store: Arc<CredentialStore>, dir: &Path) -> Result<Self, KeychainError> {
        let entry = home_id(dir)?;
        Ok(Self { store, entry })
    }
}

impl Keychain for Os {
    fn load(&self) -> Result<Option<StoreKey>, KeychainError> {
        let loaded = off_runtime(|| {
            self.store
                .build(SERVICE, &self.entry, None)?
                .get_password()
                .map(Zeroizing::new)
        });
        match loaded {
            Ok(hex) => parse_hex(&hex).map(Some),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(unavailable(&error)),
        }
    }

    fn create(&self, rng: &mut dyn CryptoRng) -> Result<StoreKey, KeychainError> {
        let key = StoreKey::random(rng);
        let hex = to_hex(&key);
        off_runtime(|| {
            self.store
                .build(SERVICE, &self.entry, None)?
                .set_password(&hex)
        })
        .map_err(|error| unavailable(&error))?;
        Ok(key)
    }
}

#[cfg(target_os = "linux")]
fn connect() -> Result<Arc<CredentialStore>, KeychainError> {
    let store: Arc<CredentialStore> =
        zbus_secret_service_keyring_store::Store::new().map_err(|error| unavailable(&error))?;
    Ok(store)
}

#[cfg(not(target_os = "linux"))]
fn connect() -> Result<Arc<CredentialStore>, KeychainError> {
    let hint = "this build knows no keychain of this system; use a passphrase (--passphrase-file FILE) or a key file";
    Err(KeychainError::Unavailable { hint: hint.into() })
}

/// Runs blocking D-Bus calls where no async runtime is entered: they bring their own, and one does not nest in another.
fn off_runtime<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| match scope.spawn(work).join() {
        Ok(value) => value,
        Err(panic) => std::panic::resume_unwind(panic),
    })
}

fn unavailable(error: &Error) -> KeychainError {
    let reason = match error {
        Error::NoStorageAccess(_) => "the system's keychain is locked",
        _ => "the system's keychain (secret service) cannot be reached",
    };
    let hint = format!(
        "{reason}; unlock or start one (GNOME Keyring, KDE Wallet, KeePassXC), or keep the key under a passphrase \
         (--passphrase-file FILE)"
    );
    KeychainError::Unavailable { hint }
}

fn home_id(dir: &Path) -> Result<String, KeychainError> {
    let path = dir.join(HOME_ID_FILE);
    match fs::read_to_string(&path) {
        Ok(id) => Ok(id.trim().to_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let id = hex(pulse_crypto::secret::Secret::<16>::random(&mut system_rng()).as_bytes());
            files::write_private(&path, id.as_bytes())?;
            Ok(id)
        }
        Err(error) => Err(error.into()),
    }
}

fn to_hex(key: &StoreKey) -> Zeroizing<String> {
    Zeroizing::new(hex(key.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(nibble.into(), 16).unwrap_or('0'));
        }
    }
    text
}

fn parse_hex(text: &str) -> Result<StoreKey, KeychainError> {
    let corrupt = || KeychainError::Corrupt {
        what: "the entry in the system's keychain".into(),
    };
    let digits = text.trim().as_bytes();
    if digits.len() != 64 {
        return Err(corrupt());
    }
    let mut bytes = Zeroizing::new([0_u8; 32]);
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        for digit in pair {
            let value = char::from(*digit).to_digit(16).ok_or_else(corrupt)?;
            *byte = *byte << 4 | u8::try_from(value).unwrap_or_default();
        }
    }
    Ok(StoreKey::from_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mock() -> Arc<CredentialStore> {
        keyring_core::mock::Store::new().unwrap()
    }

    #[test]
    fn a_key_is_kept_per_home() {
        let store = mock();
        let one = tempfile::tempdir().unwrap();
        let two = tempfile::tempdir().unwrap();
        let first = Os::with_store(store.clone(), one.path()).unwrap();
        let second = Os::with_store(store.clone(), two.path()).unwrap();
        let key = first.create(&mut system_rng()).unwrap();
        let again = Os::with_store(store, one.path()).unwrap();
        assert_eq!(again.load().unwrap(), Some(key));
        assert_eq!(second.load().unwrap(), None);
    }

    #[test]
    fn an_entry_that_is_no_key_is_said_to_be_corrupt() {
        let home = tempfile::tempdir().unwrap();
        let keychain = Os::with_store(mock(), home.path()).unwrap();
        for text in ["", "abc", &"g".repeat(64), &"a".repeat(65)] {
            keychain
                .store
                .build(SERVICE, &keychain.entry, None)
                .unwrap()
                .set_password(text)
                .unwrap();
            assert!(
                matches!(keychain.load(), Err(KeychainError::Corrupt { .. })),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_home_under_a_passphrase_says_so() {
        let home = tempfile::tempdir().unwrap();
        files::write_private(&home.path().join("key"), b"wrapped").unwrap();
        match Os::open(home.path()) {
            Err(KeychainError::Unavailable { hint }) => assert!(hint.contains("--passphrase-file")),
            _ => panic!("opened without the passphrase"),
        }
    }
}
