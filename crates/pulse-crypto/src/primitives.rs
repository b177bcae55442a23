//! Third-party cryptography is named in this folder alone: one file per primitive, each a thin wrapper that takes keys and
//! randomness from the caller and adds the checks its library leaves out.

pub(crate) mod aes_256_gcm;
pub(crate) mod argon2id;
pub(crate) mod ed25519;
pub(crate) mod hkdf;
pub(crate) mod hmac;
pub(crate) mod ml_kem;
pub(crate) mod sha2;
pub(crate) mod word_list;
pub(crate) mod x25519;

/// A primitive refused its input: a forged tag or signature, a key that is not one, an agreement that came out as zero.
///
/// It says no more on purpose: an attacker must not learn which check failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("refused by a cryptographic primitive")]
pub(crate) struct Refused;
