//! The number of a device within its account.

use core::fmt;

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

/// A random number, unique within one account. A restored device is a new device with a new number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeviceId(u32);

impl DeviceId {
    /// The id with this number, as read from a manifest or the wire.
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

    /// A fresh id. Zero is left out, so that it can mean "none" on the wire.
    pub fn random(rng: &mut dyn CryptoRng) -> Self {
        loop {
            let number = rng.next_u32();
            if number != 0 {
                return Self(number);
            }
        }
    }
}

impl fmt::Display for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
