//! Attachments: encrypted in chunks as they stream, so that nothing is ever whole in memory.
//!
//! AES-256-GCM in the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár, "Online Authenticated-Encryption and its
//! Nonce-Reuse Misuse-Resistance"): the nonce of a chunk is seven zero bytes, its number and whether it is the last. A chunk
//! that is missing, moved, repeated or taken from elsewhere does not open, and a shortened stream has no last chunk. Each
//! attachment has a fresh key, so the numbers can start at zero; GCM does not commit to its key, so a digest over key and
//! ciphertext travels with the key and does.
//!
//! The content is followed by zeros up to its Padmé size. Its true size travels with the key, inside the message.

mod chunk;
mod decryptor;
mod encryptor;

pub use chunk::{AttachmentLayout, ChunkHash};
pub use decryptor::Decryptor;
pub use encryptor::{EncryptedChunk, Encryptor};

/// The digest of an encrypted attachment: SHA-256 over label, key and the whole ciphertext.
pub type AttachmentDigest = [u8; 32];

/// Why an attachment was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AttachmentError {
    /// The size is beyond [`crate::limits::ATTACHMENT_BYTES_MAX`].
    #[error("the attachment is too large")]
    TooLarge,
    /// A resumed upload reads other bytes than before: start again with a new key and a new id.
    #[error("the file changed since its upload began")]
    SourceChanged,
    /// The ciphertext was changed, shortened, reordered or is another one. What was decrypted so far is thrown away.
    #[error("the attachment is damaged")]
    Corrupt,
    /// The caller stopped too early, went on too far, or gave a chunk of the wrong length.
    #[error("a chunk is missing, too many or of the wrong length")]
    WrongLength,
}
