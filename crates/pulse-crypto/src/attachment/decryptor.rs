//! The receiving side: encrypted chunks in, content out, and a verdict at the end.

use core::fmt;

use zeroize::Zeroizing;

use super::chunk::ASSOCIATED_DATA;
use super::encryptor::start_digest;
use super::{AttachmentDigest, AttachmentError, AttachmentLayout};
use crate::hash::eq_constant_time;
use crate::primitives::aes_256_gcm;
use crate::primitives::sha2::Sha256;
use crate::secret::{Secret, wiped_by_parts};

/// Decrypts the chunks of one attachment in order.
///
/// What it returns belongs in a temporary file of our own until [`finish`](Self::finish) has said that the digest is right;
/// only then may the user's file come to be, by a rename.
pub struct Decryptor {
    key: aes_256_gcm::Key,
    layout: AttachmentLayout,
    next: u32,
    damaged: bool,
    hasher: Sha256,
    digest: AttachmentDigest,
}

impl Decryptor {
    /// Begins an attachment, with the key, size and digest that its message named.
    pub fn new(
        key: &Secret<32>,
        size: u64,
        digest: AttachmentDigest,
    ) -> Result<Self, AttachmentError> {
        Ok(Self {
            key: aes_256_gcm::Key::new(key.as_bytes()),
            layout: AttachmentLayout::of(size)?,
            next: 0,
            damaged: false,
            hasher: start_digest(key),
            digest,
        })
    }

    /// How the attachment falls into chunks: the caller cuts the download accordingly.
    pub const fn layout(&self) -> &AttachmentLayout {
        &self.layout
    }

    /// Opens the next chunk and returns its content without padding. After an error nothing more is opened: throw away what
    /// came so far.
    pub fn decrypt_chunk(&mut self, chunk: &[u8]) -> Result<Zeroizing<Vec<u8>>, AttachmentError> {
        let index = self.next;
        if index == self.layout.chunk_count() || chunk.len() != self.layout.encrypted_len(index) {
            self.damaged = true;
            return Err(AttachmentError::WrongLength);
        }
        let content = if self.damaged {
            None
        } else {
            self.open(index, chunk)
        };
        let Some(content) = content else {
            self.damaged = true;
            return Err(AttachmentError::Corrupt);
        };
        self.hasher.update(chunk);
        self.next += 1;
        Ok(content)
    }

    /// The verdict, after the last chunk: whether this is the attachment that the message named.
    pub fn finish(self) -> Result<(), AttachmentError> {
        if self.damaged {
            return Err(AttachmentError::Corrupt);
        }
        if self.next != self.layout.chunk_count() {
            return Err(AttachmentError::WrongLength);
        }
        if eq_constant_time(&self.hasher.finish(), &self.digest) {
            Ok(())
        } else {
            Err(AttachmentError::Corrupt)
        }
    }

    fn open(&self, index: u32, chunk: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let nonce = self.layout.nonce(index);
        let mut content = self.key.open(&nonce, &ASSOCIATED_DATA, chunk).ok()?;
        let (_, padding) = content.split_at_checked(self.layout.content_len(index))?;
        if padding.iter().any(|byte| *byte != 0) {
            return None;
        }
        content.truncate(self.layout.content_len(index));
        Some(content)
    }
}

// The key is aws-lc's, which wipes its schedule.
wiped_by_parts!(
    Decryptor,
    wiped: [hasher],
    others: [key, layout, next, damaged, digest]
);

impl fmt::Debug for Decryptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decryptor")
            .field("layout", &self.layout)
            .field("next", &self.next)
            .finish_non_exhaustive()
    }
}
