//! An account's Ed25519 root key: derived from the recovery phrase, it signs root manifests and nothing else.

use core::fmt;

use serde::{Deserialize, Serialize};

use super::{KeyError, SIGNATURE_LEN};
use crate::hash::{Label, labelled_bytes};
use crate::primitives::ed25519;
use crate::secret::Secret;

/// The private half. A device holds it only until the user has confirmed the phrase, and again during a recovery.
#[derive(Clone)]
pub struct RootKey {
    seed: Secret<32>,
    pair: ed25519::KeyPair,
}

impl RootKey {
    /// The key of a seed, as the phrase gives it.
    pub fn from_seed(seed: Secret<32>) -> Self {
        let pair = ed25519::KeyPair::from_seed(seed.as_bytes());
        Self { seed, pair }
    }

    /// The seed, for a registration that is interrupted before the phrase is confirmed.
    pub const fn as_secret(&self) -> &Secret<32> {
        &self.seed
    }

    /// The public half.
    pub fn public(&self) -> RootPublicKey {
        RootPublicKey(*self.pair.public())
    }

    /// Signs `label` and `parts` in their [injective encoding](labelled_bytes).
    pub fn sign(&self, label: Label, parts: &[&[u8]]) -> [u8; SIGNATURE_LEN] {
        self.pair.sign(&labelled_bytes(label, parts))
    }
}

impl zeroize::ZeroizeOnDrop for RootKey {}

impl fmt::Debug for RootKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RootKey(…)")
    }
}

/// The public half: canonical and not of small order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "[u8; 32]", into = "[u8; 32]")]
pub struct RootPublicKey([u8; 32]);

impl RootPublicKey {
    /// Checks and takes 32 bytes from the wire.
    pub fn from_bytes(bytes: [u8; 32]) -> Result<Self, KeyError> {
        ed25519::check_point(&bytes).map_err(|_| KeyError::InvalidKey)?;
        Ok(Self(bytes))
    }

    /// The bytes, as they enter manifests and account ids.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Verifies strictly what [`RootKey::sign`] made from the same label and parts.
    pub fn verify(
        &self,
        label: Label,
        parts: &[&[u8]],
        signature: &[u8; SIGNATURE_LEN],
    ) -> Result<(), KeyError> {
        ed25519::verify(&self.0, &labelled_bytes(label, parts), signature)
            .map_err(|_| KeyError::InvalidSignature)
    }
}

impl TryFrom<[u8; 32]> for RootPublicKey {
    type Error = KeyError;

    fn try_from(bytes: [u8; 32]) -> Result<Self, KeyError> {
        Self::from_bytes(bytes)
    }
}

impl From<RootPublicKey> for [u8; 32] {
    fn from(key: RootPublicKey) -> Self {
        key.0
    }
}

impl fmt::Debug for RootPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RootPublicKey(…)")
    }
}
