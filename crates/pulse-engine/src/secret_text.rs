//! A text that is erased when it is dropped and never prints.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

/// Words that open an account. Erased on drop, `Debug` shows nothing; it crosses the local socket of one user's
/// processes and is never stored or logged.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    /// Takes the text over.
    pub fn new(text: String) -> SecretText {
        SecretText(Zeroizing::new(text))
    }

    /// The text itself. Copy it nowhere that outlives the screen it is shown on.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<Zeroizing<String>> for SecretText {
    fn from(text: Zeroizing<String>) -> SecretText {
        SecretText(text)
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(…)")
    }
}

impl Serialize for SecretText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for SecretText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<SecretText, D::Error> {
        String::deserialize(deserializer).map(SecretText::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_crosses_a_socket_but_not_a_log() {
        let secret = SecretText::new("abandon ability able".into());
        let bytes = postcard::to_stdvec(&secret).unwrap();
        assert_eq!(postcard::from_bytes::<SecretText>(&bytes).unwrap(), secret);
        assert!(!format!("{secret:?}").contains("abandon"));
    }
}
