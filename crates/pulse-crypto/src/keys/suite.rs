//! Format and suite, the first bytes of every object.

use serde::{Deserialize, Serialize};

use super::KeyError;

/// The format byte of everything in this crate. Another one is refused.
pub const FORMAT_V1: u8 = 1;

/// A set of algorithms, named on the wire by 16 bits (big-endian) behind the format byte.
///
/// Ordered by strength: of two suites that both sides know, the greater one is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Suite(u16);

impl Suite {
    /// X25519, Ed25519, ML-KEM-1024 in the handshake, AES-256-GCM, HKDF-SHA-256.
    pub const ONE: Self = Self(1);

    /// The number on the wire.
    pub const fn get(self) -> u16 {
        self.0
    }

    /// The two bytes on the wire.
    pub const fn to_be_bytes(self) -> [u8; 2] {
        self.0.to_be_bytes()
    }
}

impl TryFrom<u16> for Suite {
    type Error = KeyError;

    fn try_from(number: u16) -> Result<Self, KeyError> {
        if number == Self::ONE.0 {
            Ok(Self::ONE)
        } else {
            Err(KeyError::UnknownSuite)
        }
    }
}

impl From<Suite> for u16 {
    fn from(suite: Suite) -> Self {
        suite.0
    }
}
