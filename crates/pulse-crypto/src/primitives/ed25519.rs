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
