//! Skipped message keys: secrets of messages that are still missing, kept until they arrive or are too old.

use std::collections::BTreeMap;

use crate::limits::SKIPPED_DAYS_MAX;
use crate::ratchet::RatchetError;
use crate::ratchet::chain_key::ChainSecret;
use crate::secret::wiped_by_parts;

/// The skipped keys of one receiving chain, by position.
#[derive(Default)]
pub(super) struct SkippedKeys {
    keys: BTreeMap<u32, SkippedKey>,
    /// Below this position a missing key may have been dropped unused, above it every missing key was used.
    dropped_below: u32,
}

/// One skipped key and the day it was skipped.
pub(super) struct SkippedKey {
    pub(super) day: u32,
    pub(super) secret: ChainSecret,
}

wiped_by_parts!(SkippedKey, wiped: [secret], others: [day]);

// A map drops each of its keys, and that wipes them.
wiped_by_parts!(SkippedKeys, wiped: [], others: [keys, dropped_below]);

impl SkippedKeys {
    /// As they were stored: ascending positions.
    pub(super) fn from_stored(keys: BTreeMap<u32, SkippedKey>, dropped_below: u32) -> Self {
        Self {
            keys,
            dropped_below,
        }
    }

    /// The key of a position the chain has passed.
    ///
    /// # Errors
    /// [`RatchetError::Used`] when it was used before, [`RatchetError::TooOld`] when it may have been dropped.
    pub(super) fn find(&self, position: u32) -> Result<&ChainSecret, RatchetError> {
        match self.keys.get(&position) {
            Some(key) => Ok(&key.secret),
            None if position < self.dropped_below => Err(RatchetError::TooOld),
            None => Err(RatchetError::Used),
        }
    }

    /// Forgets a key that was used.
    pub(super) fn remove(&mut self, position: u32) {
        self.keys.remove(&position);
    }

    /// Keeps the keys of a jump.
    pub(super) fn insert(&mut self, skipped: Vec<(u32, ChainSecret)>, day: u32) {
        self.keys.extend(
            skipped
                .into_iter()
                .map(|(position, secret)| (position, SkippedKey { day, secret })),
        );
    }

    /// Drops up to `count` keys, the lowest positions first; returns how many it dropped.
    pub(super) fn drop_lowest(&mut self, count: usize) -> usize {
        let mut dropped = 0;
        while dropped < count
            && let Some((position, _)) = self.keys.pop_first()
        {
            self.dropped_below = self.dropped_below.max(position.saturating_add(1));
            dropped += 1;
        }
        dropped
    }

    /// Drops what was skipped 31 days before `day` or earlier.
    pub(super) fn expire(&mut self, day: u32) {
        let dropped_below = &mut self.dropped_below;
        self.keys.retain(|position, key| {
            let keep = !is_expired(key.day, day);
            if !keep {
                *dropped_below = (*dropped_below).max(position.saturating_add(1));
            }
            keep
        });
    }

    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    pub(super) fn dropped_below(&self) -> u32 {
        self.dropped_below
    }

    /// By ascending position.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &SkippedKey)> {
        self.keys.iter().map(|(position, key)| (*position, key))
    }
}

/// Whether something kept on one day has gone stale by another.
pub(super) fn is_expired(kept: u32, today: u32) -> bool {
    today.saturating_sub(kept) >= SKIPPED_DAYS_MAX
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;

    fn keys(positions: std::ops::Range<u32>, day: u32) -> SkippedKeys {
        let mut keys = SkippedKeys::default();
        keys.insert(
            positions
                .map(|position| (position, Secret::from_bytes([position as u8; 32])))
                .collect(),
            day,
        );
        keys
    }

    #[test]
    fn a_used_key_is_told_from_a_dropped_one() {
        let mut keys = keys(0..10, 100);
        keys.remove(8);
        assert_eq!(keys.drop_lowest(3), 3);
        assert_eq!(keys.find(2).err(), Some(RatchetError::TooOld));
        assert!(keys.find(3).is_ok());
        assert_eq!(keys.find(8).err(), Some(RatchetError::Used));
        assert_eq!(keys.drop_lowest(100), 6);
        assert!(keys.is_empty());
    }

    #[test]
    fn keys_live_thirty_one_days() {
        let mut keys = keys(5..6, 100);
        keys.expire(100 + SKIPPED_DAYS_MAX - 1);
        assert!(keys.find(5).is_ok(), "an envelope waits thirty days");
        keys.expire(100 + SKIPPED_DAYS_MAX);
        assert_eq!(keys.find(5).err(), Some(RatchetError::TooOld));
        assert_eq!(keys.len(), 0);
    }
}
