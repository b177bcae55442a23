//! AES-256-GCM with 96-bit nonces and 128-bit tags (SP 800-38D), by aws-lc.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use zeroize::Zeroizing;

use super::Refused;

/// Bytes of a key.
pub(crate) const KEY_LEN: usize = 32;
/// Bytes of a nonce.
pub(crate) const NONCE_LEN: usize = 12;
/// Bytes of a tag.
pub(crate) const TAG_LEN: usize = 16;

/// A key with its expanded schedule, which aws-lc wipes when it is dropped. The caller never uses a nonce twice.
pub(crate) struct Key(LessSafeKey);

impl Key {
    #[expect(
        clippy::expect_used,
        reason = "32 bytes always are a key; aws-lc fails here only without memory"
    )]
    pub(crate) fn new(key: &[u8; KEY_LEN]) -> Self {
        Self(LessSafeKey::new(
            UnboundKey::new(&AES_256_GCM, key).expect("32 bytes are a key"),
        ))
    }

    /// Encrypts `data` in place and returns its tag.
    #[expect(
        clippy::expect_used,
        reason = "GCM refuses only inputs beyond 64 GiB, which no buffer here can hold"
    )]
    pub(crate) fn seal_detached(
        &self,
        nonce: &[u8; NONCE_LEN],
        aad: &[u8],
        data: &mut [u8],
    ) -> [u8; TAG_LEN] {
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let tag = self
            .0
            .seal_in_place_separate_tag(nonce, Aad::from(aad), data)
            .expect("below 64 GiB");
        let mut bytes = [0; TAG_LEN];
        bytes.copy_from_slice(tag.as_ref());
        bytes
    }

    /// Encrypts `data` from `from` on in place and appends the tag: for messages whose first bytes are in clear.
    pub(crate) fn seal_tail(
        &self,
        nonce: &[u8; NONCE_LEN],
        aad: &[u8],
        data: &mut Vec<u8>,
        from: usize,
    ) {
        let tag = self.seal_detached(nonce, aad, data.get_mut(from..).unwrap_or_default());
        data.extend_from_slice(&tag);
    }

    /// Encrypts all of `data` in place and appends the tag.
    pub(crate) fn seal_in_place(&self, nonce: &[u8; NONCE_LEN], aad: &[u8], data: &mut Vec<u8>) {
        self.seal_tail(nonce, aad, data, 0);
    }

    /// Opens `sealed` (ciphertext ‖ tag) into `plaintext`, which is exactly [`TAG_LEN`] shorter. `sealed` stays as it is, so
    /// another key can be tried.
    pub(crate) fn open_to(
        &self,
        nonce: &[u8; NONCE_LEN],
        aad: &[u8],
        sealed: &[u8],
        plaintext: &mut [u8],
    ) -> Result<(), Refused> {
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let split = sealed
            .len()
            .checked_sub(TAG_LEN)
            .filter(|len| *len == plaintext.len())
            .ok_or(Refused)?;
        let (ciphertext, tag) = sealed.split_at(split);
        self.0
            .open_separate_gather(nonce, Aad::from(aad), ciphertext, tag, plaintext)
            .map_err(|_| Refused)
    }

    /// Opens `sealed` (ciphertext ‖ tag) into a new buffer.
    pub(crate) fn open(
        &self,
        nonce: &[u8; NONCE_LEN],
        aad: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Refused> {
        let len = sealed.len().checked_sub(TAG_LEN).ok_or(Refused)?;
        let mut plaintext = Zeroizing::new(vec![0; len]);
        self.open_to(nonce, aad, sealed, &mut plaintext)?;
        Ok(plaintext)
    }
}

impl core::fmt::Debug for Key {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("aes_gcm::Key(…)")
    }
}
