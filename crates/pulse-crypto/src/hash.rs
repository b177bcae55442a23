//! SHA-256 and HMAC-SHA-256 as the rest of Pulse uses them: with labels, and with parts that cannot run into each other.

use core::fmt;

use subtle::ConstantTimeEq;

use crate::primitives::{hkdf, hmac, sha2};
use crate::secret::Secret;

/// A domain-separation label: the first bytes of everything that is hashed, signed or derived for one purpose.
///
/// Labels are made in [`crate::labels`] alone, where a test proves that none is a prefix of another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label(&'static str);

impl Label {
    pub(crate) const fn new(text: &'static str) -> Self {
        Self(text)
    }

    /// The label's ASCII bytes, as they enter a hash, a KDF or a signature.
    pub const fn as_bytes(&self) -> &'static [u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Label({})", self.0)
    }
}

/// SHA-256 over the plain concatenation of `parts`. For bytes that already are one unambiguous object, such as a signed
/// manifest; everything composite goes through [`labelled`].
pub fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    sha2::sha256(parts)
}

/// SHA-256 over the [labelled encoding](labelled_bytes) of `parts`: two different lists never have the same input.
pub fn labelled(label: Label, parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = sha2::Sha256::new();
    hasher.update(label.as_bytes());
    for part in parts {
        hasher.update(&length_prefix(part));
        hasher.update(part);
    }
    hasher.finish()
}

/// The injective encoding under every labelled hash and signature: the label, then each part behind its length (`u32`,
/// big-endian).
pub fn labelled_bytes(label: Label, parts: &[&[u8]]) -> Vec<u8> {
    let len = label.as_bytes().len() + parts.iter().map(|part| 4 + part.len()).sum::<usize>();
    let mut bytes = Vec::with_capacity(len);
    bytes.extend_from_slice(label.as_bytes());
    for part in parts {
        bytes.extend_from_slice(&length_prefix(part));
        bytes.extend_from_slice(part);
    }
    bytes
}

/// HMAC-SHA-256 over the plain concatenation of `parts`.
pub fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    hmac::hmac_sha256(key, parts)
}

/// A key of `N` bytes (at most 8,160) from another key, for one purpose: HKDF-SHA-256 without salt, whose info is the
/// [labelled encoding](labelled_bytes) of `parts`.
pub fn derive<const N: usize>(label: Label, key: &Secret<32>, parts: &[&[u8]]) -> Secret<N> {
    hkdf::derive(&[], &[key.as_bytes()], &[&labelled_bytes(label, parts)])
}

/// A key of `N` bytes (at most 8,160) by plain HKDF-SHA-256 without salt, whose info is the label and then the concatenation of
/// `parts`. For layouts that are fixed without lengths, where each part has one length only; new ones use [`derive`](fn@derive).
pub fn derive_plain<const N: usize>(label: Label, key: &Secret<32>, parts: &[&[u8]]) -> Secret<N> {
    let info = [&[label.as_bytes()], parts].concat();
    hkdf::derive(&[], &[key.as_bytes()], &info)
}

/// Compares without telling by its duration where the first difference is. Different lengths are unequal at once: lengths
/// are never secret here.
pub fn eq_constant_time(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}

/// No part reaches 4 GiB: frames, manifests and prekeys end far below, so the saturation never happens; if it did, two
/// such parts would still differ in what follows.
fn length_prefix(part: &[u8]) -> [u8; 4] {
    u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labels;

    #[test]
    fn the_labelled_hash_is_the_hash_of_the_labelled_bytes() {
        let parts: [&[u8]; 3] = [b"one", b"", b"three"];
        let bytes = labelled_bytes(labels::ACCOUNT_ID, &parts);
        assert_eq!(labelled(labels::ACCOUNT_ID, &parts), sha256(&[&bytes]));
    }

    #[test]
    fn moving_a_byte_between_parts_changes_the_hash() {
        let label = labels::ACCOUNT_ID;
        assert_ne!(
            labelled(label, &[b"ab", b"c"]),
            labelled(label, &[b"a", b"bc"])
        );
        assert_ne!(labelled(label, &[b"ab"]), labelled(label, &[b"ab", b""]));
        assert_ne!(
            labelled(label, &[b"ab"]),
            labelled(labels::ROOT_KEY, &[b"ab"])
        );
    }

    #[test]
    fn constant_time_equality_agrees_with_equality() {
        assert!(eq_constant_time(b"same", b"same"));
        assert!(!eq_constant_time(b"same", b"sbme"));
        assert!(!eq_constant_time(b"same", b"sam"));
    }
}
