//! The sending side: content in, encrypted chunks and their digest out.

use core::fmt;

use super::chunk::ASSOCIATED_DATA;
use super::{AttachmentDigest, AttachmentError, AttachmentLayout, ChunkHash};
use crate::labels;
use crate::primitives::aes_256_gcm::{self, TAG_LEN};
use crate::primitives::sha2::Sha256;
use crate::secret::{Secret, wiped_by_parts};

/// An encrypted chunk, and what to remember of it before it leaves.
#[derive(Debug)]
pub struct EncryptedChunk {
    /// Ciphertext and tag, as they are uploaded.
    pub bytes: Vec<u8>,
    /// To be stored before `bytes` are sent.
    pub hash: ChunkHash,
}

/// Encrypts the chunks of one attachment in order.
pub struct Encryptor {
    secret: Secret<32>,
    key: aes_256_gcm::Key,
    layout: AttachmentLayout,
    recorded: Vec<ChunkHash>,
    next: u32,
    digest: Sha256,
}

impl Encryptor {
    /// Begins an attachment of `size` content bytes. `key` is fresh: never use one for two attachments.
    pub fn new(key: Secret<32>, size: u64) -> Result<Self, AttachmentError> {
        Self::resume(key, size, Vec::new())
    }

    /// Begins again after an interruption, with the hashes that were stored so far. The source is read from its start: each
    /// chunk that has a hash is encrypted only if its content is still the same, which also restores the digest.
    pub fn resume(
        key: Secret<32>,
        size: u64,
        recorded: Vec<ChunkHash>,
    ) -> Result<Self, AttachmentError> {
        let layout = AttachmentLayout::of(size)?;
        Ok(Self {
            digest: start_digest(&key),
            key: aes_256_gcm::Key::new(key.as_bytes()),
            secret: key,
            layout,
            recorded,
            next: 0,
        })
    }

    /// How the attachment falls into chunks.
    pub const fn layout(&self) -> &AttachmentLayout {
        &self.layout
    }

    /// Encrypts the next chunk. `content` has exactly the [length](AttachmentLayout::content_len) of that chunk; nothing
    /// happens otherwise. After `SourceChanged` the whole attachment starts again with a new key.
    pub fn encrypt_chunk(&mut self, content: &[u8]) -> Result<EncryptedChunk, AttachmentError> {
        let index = self.next;
        if index == self.layout.chunk_count() || content.len() != self.layout.content_len(index) {
            return Err(AttachmentError::WrongLength);
        }
        let hash = ChunkHash::of(&self.secret, &self.layout, index, content);
        let recorded = usize::try_from(index)
            .ok()
            .and_then(|index| self.recorded.get(index));
        if recorded.is_some_and(|recorded| *recorded != hash) {
            return Err(AttachmentError::SourceChanged);
        }

        let plaintext_len = self.layout.plaintext_len(index);
        let mut bytes = Vec::with_capacity(plaintext_len + TAG_LEN);
        bytes.extend_from_slice(content);
        bytes.resize(plaintext_len, 0);
        self.key
            .seal_in_place(&self.layout.nonce(index), &ASSOCIATED_DATA, &mut bytes);
        self.digest.update(&bytes);
        self.next += 1;
        Ok(EncryptedChunk { bytes, hash })
    }

    /// The digest, after the last chunk: it travels with key and size inside the message.
    pub fn finish(self) -> Result<AttachmentDigest, AttachmentError> {
        if self.next != self.layout.chunk_count() {
            return Err(AttachmentError::WrongLength);
        }
        Ok(self.digest.finish())
    }
}

// The key is aws-lc's, which wipes its schedule. The hashes are of the key and content together, and tell neither.
wiped_by_parts!(
    Encryptor,
    wiped: [secret, digest],
    others: [key, layout, recorded, next]
);

impl fmt::Debug for Encryptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encryptor")
            .field("layout", &self.layout)
            .field("next", &self.next)
            .finish_non_exhaustive()
    }
}

/// `SHA-256(label ‖ key ‖ ciphertext)`, up to the ciphertext.
pub(super) fn start_digest(key: &Secret<32>) -> Sha256 {
    let mut digest = Sha256::new();
    digest.update(labels::ATTACHMENT_DIGEST.as_bytes());
    digest.update(key.as_bytes());
    digest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash;

    /// The bytes by hand: padded with zeros to 256, nonce of zeros but for counter and last flag, format and suite as
    /// associated data, digest over all.
    #[test]
    fn chunks_and_digest_are_as_documented() {
        let content = vec![3; 64 * 1024 + 1];
        let secret = Secret::from_bytes([2; 32]);
        let mut encryptor = Encryptor::new(secret.clone(), content.len() as u64).unwrap();
        let first = encryptor.encrypt_chunk(&content[..64 * 1024]).unwrap();
        let second = encryptor.encrypt_chunk(&content[64 * 1024..]).unwrap();

        let key = aes_256_gcm::Key::new(secret.as_bytes());
        let mut by_hand = content[..64 * 1024].to_vec();
        key.seal_in_place(&[0; 12], &[1, 0, 1], &mut by_hand);
        assert!(first.bytes == by_hand);
        let mut by_hand = [&[3][..], &[0; 2047]].concat();
        let last = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1];
        key.seal_in_place(&last, &[1, 0, 1], &mut by_hand);
        assert!(second.bytes == by_hand);

        let digest = hash::sha256(&[
            b"Pulse v1 attachment digest",
            &[2; 32],
            &first.bytes,
            &second.bytes,
        ]);
        assert_eq!(encryptor.finish(), Ok(digest));
    }
}
