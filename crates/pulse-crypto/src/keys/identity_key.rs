//! A device's long-lived X25519 key: the party to handshakes and seals.

use core::fmt;

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use super::KeyError;
use crate::primitives::x25519;
use crate::secret::{Secret, wiped_by_parts};

/// The private half, made on the device and never leaving it.
#[derive(Clone)]
pub struct IdentityKey(x25519::PrivateKey);

impl IdentityKey {
    /// The key of 32 bytes, as they were stored.
    pub fn from_bytes(secret: Secret<32>) -> Self {
        Self(x25519::PrivateKey::from_secret(secret))
    }

    /// A fresh key.
    pub fn random(rng: &mut dyn CryptoRng) -> Self {
        Self::from_bytes(Secret::random(rng))
    }

    /// The bytes, to be stored.
    pub fn as_secret(&self) -> &Secret<32> {
        self.0.as_secret()
    }

    /// The public half.
    pub fn public(&self) -> IdentityPublicKey {
        IdentityPublicKey(*self.0.public())
    }

    /// X25519 with any public key; a zero output is refused.
    pub(crate) fn agree(&self, peer: &[u8; 32]) -> Result<Secret<32>, KeyError> {
        self.0.agree(peer).map_err(|_| KeyError::InvalidKey)
    }
}

wiped_by_parts!(IdentityKey, wiped: [0], others: []);

impl fmt::Debug for IdentityKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentityKey(…)")
    }
}

/// The public half: canonical and not of small order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "[u8; 32]", into = "[u8; 32]")]
pub struct IdentityPublicKey([u8; 32]);

impl IdentityPublicKey {
    /// Checks and takes 32 bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Result<Self, KeyError> {
        if x25519::is_canonical_and_strong(&bytes) {
            Ok(Self(bytes))
        } else {
            Err(KeyError::InvalidKey)
        }
    }

    /// Checks and takes bytes from the wire, which must be 32.
    pub fn parse(bytes: &[u8]) -> Result<Self, KeyError> {
        Self::from_bytes(bytes.try_into().map_err(|_| KeyError::InvalidKey)?)
    }

    /// The bytes, as they enter manifests and transcripts.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl TryFrom<[u8; 32]> for IdentityPublicKey {
    type Error = KeyError;

    fn try_from(bytes: [u8; 32]) -> Result<Self, KeyError> {
        Self::from_bytes(bytes)
    }
}

impl From<IdentityPublicKey> for [u8; 32] {
    fn from(key: IdentityPublicKey) -> Self {
        key.0
    }
}

impl fmt::Debug for IdentityPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentityPublicKey(…)")
    }
}
