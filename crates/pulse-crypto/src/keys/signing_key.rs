//! A device's Ed25519 key: it signs manifests, prekeys and authentications.

use core::fmt;

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use super::{KeyError, SIGNATURE_LEN};
use crate::hash::{Label, labelled_bytes};
use crate::primitives::ed25519;
use crate::secret::{Secret, wiped_by_parts};

/// The private half, made on the device and never leaving it.
#[derive(Clone)]
pub struct SigningKey {
    seed: Secret<32>,
    pair: ed25519::KeyPair,
}

impl SigningKey {
    /// The key of a seed, as it was stored.
    pub fn from_seed(seed: Secret<32>) -> Self {
        let pair = ed25519::KeyPair::from_seed(seed.as_bytes());
        Self { seed, pair }
    }

    /// A fresh key.
    pub fn random(rng: &mut dyn CryptoRng) -> Self {
        Self::from_seed(Secret::random(rng))
    }

    /// The seed, to be stored.
    pub const fn as_secret(&self) -> &Secret<32> {
        &self.seed
    }

    /// The public half.
    pub fn public(&self) -> SigningPublicKey {
        SigningPublicKey(*self.pair.public())
    }

    /// Signs `label` and `parts` in their [injective encoding](labelled_bytes).
    pub fn sign(&self, label: Label, parts: &[&[u8]]) -> [u8; SIGNATURE_LEN] {
        self.pair.sign(&labelled_bytes(label, parts))
    }
}

// The pair is aws-lc's, which wipes its copy of the seed.
wiped_by_parts!(SigningKey, wiped: [seed], others: [pair]);

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(…)")
    }
}

/// The public half: canonical and not of small order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "[u8; 32]", into = "[u8; 32]")]
pub struct SigningPublicKey([u8; 32]);

impl SigningPublicKey {
    /// Checks and takes 32 bytes from the wire.
    pub fn from_bytes(bytes: [u8; 32]) -> Result<Self, KeyError> {
        ed25519::check_point(&bytes).map_err(|_| KeyError::InvalidKey)?;
        Ok(Self(bytes))
    }

    /// The bytes, as they enter manifests and transcripts.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Verifies strictly what [`SigningKey::sign`] made from the same label and parts.
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

impl TryFrom<[u8; 32]> for SigningPublicKey {
    type Error = KeyError;

    fn try_from(bytes: [u8; 32]) -> Result<Self, KeyError> {
        Self::from_bytes(bytes)
    }
}

impl From<SigningPublicKey> for [u8; 32] {
    fn from(key: SigningPublicKey) -> Self {
        key.0
    }
}

impl fmt::Debug for SigningPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningPublicKey(…)")
    }
}
