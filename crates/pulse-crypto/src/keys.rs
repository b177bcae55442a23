//! Who is who: account and device ids, and the keys that speak for them.
//!
//! Signing and agreement use separate keys. Public keys have their own types and are checked when they are made, so that
//! nothing later has to check again; private keys are made from the caller's bytes and leave only as [`Secret`]s.
//!
//! [`Secret`]: crate::secret::Secret

mod account_id;
mod capabilities;
mod device_id;
mod identity_key;
mod root_key;
mod signing_key;
mod suite;

pub use account_id::AccountId;
pub use capabilities::Capabilities;
pub use device_id::DeviceId;
pub use identity_key::{IdentityKey, IdentityPublicKey};
pub use root_key::{RootKey, RootPublicKey};
pub use signing_key::{SigningKey, SigningPublicKey};
pub use suite::{FORMAT_V1, Suite};

/// Bytes of an Ed25519 signature.
pub const SIGNATURE_LEN: usize = 64;

/// Why a key, an id or a signature was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The bytes are no public key that Pulse accepts: wrong length, not canonical, or of small order.
    #[error("not an acceptable public key")]
    InvalidKey,
    /// The text is no account id.
    #[error("not an account id")]
    InvalidId,
    /// The signature does not fit label, parts and key.
    #[error("the signature does not verify")]
    InvalidSignature,
    /// A suite or format this version does not know.
    #[error("unknown suite")]
    UnknownSuite,
}
