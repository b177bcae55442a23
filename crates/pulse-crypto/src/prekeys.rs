//! Prekeys: keys left at the server so that somebody can write to a device that is asleep.
//!
//! A device publishes one signed X25519 prekey, one-time X25519 prekeys, one-time ML-KEM-1024 prekeys and one last-resort
//! ML-KEM prekey. The signed prekey and every KEM prekey carry a signature of the device; one-time X25519 prekeys need none,
//! because a forged one only weakens what the signed ones already protect.

mod bundle;
mod kind;
mod public_prekey;
mod secret_prekey;

pub use bundle::{BundleSecrets, PrekeyBundle};
pub use kind::{PrekeyId, PrekeyKind};
pub use public_prekey::PublicPrekey;
pub use secret_prekey::SecretPrekey;

/// Why a prekey was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PrekeyError {
    /// Not a prekey: unknown kind or format, wrong length, a key that is none, a signature too few or too many.
    #[error("not an acceptable prekey")]
    Malformed,
    /// The device named did not sign it like this.
    #[error("the prekey's signature does not verify")]
    InvalidSignature,
    /// It says it was made on a day that has not come yet.
    #[error("the prekey is from the future")]
    FromTheFuture,
}
