//! The header key: hides which ratchet key and position a message has.

use std::sync::OnceLock;

use crate::primitives::aes_256_gcm::{self, TAG_LEN};
use crate::ratchet::header::{HEADER_LEN_MAX, Header};
use crate::ratchet::message::R_LEN;
use crate::secret::{Secret, wiped_by_parts};

/// The longest a sealed header can be, in bytes.
pub(super) const SEALED_HEADER_LEN_MAX: usize = HEADER_LEN_MAX + TAG_LEN;

/// The shortest a sealed header can be, in bytes.
pub(super) const SEALED_HEADER_LEN_MIN: usize = super::header::HEADER_LEN_MIN + TAG_LEN;

/// The key of the headers of one chain. It keeps its expanded key schedule once it was used, since a
/// chain's headers all share it and each received message may be tried under several.
pub(crate) struct HeaderKey {
    secret: Secret<32>,
    cipher: OnceLock<aes_256_gcm::Key>,
}

/// A sealed header on the stack.
pub(super) struct SealedHeader {
    bytes: [u8; SEALED_HEADER_LEN_MAX],
    len: usize,
}

// The cipher is aws-lc's, which wipes its key schedule.
wiped_by_parts!(HeaderKey, wiped: [secret], others: [cipher]);

impl HeaderKey {
    pub(crate) const fn new(secret: Secret<32>) -> Self {
        Self {
            secret,
            cipher: OnceLock::new(),
        }
    }

    pub(super) fn as_secret(&self) -> &Secret<32> {
        &self.secret
    }

    /// The length a header has once sealed.
    pub(super) fn sealed_len(header: &Header) -> usize {
        header.encoded_len() + TAG_LEN
    }

    /// Seals a header under the message's `R` as nonce.
    pub(super) fn seal(
        &self,
        r: &[u8; R_LEN],
        associated_data: &[u8],
        header: &Header,
    ) -> SealedHeader {
        let mut sealed = SealedHeader {
            bytes: [0; SEALED_HEADER_LEN_MAX],
            len: 0,
        };
        let encoded = header.encode();
        let (plain, rest) = sealed.bytes.split_at_mut(encoded.as_bytes().len());
        plain.copy_from_slice(encoded.as_bytes());
        let tag = self.cipher().seal_detached(r, associated_data, plain);
        rest.iter_mut().zip(tag).for_each(|(byte, tag)| *byte = tag);
        sealed.len = encoded.as_bytes().len() + TAG_LEN;
        sealed
    }

    /// Opens a header; `None` when it was sealed under another key, or is no header.
    pub(super) fn open(
        &self,
        r: &[u8; R_LEN],
        associated_data: &[u8],
        sealed: &[u8],
    ) -> Option<Header> {
        let mut buffer = [0; HEADER_LEN_MAX];
        let plain = buffer.get_mut(..sealed.len().checked_sub(TAG_LEN)?)?;
        self.cipher()
            .open_to(r, associated_data, sealed, plain)
            .ok()?;
        Header::decode(plain)
    }

    fn cipher(&self) -> &aes_256_gcm::Key {
        self.cipher
            .get_or_init(|| aes_256_gcm::Key::new(self.secret.as_bytes()))
    }
}

impl SealedHeader {
    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}
