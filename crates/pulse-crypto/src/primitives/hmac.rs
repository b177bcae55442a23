//! HMAC-SHA-256 (RFC 2104), by RustCrypto.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::secret::Secret;

/// HMAC over the plain concatenation of `parts`.
pub(crate) fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    keyed(key, parts).finalize().into_bytes().into()
}

/// HMAC as a KDF step, such as a chain key's: the output is a secret.
pub(crate) fn derive(key: &Secret<32>, parts: &[&[u8]]) -> Secret<32> {
    Secret::from_bytes(hmac_sha256(key.as_bytes(), parts))
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
fn keyed(key: &[u8], parts: &[&[u8]]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("every length is a key");
    for part in parts {
        mac.update(part);
    }
    mac
}
