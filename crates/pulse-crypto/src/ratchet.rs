//! The Double Ratchet with header encryption: the messages of one session.
//!
//! ```text
//!                     root key ──DH──► root key ──DH──► …          (root_key)
//!                        │                │
//!                        ▼                ▼
//!   header key, chain key ─► chain key ─► chain key …              (header_key, chain_key)
//!                    │            │
//!                    ▼            ▼
//!               chain secret  chain secret                         (one for each message)
//!                    │  + R       │  + R
//!                    ▼            ▼
//!               message key   message key                          (message_key)
//! ```
//!
//! The specification is "The Double Ratchet Algorithm", its section on header encryption; the bytes
//! are in `docs/crypto.md`, sections "Message" and "Session state". Three things differ from the
//! specification's pseudocode, and each is the safer side of a choice it leaves open:
//!
//! - Every message carries twelve fresh random bytes `R`, the nonce of its header and the salt of its
//!   message key, so that a cloned state never repeats a key together with a nonce.
//! - The sending half of a DH step waits until something is sent. The new ratchet key then did not
//!   exist when an older state was stolen, and a message received costs one agreement, not two.
//! - A second message at a used position is an error of its own ([`RatchetError::Used`]): it shows
//!   that the peer's state was cloned.

mod chain_key;
mod chains;
mod encoding;
#[cfg(test)]
mod forward_secrecy;
mod header;
mod header_key;
mod key_name;
mod message;
mod message_key;
mod past_chains;
mod ratchet_key;
mod receive;
mod root_key;
mod session;
mod skipped_keys;

use thiserror::Error;

#[doc(hidden)]
pub use key_name::KeyName;
pub use session::Session;

pub(crate) use header_key::HeaderKey;
pub(crate) use message_key::{KINDS, SecretKind};
pub(crate) use ratchet_key::{RatchetKey, RatchetPublicKey};
pub(crate) use root_key::RootKey;
pub(crate) use session::InitialSecrets;

/// Names a session: the hash of the handshake's transcript, the same on both sides.
///
/// It is part of the associated data of every message. The order is that of the bytes; when two
/// devices began at once, both send on the session with the smaller id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId([u8; 32]);

impl SessionId {
    /// The id with these bytes, as stored or as found by a handshake.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for SessionId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionId(…)")
    }
}

/// Why a message was not made or not opened, or a stored session not read. No variant changes a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RatchetError {
    /// The bytes are not a message (or a stored session) of this format.
    #[error("malformed")]
    Malformed,
    /// A format byte or suite that this version does not know.
    #[error("unknown format or suite")]
    UnknownFormat,
    /// No header key of this session opens it; another session of the pair may.
    #[error("not for this session")]
    NotForThisSession,
    /// It would skip more messages at once than [`SKIPPED_PER_JUMP_MAX`](crate::limits::SKIPPED_PER_JUMP_MAX).
    #[error("too far ahead")]
    TooFarAhead,
    /// Its key was dropped unused: too old, or too many messages were missing.
    #[error("too old")]
    TooOld,
    /// A message at a position that was used before, or from a chain that forked. Exact duplicates are
    /// recognised before decryption, so the sender's state was cloned.
    #[error("position used before")]
    Used,
    /// The header is the peer's, the body is not what the peer sealed.
    #[error("authentication failed")]
    Authentication,
    /// The responder sends only after it has received the first message.
    #[error("cannot send before the first message was received")]
    CannotSendYet,
    /// The chain is as long as it may become; an answer of the peer begins a new one.
    #[error("sending chain exhausted")]
    ChainExhausted,
}
