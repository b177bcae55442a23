//! Which server this is, whoever vouches for its name.

use core::fmt;
use core::str::FromStr;

use data_encoding::BASE32_NOPAD;
use pulse_crypto::hash;
use serde::{Deserialize, Serialize};

/// SHA-256 of the server's SubjectPublicKeyInfo (DER). It stands in server links, pins a self-signed certificate, and is part
/// of what a device signs, so that no server can pass a login on to another one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ServerIdentity([u8; 32]);

/// The text is no server fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a server fingerprint: 52 lower-case letters and digits")]
pub struct InvalidServerIdentity;

impl ServerIdentity {
    /// Characters of a fingerprint in text.
    pub const TEXT_LEN: usize = 52;

    /// The identity with these bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes, as they enter the authentication transcript.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The identity of the server whose certificate carries this SubjectPublicKeyInfo.
    pub fn of_public_key_info(der: &[u8]) -> Self {
        Self(hash::sha256(&[der]))
    }
}

impl fmt::Display for ServerIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE32_NOPAD.encode(&self.0).to_ascii_lowercase())
    }
}

impl FromStr for ServerIdentity {
    type Err = InvalidServerIdentity;

    /// Accepts what `Display` writes and nothing else: one server, one spelling.
    fn from_str(text: &str) -> Result<Self, InvalidServerIdentity> {
        if text.len() != Self::TEXT_LEN || text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Err(InvalidServerIdentity);
        }
        BASE32_NOPAD
            .decode(text.to_ascii_uppercase().as_bytes())
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .map(Self)
            .ok_or(InvalidServerIdentity)
    }
}

impl fmt::Debug for ServerIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ServerIdentity(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_server_has_one_spelling() {
        let identity = ServerIdentity::of_public_key_info(b"a key");
        let text = identity.to_string();
        assert_eq!(text.len(), ServerIdentity::TEXT_LEN);
        assert_eq!(text.parse(), Ok(identity));
        let refused = Err::<ServerIdentity, _>(InvalidServerIdentity);
        assert_eq!(text.to_uppercase().parse(), refused);
        assert_eq!(text[1..].parse(), refused);
        assert_eq!(format!("{}9", &text[1..]).parse(), refused);
        // 256 bits leave four bits of the last character over; they must be zero.
        assert_eq!(format!("{}b", "a".repeat(51)).parse(), refused);
        assert_eq!(
            "a".repeat(52).parse(),
            Ok(ServerIdentity::from_bytes([0; 32]))
        );
    }
}
