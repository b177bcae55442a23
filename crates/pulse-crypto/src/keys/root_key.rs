//! An account's Ed25519 root key: derived from the recovery phrase, it signs root manifests and nothing else.
//!
//! It is an Ed25519 key like a device's, with the same checks; it has types of its own so that neither can stand where the
//! other belongs.

use core::fmt;

use serde::{Deserialize, Serialize};

use super::{KeyError, SIGNATURE_LEN, SigningKey, SigningPublicKey};
use crate::hash::Label;
use crate::secret::{Secret, wiped_by_parts};

/// The private half. A device holds it only until the user has confirmed the phrase, and again during a recovery.
#[derive(Clone)]
pub struct RootKey(SigningKey);

impl RootKey {
    /// The key of a seed, as the phrase gives it.
    pub fn from_seed(seed: Secret<32>) -> Self {
        Self(SigningKey::from_seed(seed))
    }

    /// The seed, for a registration that is interrupted before the phrase is confirmed.
    pub const fn as_secret(&self) -> &Secret<32> {
        self.0.as_secret()
    }

    /// The public half.
    pub fn public(&self) -> RootPublicKey {
        RootPublicKey(self.0.public())
    }

    /// Signs `label` and `parts` in their [injective encoding](crate::hash::labelled_bytes).
    pub fn sign(&self, label: Label, parts: &[&[u8]]) -> [u8; SIGNATURE_LEN] {
        self.0.sign(label, parts)
    }
}

wiped_by_parts!(RootKey, wiped: [0], others: []);

impl fmt::Debug for RootKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RootKey(…)")
    }
}

/// The public half: canonical and not of small order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RootPublicKey(SigningPublicKey);

impl RootPublicKey {
    /// Checks and takes 32 bytes from the wire.
    pub fn from_bytes(bytes: [u8; 32]) -> Result<Self, KeyError> {
        SigningPublicKey::from_bytes(bytes).map(Self)
    }

    /// The bytes, as they enter manifests and account ids.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// Verifies strictly what [`RootKey::sign`] made from the same label and parts.
    pub fn verify(
        &self,
        label: Label,
        parts: &[&[u8]],
        signature: &[u8; SIGNATURE_LEN],
    ) -> Result<(), KeyError> {
        self.0.verify(label, parts, signature)
    }
}

impl fmt::Debug for RootPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RootPublicKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use serde::de::value::{Error, SeqDeserializer};

    use super::*;

    /// The attack: a key under which forged signatures verify, brought over the wire or in a stored row.
    #[test]
    fn a_key_of_small_order_is_none() {
        let stored = |bytes: [u8; 32]| {
            RootPublicKey::deserialize(SeqDeserializer::<_, Error>::new(bytes.into_iter()))
        };
        let mut neutral = [0; 32];
        neutral[0] = 1;
        for bad in [neutral, [0; 32], [0xff; 32]] {
            assert_eq!(RootPublicKey::from_bytes(bad), Err(KeyError::InvalidKey));
            assert!(stored(bad).is_err());
        }
        let good = RootKey::from_seed(Secret::from_bytes([1; 32])).public();
        assert_eq!(RootPublicKey::from_bytes(*good.as_bytes()), Ok(good));
        assert_eq!(stored(*good.as_bytes()), Ok(good));
    }
}
