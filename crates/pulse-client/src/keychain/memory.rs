//! A key that the caller keeps: tests, and hosts with a key store of their own.

use pulse_crypto::CryptoRng;

use super::{Keychain, KeychainError, StoreKey};

/// Gives back the key it was made with.
pub struct Memory {
    key: StoreKey,
}

impl Memory {
    /// A keychain around a key that lives elsewhere.
    pub const fn new(key: StoreKey) -> Self {
        Self { key }
    }
}

impl Keychain for Memory {
    fn load(&self) -> Result<Option<StoreKey>, KeychainError> {
        Ok(Some(self.key.clone()))
    }

    fn create(&self, _rng: &mut dyn CryptoRng) -> Result<StoreKey, KeychainError> {
        Ok(self.key.clone())
    }
}
