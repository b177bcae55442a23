//! The ratchet keys: X25519 pairs, a new one each time the conversation turns round.

use std::sync::OnceLock;

use crate::CryptoRng;
use crate::primitives::x25519::PrivateKey;
use crate::ratchet::RatchetError;
use crate::secret::{Secret, wiped, wiped_by_parts};

/// Our ratchet key: private and public half. A stored one is expanded only when it is used, since that
/// costs half an agreement and most messages do not turn the conversation round.
pub(crate) struct RatchetKey {
    secret: Secret<32>,
    public: RatchetPublicKey,
    expanded: OnceLock<PrivateKey>,
}

/// The peer's ratchet key, or the public half of ours.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(crate) struct RatchetPublicKey([u8; 32]);

// The expanded key wipes itself as the secret does.
wiped_by_parts!(RatchetKey, wiped: [secret], others: [public, expanded]);

const _: fn(&PrivateKey) = wiped;

impl RatchetKey {
    /// A fresh pair from 32 bytes of `rng`.
    pub(crate) fn random(rng: &mut dyn CryptoRng) -> Self {
        let expanded = PrivateKey::from_secret(Secret::random(rng));
        Self {
            secret: expanded.as_secret().clone(),
            public: RatchetPublicKey(*expanded.public()),
            expanded: OnceLock::from(expanded),
        }
    }

    /// A pair that was made before: a stored one, or a responder's signed prekey, its first ratchet key.
    pub(crate) const fn from_parts(secret: Secret<32>, public: RatchetPublicKey) -> Self {
        Self {
            secret,
            public,
            expanded: OnceLock::new(),
        }
    }

    pub(super) const fn as_secret(&self) -> &Secret<32> {
        &self.secret
    }

    pub(super) const fn public(&self) -> &RatchetPublicKey {
        &self.public
    }

    /// The agreement with the peer's key.
    ///
    /// # Errors
    /// [`RatchetError::Malformed`] when the peer's key is of small order (the output would be zero).
    pub(super) fn agree(&self, peer: &RatchetPublicKey) -> Result<Secret<32>, RatchetError> {
        let expanded = self
            .expanded
            .get_or_init(|| PrivateKey::from_secret(self.secret.clone()));
        expanded.agree(&peer.0).map_err(|_| RatchetError::Malformed)
    }
}

impl RatchetPublicKey {
    pub(crate) const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(crate) const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}
