//! The message key: what encrypts the body of one message.

use zeroize::Zeroizing;

use crate::labels;
use crate::primitives::{aes_256_gcm, hkdf};
use crate::ratchet::RatchetError;
use crate::ratchet::message::R_LEN;
use crate::secret::Secret;

/// Where a secret of a message comes from. Which kinds a session uses, and in which order, is fixed by
/// its transcript; only a new handshake adds one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum SecretKind {
    /// The symmetric chain of the Double Ratchet.
    Chain = 1,
}

/// The kinds of a session of suite 1, in their order.
pub(crate) const KINDS: [SecretKind; 1] = [SecretKind::Chain];

/// The key and nonce of one body. Used once, which is why its methods consume it.
pub(super) struct MessageKey {
    key: aes_256_gcm::Key,
    nonce: [u8; aes_256_gcm::NONCE_LEN],
}

impl MessageKey {
    /// The key for this ordered list of secrets and this message's `R`. Because `R` is the salt, two
    /// messages made from the same secrets (by a clone of the state) still have keys of their own.
    pub(super) fn derive(
        secrets: &[(SecretKind, &Secret<32>); KINDS.len()],
        r: &[u8; R_LEN],
    ) -> Self {
        let material = Self::material(secrets, r);
        let [key @ .., n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11] = material.as_bytes();
        Self {
            key: aes_256_gcm::Key::new(key),
            nonce: [*n0, *n1, *n2, *n3, *n4, *n5, *n6, *n7, *n8, *n9, *n10, *n11],
        }
    }

    /// Key and nonce, one after the other.
    pub(super) fn material(
        secrets: &[(SecretKind, &Secret<32>); KINDS.len()],
        r: &[u8; R_LEN],
    ) -> Secret<44> {
        let heads = secrets.map(|(kind, _)| [kind as u8, 0, 32]);
        let mut list: [&[u8]; 2 * KINDS.len()] = [&[]; 2 * KINDS.len()];
        for ((entry, head), (_, secret)) in list
            .as_chunks_mut::<2>()
            .0
            .iter_mut()
            .zip(&heads)
            .zip(secrets)
        {
            *entry = [head, secret.as_bytes()];
        }
        hkdf::derive(r, &list, &[labels::RATCHET_BODY.as_bytes()])
    }

    /// Appends the sealed `plaintext` to `message`, which so far holds what precedes the body.
    pub(super) fn seal(self, associated_data: &[u8], plaintext: &[u8], message: &mut Vec<u8>) {
        let start = message.len();
        message.extend_from_slice(plaintext);
        self.key
            .seal_tail(&self.nonce, associated_data, message, start);
    }

    /// Opens a body: ciphertext and tag.
    ///
    /// # Errors
    /// [`RatchetError::Authentication`] when it is not what the peer sealed.
    pub(super) fn open(
        self,
        associated_data: &[u8],
        body: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, RatchetError> {
        self.key
            .open(&self.nonce, associated_data, body)
            .map_err(|_| RatchetError::Authentication)
    }
}
