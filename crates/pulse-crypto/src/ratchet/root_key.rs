//! The root key: one step for each new pair of ratchet keys.

use crate::labels;
use crate::primitives::hkdf;
use crate::ratchet::HeaderKey;
use crate::ratchet::chain_key::ChainKey;
use crate::secret::{Secret, wiped_by_parts};

/// The key at the root of both chains. It begins as the handshake's `SK`.
pub(crate) struct RootKey(Secret<32>);

/// What one DH step yields (Double Ratchet, `KDF_RK_HE`).
pub(super) struct RootStep {
    pub(super) root_key: RootKey,
    pub(super) chain_key: ChainKey,
    /// The header key of the chain *after* the one that begins here, in the same direction.
    pub(super) next_header_key: HeaderKey,
}

wiped_by_parts!(RootKey, wiped: [0], others: []);

impl RootKey {
    pub(crate) fn new(secret: Secret<32>) -> Self {
        Self(secret)
    }

    pub(super) fn as_secret(&self) -> &Secret<32> {
        &self.0
    }

    /// Mixes an agreement of ratchet keys in.
    pub(super) fn step(&self, agreement: &Secret<32>) -> RootStep {
        let output = hkdf::derive::<96>(
            self.0.as_bytes(),
            &[agreement.as_bytes()],
            &[labels::RATCHET_ROOT.as_bytes()],
        );
        let [root_key, chain_key, next_header_key] = output.split_in_three();
        RootStep {
            root_key: Self(root_key),
            chain_key: ChainKey::new(chain_key),
            next_header_key: HeaderKey::new(next_header_key),
        }
    }
}
