//! The server's own secret: the key of its MACs over challenges and invites.

use std::path::Path;

use data_encoding::HEXLOWER;
use pulse_protocol::CryptoRng;
use zeroize::Zeroizing;

/// The name of the file in a server's directory.
pub const FILE_NAME: &str = "server.secret";

/// 32 random bytes, kept as hex in a file that only the server reads.
pub struct ServerKey(Zeroizing<[u8; 32]>);

/// Why the key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or written.
    #[error("{path}: {source} (`pulse-server init` makes it)")]
    File {
        /// Which file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// It does not hold a key.
    #[error("{path} does not hold 64 hex digits")]
    Malformed {
        /// Which file.
        path: String,
    },
}

impl ServerKey {
    /// A fresh key.
    pub fn random(rng: &mut dyn CryptoRng) -> Self {
        let mut key = Zeroizing::new([0; 32]);
        rng.fill_bytes(&mut key[..]);
        Self(key)
    }

    /// Reads the key of the server in this directory.
    pub fn load(dir: &Path) -> Result<Self, KeyError> {
        let path = dir.join(FILE_NAME);
        let text = std::fs::read_to_string(&path).map_err(|source| KeyError::File {
            path: path.display().to_string(),
            source,
        })?;
        let text = Zeroizing::new(text);
        let bytes = HEXLOWER.decode(text.trim().as_bytes()).map(Zeroizing::new);
        let key = bytes
            .ok()
            .and_then(|bytes| bytes.as_slice().try_into().ok());
        key.map(|key| Self(Zeroizing::new(key)))
            .ok_or_else(|| KeyError::Malformed {
                path: path.display().to_string(),
            })
    }

    /// The text that [`Self::load`] reads.
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("{}\n", HEXLOWER.encode(&self.0[..])))
    }

    /// The key.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}
