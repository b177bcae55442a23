//! The receiving chains before the current one, as far as something of them is still of use.

use crate::limits::{EMPTY_CHAINS_MAX, PAST_CHAINS_MAX};
use crate::ratchet::skipped_keys::{SkippedKeys, is_expired};
use crate::ratchet::{HeaderKey, RatchetPublicKey};
use crate::secret::wiped_by_parts;

/// Past receiving chains, the newest first.
///
/// Skipped keys are grouped by the header key of their chain, so that a message that opens under none
/// costs one attempt per chain instead of one per missing message. Of the chains without missing
/// messages the newest are kept too: a message on one of them betrays a cloned state.
#[derive(Default)]
pub(super) struct PastChains(Vec<PastChain>);

/// A receiving chain that the peer has left behind.
pub(super) struct PastChain {
    pub(super) ratchet_key: RatchetPublicKey,
    pub(super) header_key: HeaderKey,
    /// How many messages the peer said it has.
    pub(super) length: u32,
    /// The day it was left behind.
    pub(super) day: u32,
    pub(super) skipped: SkippedKeys,
}

wiped_by_parts!(PastChains, wiped: [0], others: []);
wiped_by_parts!(
    PastChain,
    wiped: [header_key, skipped],
    others: [ratchet_key, length, day]
);

impl PastChains {
    /// As they were stored: the newest first.
    pub(super) fn from_stored(chains: Vec<PastChain>) -> Self {
        Self(chains)
    }

    /// Adds the chain that was current until now, and lets go of the oldest beyond the bounds.
    pub(super) fn push(&mut self, chain: PastChain) {
        self.0.insert(0, chain);
        self.prune();
    }

    /// Lets go of what its bounds no longer allow: chains without missing messages first, then the oldest.
    pub(super) fn prune(&mut self) {
        let mut empty = 0;
        self.0.retain(|chain| {
            empty += usize::from(chain.skipped.is_empty());
            !chain.skipped.is_empty() || empty <= EMPTY_CHAINS_MAX
        });
        self.0.truncate(PAST_CHAINS_MAX);
    }

    /// Drops up to `count` skipped keys, those of the oldest chain first; returns how many it dropped.
    pub(super) fn drop_oldest(&mut self, count: usize) -> usize {
        let mut dropped = 0;
        for chain in self.0.iter_mut().rev() {
            dropped += chain.skipped.drop_lowest(count - dropped);
        }
        self.prune();
        dropped
    }

    /// Drops the keys and chains that are 31 days old on `day`.
    pub(super) fn expire(&mut self, day: u32) {
        for chain in &mut self.0 {
            chain.skipped.expire(day);
        }
        self.0
            .retain(|chain| !chain.skipped.is_empty() || !is_expired(chain.day, day));
    }

    /// All skipped keys together.
    pub(super) fn skipped_len(&self) -> usize {
        self.0.iter().map(|chain| chain.skipped.len()).sum()
    }

    pub(super) fn as_slice(&self) -> &[PastChain] {
        &self.0
    }

    pub(super) fn get_mut(&mut self, index: usize) -> Option<&mut PastChain> {
        self.0.get_mut(index)
    }
}
