//! The numbers that name envelopes, places in a mailbox and places in an account's chain of manifests.

use core::fmt;

use pulse_crypto::CryptoRng;
use serde::{Deserialize, Serialize};

/// The name of one envelope in one mailbox: random, fresh for each recipient device, and kept with the bytes it names, so
/// that sending again is recognised. It says nothing about the content.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EnvelopeId([u8; Self::LEN]);

impl EnvelopeId {
    /// Bytes of an id.
    pub const LEN: usize = 16;

    /// The id with these bytes.
    pub const fn from_bytes(bytes: [u8; Self::LEN]) -> Self {
        Self(bytes)
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }

    /// A fresh id.
    pub fn random(rng: &mut dyn CryptoRng) -> Self {
        let mut bytes = [0; Self::LEN];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }
}

impl fmt::Debug for EnvelopeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EnvelopeId(…)")
    }
}

/// One life of a mailbox: random, renewed when the mailbox is created and by every restore of the server. A cursor of
/// another incarnation means nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Incarnation(u64);

impl Incarnation {
    /// The incarnation with this number. 0 is none: what a device says that has never attached.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// A fresh one, never 0.
    pub fn random(rng: &mut dyn CryptoRng) -> Self {
        loop {
            let number = rng.next_u64();
            if number != 0 {
                return Self(number);
            }
        }
    }
}

/// The place of an envelope in one incarnation of a mailbox: from 1, no gaps. As a cursor, 0 is "before the first".
#[derive(
    Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Seq(u64);

impl Seq {
    /// The place with this number.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The next place. A mailbox never gets to the last number, so the saturation is never seen.
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// A manifest's place in its account's history, ordered by generation first: a recovery beats everything before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ManifestPosition {
    /// From 1; a recovery by the root key adds one.
    pub generation: u32,
    /// From 1 in each generation; each manifest adds one.
    pub version: u32,
}

impl ManifestPosition {
    /// Where every account begins.
    pub const FIRST: Self = Self {
        generation: 1,
        version: 1,
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generation_outweighs_every_version() {
        let stolen = ManifestPosition {
            generation: 1,
            version: u32::MAX,
        };
        let recovered = ManifestPosition {
            generation: 2,
            version: 1,
        };
        assert!(recovered > stolen);
        assert!(stolen > ManifestPosition::FIRST);
    }

    #[test]
    fn an_envelope_id_never_prints() {
        let id = EnvelopeId::from_bytes([0xab; 16]);
        assert_eq!(format!("{id:?}"), "EnvelopeId(…)");
    }
}
