//! What a prekey is for, and its number.

use serde::{Deserialize, Serialize};

use super::PrekeyError;
use crate::primitives::{ml_kem, x25519};

/// The four kinds, with their number on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
#[repr(u8)]
pub enum PrekeyKind {
    /// X25519, signed, replaced every 2 days.
    Signed = 1,
    /// X25519, handed out once.
    OneTime = 2,
    /// ML-KEM-1024, signed, handed out once.
    KemOneTime = 3,
    /// ML-KEM-1024, signed, handed out when no one-time key is left, replaced every 2 days.
    KemLastResort = 4,
}

impl PrekeyKind {
    /// Bytes of a public key of this kind.
    pub const fn public_len(self) -> usize {
        match self {
            Self::Signed | Self::OneTime => x25519::KEY_LEN,
            Self::KemOneTime | Self::KemLastResort => ml_kem::PUBLIC_LEN,
        }
    }

    /// Whether a prekey of this kind carries a signature.
    pub const fn is_signed(self) -> bool {
        !matches!(self, Self::OneTime)
    }

    /// Whether this is an ML-KEM key.
    pub const fn is_kem(self) -> bool {
        matches!(self, Self::KemOneTime | Self::KemLastResort)
    }

    /// The number on the wire.
    pub const fn number(self) -> u8 {
        self as u8
    }
}

impl TryFrom<u8> for PrekeyKind {
    type Error = PrekeyError;

    fn try_from(number: u8) -> Result<Self, PrekeyError> {
        match number {
            1 => Ok(Self::Signed),
            2 => Ok(Self::OneTime),
            3 => Ok(Self::KemOneTime),
            4 => Ok(Self::KemLastResort),
            _ => Err(PrekeyError::Malformed),
        }
    }
}

impl From<PrekeyKind> for u8 {
    fn from(kind: PrekeyKind) -> Self {
        kind.number()
    }
}

/// The number of a prekey: never used again by this device for this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PrekeyId(u32);

impl PrekeyId {
    /// The id with this number.
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// The four bytes, big-endian, as they enter signatures and transcripts.
    pub const fn to_be_bytes(self) -> [u8; 4] {
        self.0.to_be_bytes()
    }
}
