//! X25519 (RFC 7748), by aws-lc, always from the caller's bytes. An agreement that comes out as zero is refused.

use aws_lc_rs::agreement::{self, UnparsedPublicKey, X25519, agree};
use subtle::ConstantTimeEq;

use super::Refused;
use crate::secret::Secret;

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
