//! HMAC-SHA-256 (RFC 2104), by RustCrypto.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::hash::Label;
use crate::secret::Secret;

/// HMAC over the plain concatenation of `parts`.
pub(crate) fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    keyed(key, parts).finalize().into_bytes().into()
}

/// HMAC as a KDF: a key that several secrets are derived from. The key's own two blocks are hashed once.
pub(crate) struct KdfKey(Hmac<Sha256>);

impl KdfKey {
    pub(crate) fn new(key: &Secret<32>) -> Self {
        Self(keyed(key.as_bytes(), &[]))
    }

    /// The secret for this purpose.
    pub(crate) fn derive(&self, label: Label) -> Secret<32> {
        let mut mac = self.0.clone();
        mac.update(label.as_bytes());
        Secret::from_bytes(mac.finalize().into_bytes().into())
    }
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
fn keyed(key: &[u8], parts: &[&[u8]]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("every length is a key");
    for part in parts {
        mac.update(part);
    }
    mac
}
