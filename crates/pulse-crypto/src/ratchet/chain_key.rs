//! The chain key: one step for each message of a chain.

use crate::labels;
use crate::limits::SKIPPED_PER_JUMP_MAX;
use crate::primitives::hmac::KdfKey;
use crate::ratchet::RatchetError;
use crate::secret::{Secret, wiped_by_parts};

/// The key of a sending or receiving chain, between two messages.
pub(super) struct ChainKey(Secret<32>);

/// The secret of one position in a chain, from which (with `R`) the message key comes.
pub(super) type ChainSecret = Secret<32>;

/// What lies between a chain's position and a later one.
pub(super) struct Advance {
    /// The secrets of the positions passed over, with the positions.
    pub(super) skipped: Vec<(u32, ChainSecret)>,
    /// The chain key after the last of them.
    pub(super) chain_key: ChainKey,
}

wiped_by_parts!(ChainKey, wiped: [0], others: []);

impl ChainKey {
    pub(super) fn new(secret: Secret<32>) -> Self {
        Self(secret)
    }

    pub(super) fn as_secret(&self) -> &Secret<32> {
        &self.0
    }

    /// One step: the secret of this position and the key of the next (Double Ratchet, `KDF_CK`).
    pub(super) fn step(&self) -> (ChainKey, ChainSecret) {
        let key = KdfKey::new(&self.0);
        let next = key.derive(labels::RATCHET_CHAIN);
        let secret = key.derive(labels::RATCHET_MESSAGE);
        (Self(next), secret)
    }

    /// The steps from position `from`, where this key stands, up to position `to`.
    ///
    /// # Errors
    /// [`RatchetError::TooFarAhead`] beyond the bound of one jump, before any work is done.
    pub(super) fn advance(&self, from: u32, to: u32) -> Result<Advance, RatchetError> {
        let count = to.checked_sub(from).ok_or(RatchetError::Malformed)?;
        if count > SKIPPED_PER_JUMP_MAX {
            return Err(RatchetError::TooFarAhead);
        }
        let mut skipped = Vec::with_capacity(count as usize);
        let mut chain_key = Self(self.0.clone());
        for position in from..to {
            let (next, secret) = chain_key.step();
            skipped.push((position, secret));
            chain_key = next;
        }
        Ok(Advance { skipped, chain_key })
    }
}
