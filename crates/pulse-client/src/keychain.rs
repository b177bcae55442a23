//! Where the key of the local store is kept: the system's secret service, a passphrase, a file, or memory.
//!
//! A keychain holds 32 random bytes, the store key, and nothing else. The key is made once per home, when the home is;
//! from then on a keychain that does not have it is an error and never a reason to make another.

mod key_file;
mod memory;
mod os;
mod passphrase;

use std::path::{Path, PathBuf};

use pulse_crypto::CryptoRng;
use pulse_crypto::secret::Secret;
use zeroize::Zeroizing;

pub use key_file::KeyFile;
pub use memory::Memory;
pub use os::Os;
pub use passphrase::Passphrase;

/// The key of the local store: handed to SQLCipher as it is.
pub type StoreKey = Secret<32>;

/// Which keychain a home is opened with.
#[derive(Clone, Debug)]
pub enum KeychainChoice {
    /// The system's secret service (GNOME Keyring, KDE Wallet, KeePassXC …).
    Os,
    /// A passphrase in the first line of a file; the key is kept in the home, wrapped under it.
    PassphraseFile(PathBuf),
    /// A passphrase that somebody typed.
    Passphrase(Zeroizing<String>),
    /// A file with the 32 bytes themselves, readable by its owner alone: for bots, services and tests.
    KeyFile(PathBuf),
    /// A key that the caller keeps.
    Memory(StoreKey),
}

/// A place for one store key.
pub trait Keychain: Send {
    /// The key, or `None` when this keychain holds none for this home.
    fn load(&self) -> Result<Option<StoreKey>, KeychainError>;

    /// Makes a key, keeps it durably, and returns it. Only for a home without a store.
    fn create(&self, rng: &mut dyn CryptoRng) -> Result<StoreKey, KeychainError>;
}

/// Why a keychain did not give a key.
#[derive(Debug, thiserror::Error)]
pub enum KeychainError {
    /// There is no such keychain here, or it does not let us in.
    #[error("{hint}")]
    Unavailable {
        /// What is missing and what to do about it.
        hint: String,
    },
    /// Not the passphrase this home was made with.
    #[error("this is not the passphrase of this home")]
    WrongPassphrase,
    /// The file that was given as key is none. Which one it should have been nobody knows: the home may be whole.
    #[error("{} is no key file, which has 32 bytes; give the one of this home", path.display())]
    NoKeyFile {
        /// The file that was given.
        path: PathBuf,
    },
    /// What the keychain holds is not a key.
    #[error("{what} does not hold a store key; restore it from a copy")]
    Corrupt {
        /// Where the key should have been.
        what: String,
    },
    /// Others than the owner could read the key, or we may not.
    #[error("{what}")]
    Permission {
        /// Which permission, and how to mend it.
        what: String,
    },
    /// The file system failed.
    #[error("the key could not be read or written: {0}")]
    Io(#[from] std::io::Error),
}

impl KeychainChoice {
    /// The keychain this choice names, for the home in `dir`.
    pub fn keychain(&self, dir: &Path) -> Result<Box<dyn Keychain>, KeychainError> {
        let wrapped = dir.join(WRAPPED_KEY_FILE);
        Ok(match self {
            Self::Os => Box::new(Os::open(dir)?),
            Self::PassphraseFile(path) => {
                Box::new(Passphrase::new(wrapped, passphrase::read(path)?))
            }
            Self::Passphrase(passphrase) => Box::new(Passphrase::new(wrapped, passphrase.clone())),
            Self::KeyFile(path) => Box::new(KeyFile::new(path.clone())),
            Self::Memory(key) => Box::new(Memory::new(key.clone())),
        })
    }
}

/// The wrapped key of a home that is kept under a passphrase.
const WRAPPED_KEY_FILE: &str = "key";

/// Whether the key of the home in `dir` is kept under a passphrase; makes the hint of another keychain a good one.
pub(crate) fn has_wrapped_key(dir: &Path) -> bool {
    dir.join(WRAPPED_KEY_FILE).exists()
}

/// What keychains keep in the home itself.
pub(crate) fn files(dir: &Path) -> [PathBuf; 2] {
    [dir.join(os::HOME_ID_FILE), dir.join(WRAPPED_KEY_FILE)]
}

/// The passphrase under which the key of the home in `dir` is kept.
pub(crate) fn passphrase_of(dir: &Path, passphrase: Zeroizing<String>) -> Passphrase {
    Passphrase::new(dir.join(WRAPPED_KEY_FILE), passphrase)
}

/// Whether the home in `dir` has a name in the system's keychain.
pub(crate) fn has_os_entry(dir: &Path) -> bool {
    dir.join(os::HOME_ID_FILE).exists()
}
