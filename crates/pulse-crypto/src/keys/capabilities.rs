//! What a device can do, as its manifest says.

use serde::{Deserialize, Serialize};

/// The best suite a device speaks and a set of flags. Both are part of the handshake's transcript, so that nobody between
/// two devices can talk them down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Capabilities {
    /// The number of the best suite. Greater than ours is fine: the pair then uses ours.
    pub suite_max: u16,
    /// Bits with a meaning of their own, none assigned yet; unknown ones are kept.
    pub flags: u32,
}

impl Capabilities {
    /// Bytes of the encoding.
    pub const LEN: usize = 6;

    /// What this version of Pulse can do.
    pub const CURRENT: Self = Self {
        suite_max: super::Suite::ONE.get(),
        flags: 0,
    };

    /// `suite_max ‖ flags`, big-endian.
    pub const fn encode(&self) -> [u8; Self::LEN] {
        let [s0, s1] = self.suite_max.to_be_bytes();
        let [f0, f1, f2, f3] = self.flags.to_be_bytes();
        [s0, s1, f0, f1, f2, f3]
    }

    /// The inverse of [`encode`](Self::encode); every six bytes have a meaning.
    pub const fn decode(bytes: &[u8; Self::LEN]) -> Self {
        let [s0, s1, f0, f1, f2, f3] = *bytes;
        Self {
            suite_max: u16::from_be_bytes([s0, s1]),
            flags: u32::from_be_bytes([f0, f1, f2, f3]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_big_endian_bytes() {
        let capabilities = Capabilities {
            suite_max: 0x0102,
            flags: 0x0304_0506,
        };
        assert_eq!(capabilities.encode(), [1, 2, 3, 4, 5, 6]);
        assert_eq!(Capabilities::decode(&capabilities.encode()), capabilities);
    }
}
