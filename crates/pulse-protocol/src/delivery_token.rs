//! What a contact shows so that a server lets a submission in without knowing who sends it.

use core::fmt;

use pulse_crypto::secret::Secret;
use pulse_crypto::{hash, labels};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// 16 bytes that only the account and its contacts can derive, from its profile key and a counter. The server keeps a hash.
///
/// It is a capability, so it never prints and is wiped when it is dropped; a server that keeps nothing but [`hash`](Self::hash) cannot use it elsewhere.
#[derive(Clone)]
pub struct DeliveryToken(Secret<{ DeliveryToken::LEN }>);

impl DeliveryToken {
    /// Bytes of a token.
    pub const LEN: usize = 16;

    /// The token with these bytes.
    pub const fn from_bytes(bytes: [u8; Self::LEN]) -> Self {
        Self(Secret::from_bytes(bytes))
    }

    /// The bytes, to be sent or stored encrypted.
    pub const fn as_bytes(&self) -> &[u8; Self::LEN] {
        self.0.as_bytes()
    }

    /// The account's token number `counter`: HKDF-SHA-256 (RFC 5869) of the profile key with an empty salt and the info
    /// `label ‖ counter` (`u32`, big-endian), 16 bytes. Raising the counter shuts out whoever has the old token alone.
    pub fn from_profile_key(profile_key: &Secret<32>, counter: u32) -> Self {
        Self(hash::derive_plain(
            labels::DELIVERY_TOKEN,
            profile_key,
            &[&counter.to_be_bytes()],
        ))
    }

    /// What the server keeps, and compares in constant time with the hash of what a submission shows.
    pub fn hash(&self) -> [u8; 32] {
        hash::labelled(labels::DELIVERY_TOKEN_HASH, &[self.as_bytes()])
    }
}

impl PartialEq for DeliveryToken {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Eq for DeliveryToken {}

impl Serialize for DeliveryToken {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_bytes().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for DeliveryToken {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Deserialize::deserialize(deserializer).map(Self::from_bytes)
    }
}

impl fmt::Debug for DeliveryToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeliveryToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_and_counter_make_the_token() {
        let key = Secret::from_bytes([1; 32]);
        let token = DeliveryToken::from_profile_key(&key, 1);
        assert_eq!(token, DeliveryToken::from_profile_key(&key, 1));
        assert_ne!(token, DeliveryToken::from_profile_key(&key, 2));
        assert_ne!(
            token,
            DeliveryToken::from_profile_key(&Secret::from_bytes([2; 32]), 1)
        );
    }

    #[test]
    fn the_hash_shows_nothing_of_the_token() {
        let token = DeliveryToken::from_bytes([0xab; 16]);
        assert_ne!(&token.hash()[..16], token.as_bytes());
        assert_ne!(token.hash(), DeliveryToken::from_bytes([0xaa; 16]).hash());
        assert_eq!(format!("{token:?}"), "DeliveryToken(…)");
    }
}
