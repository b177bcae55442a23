//! The self-certifying name of an account.

use core::fmt;
use core::str::FromStr;

use data_encoding::BASE32_NOPAD;
use serde::{Deserialize, Serialize};

use super::{KeyError, RootPublicKey, Suite};
use crate::{hash, labels};

/// All 32 bytes of SHA-256 over label, suite and the account's root keys, written as 52 characters of lower-case base32.
///
/// Whoever holds the id can check any root key against it, so no authority has to vouch for an account.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId([u8; 32]);

impl AccountId {
    /// Bytes of an id.
    pub const LEN: usize = 32;
    /// Characters of an id in text.
    pub const TEXT_LEN: usize = 52;

    /// The id with these bytes, as read from the wire or a store.
    pub const fn from_bytes(bytes: [u8; Self::LEN]) -> Self {
        Self(bytes)
    }

    /// The bytes, as they enter signatures, transcripts and envelopes.
    pub const fn as_bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }

    /// The id of the account that has exactly these root keys, in this order. The list leaves room for a post-quantum key.
    pub fn of_root_keys(suite: Suite, keys: &[RootPublicKey]) -> Self {
        let suite = suite.to_be_bytes();
        let parts: Vec<&[u8]> = core::iter::once(suite.as_slice())
            .chain(keys.iter().map(|key| key.as_bytes().as_slice()))
            .collect();
        Self(hash::labelled(labels::ACCOUNT_ID, &parts))
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE32_NOPAD.encode(&self.0).to_ascii_lowercase())
    }
}

impl FromStr for AccountId {
    type Err = KeyError;

    /// Accepts exactly what `Display` writes: lower case, no padding, and zeros in the four bits that are left over. One
    /// account has one spelling.
    fn from_str(text: &str) -> Result<Self, KeyError> {
        if text.len() != Self::TEXT_LEN || text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Err(KeyError::InvalidId);
        }
        let bytes = BASE32_NOPAD
            .decode(text.to_ascii_uppercase().as_bytes())
            .map_err(|_| KeyError::InvalidId)?;
        bytes.try_into().map(Self).map_err(|_| KeyError::InvalidId)
    }
}

impl fmt::Debug for AccountId {
    /// Four characters tell accounts apart in a test's output and name nobody in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.to_string();
        write!(f, "AccountId({}…)", text.get(..4).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_52_lower_case_characters_and_comes_back() {
        let id = AccountId::from_bytes([0xab; 32]);
        let text = id.to_string();
        assert_eq!(text, "vov2xk5lvov2xk5lvov2xk5lvov2xk5lvov2xk5lvov2xk5lvovq");
        assert_eq!(text.parse(), Ok(id));
        assert_eq!(format!("{id:?}"), "AccountId(vov2…)");
    }

    #[test]
    fn other_spellings_of_the_same_id_are_refused() {
        let text = AccountId::from_bytes([0xab; 32]).to_string();
        let refused = Err::<AccountId, _>(KeyError::InvalidId);
        assert_eq!(text.to_uppercase().parse(), refused);
        assert_eq!(text.replacen('v', "V", 1).parse(), refused);
        assert_eq!(
            format!("{}r", &text[..51]).parse(),
            refused,
            "a bit left over is set"
        );
        assert_eq!(format!("{text}====").parse(), refused);
        assert_eq!(text[..51].parse(), refused);
        assert_eq!(
            format!("{}1", &text[..51]).parse(),
            refused,
            "1 is not in the alphabet"
        );
        assert_eq!("ä".repeat(26).parse(), refused);
    }

    #[test]
    fn the_list_of_root_keys_is_unambiguous() {
        let key = |byte| {
            crate::keys::RootKey::from_seed(crate::secret::Secret::from_bytes([byte; 32])).public()
        };
        let (one, two) = (key(1), key(2));
        let id = |keys: &[RootPublicKey]| AccountId::of_root_keys(Suite::ONE, keys);
        assert_ne!(id(&[one]), id(&[two]));
        assert_ne!(id(&[one]), id(&[one, two]));
        assert_ne!(id(&[one, two]), id(&[two, one]));
    }

    /// The root key of RFC 8032, section 7.1, test 1; the id was computed in another language from `docs/crypto.md`.
    #[test]
    fn the_id_of_a_known_root_key() {
        let seed =
            hex_literal::hex!("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        let root =
            crate::keys::RootKey::from_seed(crate::secret::Secret::from_bytes(seed)).public();
        let id = AccountId::of_root_keys(Suite::ONE, &[root]);
        assert_eq!(
            id.to_string(),
            "n7efdw3j2f6lraq7vmu3qexfmt5oesk7uswviuxw7hmitxdvowba"
        );
    }
}
