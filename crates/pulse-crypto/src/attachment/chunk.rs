//! How a size falls into chunks, and what makes each chunk its own.

use core::fmt;

use super::AttachmentError;
use crate::hash;
use crate::keys::{FORMAT_V1, Suite};
use crate::labels;
use crate::limits::{ATTACHMENT_BYTES_MAX, ATTACHMENT_CHUNK_LEN};
use crate::padding::padded_size;
use crate::primitives::aes_256_gcm::{NONCE_LEN, TAG_LEN};
use crate::secret::Secret;

/// Format and suite, which every chunk is sealed with: a key that meets the chunks of another format opens none of them.
pub(super) const ASSOCIATED_DATA: [u8; 3] = {
    let [suite_high, suite_low] = Suite::ONE.to_be_bytes();
    [FORMAT_V1, suite_high, suite_low]
};

const CHUNK_LEN: u64 = ATTACHMENT_CHUNK_LEN as u64;

/// The chunks of an attachment, which follow from its size alone. Both sides know the size before the first chunk, so a
/// wrong length is an error at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttachmentLayout {
    size: u64,
    padded: u64,
}

impl AttachmentLayout {
    /// The layout of `size` content bytes.
    pub fn of(size: u64) -> Result<Self, AttachmentError> {
        if size > ATTACHMENT_BYTES_MAX {
            return Err(AttachmentError::TooLarge);
        }
        Ok(Self {
            size,
            padded: padded_size(size),
        })
    }

    /// Content bytes of the whole.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Bytes at the server: the padded content and a tag per chunk.
    pub const fn encrypted_size(&self) -> u64 {
        self.padded + self.chunk_count() as u64 * TAG_LEN as u64
    }

    /// How many chunks there are: at least one.
    pub const fn chunk_count(&self) -> u32 {
        // At most 2^18 chunks of 2^16 bytes, and the padding's share: far below 2^32.
        self.padded.div_ceil(CHUNK_LEN) as u32
    }

    /// Content bytes in chunk `index`: what the encryptor wants next, zero in the chunks that are all padding.
    pub fn content_len(&self, index: u32) -> usize {
        part_of_chunk(self.size, index)
    }

    /// Encrypted bytes of chunk `index`, tag included.
    pub fn encrypted_len(&self, index: u32) -> usize {
        self.plaintext_len(index) + TAG_LEN
    }

    /// Padded bytes in chunk `index`.
    pub(super) fn plaintext_len(&self, index: u32) -> usize {
        part_of_chunk(self.padded, index)
    }

    /// Seven zero bytes, the chunk's number, and 1 for the last chunk.
    pub(super) const fn nonce(&self, index: u32) -> [u8; NONCE_LEN] {
        let [i0, i1, i2, i3] = index.to_be_bytes();
        let last = (index + 1 == self.chunk_count()) as u8;
        [0, 0, 0, 0, 0, 0, 0, i0, i1, i2, i3, last]
    }
}

/// How many of `total` bytes fall into chunk `index`.
fn part_of_chunk(total: u64, index: u32) -> usize {
    let rest = total
        .saturating_sub(u64::from(index) * CHUNK_LEN)
        .min(CHUNK_LEN);
    usize::try_from(rest).unwrap_or(ATTACHMENT_CHUNK_LEN)
}

/// What an upload remembers of each chunk it may have sent: a hash of the key, the place and the content. Durable before
/// the chunk leaves, so that a resumed upload never encrypts other bytes under a nonce that was used.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ChunkHash([u8; 32]);

impl ChunkHash {
    pub(super) fn of(
        key: &Secret<32>,
        layout: &AttachmentLayout,
        index: u32,
        content: &[u8],
    ) -> Self {
        let place = [&layout.size.to_be_bytes()[..], &index.to_be_bytes()].concat();
        Self(hash::labelled(
            labels::ATTACHMENT_CHUNK,
            &[key.as_bytes(), &place, content],
        ))
    }

    /// The hash as it was stored.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes to store.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for ChunkHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChunkHash(…)")
    }
}
