//! What can be said about a link while it is typed.

use pulse_client::{AccountId, ServerLink};

/// Whether what was typed is nothing yet, or only the beginning of a link's first word: no reason to complain.
pub(in crate::ui) fn is_begun_link(typed: &str) -> bool {
    const SCHEME: &str = "pulse://";
    let typed = typed.trim().to_lowercase();
    SCHEME.starts_with(&typed)
}

/// The beginning of an account's id, as far as people read it.
pub(in crate::ui) fn short_id(account: AccountId) -> String {
    const SHOWN: usize = 8;
    let id = account.to_string();
    let shown: String = id.chars().take(SHOWN).collect();
    format!("{shown}…")
}

/// The bytes of a scanned code that is no text, as it is handed over: in hexadecimal digits.
pub(in crate::ui) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text
        .chars()
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty()
        .then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

/// A server as people call it: its name, and its port when that is not the usual one.
pub(in crate::ui) fn server_name(server: &ServerLink) -> String {
    let server = ServerLink {
        fingerprint: None,
        ..server.clone()
    };
    let link = server.to_string();
    let name = link.strip_prefix("pulse://").unwrap_or(&link);
    name.trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_letters_of_a_link_are_no_mistake() {
        for begun in ["", "  ", "p", "pulse", "PULSE:/", "pulse://"] {
            assert!(is_begun_link(begun), "{begun}");
        }
        for wrong in ["https", "pulse://a b", "hello"] {
            assert!(!is_begun_link(wrong), "{wrong}");
        }
    }

    #[test]
    fn hexadecimal_digits_become_bytes() {
        assert_eq!(from_hex("00ff1A"), Some(vec![0, 255, 26]));
        assert_eq!(from_hex("0"), None);
        assert_eq!(from_hex("zz"), None);
    }
}
