//! Sealed sender: the envelope that tells the server for whom a message is, and nobody but the recipient from whom.
//!
//! ```text
//!   format ‖ suite ‖ ephemeral ‖ outer layer (the sender's address) ‖ inner layer (the padded plaintext)
//!
//!   outer key ◄── HKDF ◄── DH(ephemeral, recipient identity)            anybody can make one
//!                  │
//!                  ▼ chain
//!   inner key ◄── HKDF ◄── DH(sender identity, recipient identity)      only these two devices can
//! ```
//!
//! Opening goes in two steps, because between them the recipient looks up who the sender says it is: [`open_outer`] reads
//! the address, the caller checks it against the newest manifest it knows, and [`OuterOpened::open_inner`] proves it. Only
//! then is a session touched. The bytes are in `docs/crypto.md`, section "Seal".

mod address;
mod open;
mod pair_key;
mod seal;
mod seal_keys;

use thiserror::Error;

pub use address::{RecipientAddress, SenderAddress};
pub use open::{OuterOpened, open_outer};
pub use pair_key::PairKey;
pub use seal::seal;

pub(crate) use seal::seal_layers;

/// Format byte, suite and ephemeral key.
const PREFIX_LEN: usize = 1 + 2 + 32;

/// Why a seal was not made or not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SealError {
    /// The bytes are not a seal (or a stored pair key).
    #[error("malformed")]
    Malformed,
    /// A format byte or suite that this version does not know.
    #[error("unknown format or suite")]
    UnknownFormat,
    /// The outer layer was not made for this recipient, or was changed.
    #[error("not for this recipient")]
    NotForUs,
    /// The inner layer was not made by the device that the address names, or was changed.
    #[error("not from this sender")]
    NotFromSender,
    /// An identity key that no honest device has: the agreement came out as zero.
    #[error("unusable public key")]
    Key,
    /// The plaintext is longer than a seal may carry.
    #[error("plaintext too long")]
    TooLong,
}
