//! The pair key: what only the two devices of a pair can compute.

use crate::keys::{FORMAT_V1, IdentityKey, IdentityPublicKey, Suite};
use crate::labels;
use crate::primitives::hkdf;
use crate::sealed::SealError;
use crate::secret::{Secret, wiped_by_parts};
use zeroize::Zeroizing;

/// The part of the inner key that stays the same for a pair of identity keys, in both directions. It costs an agreement, so
/// keep it, as carefully as a private key: it lets its holder pose as either device towards the other, in the seal alone.
pub struct PairKey(Secret<32>);

impl PairKey {
    /// Bytes of a stored pair key.
    pub const LEN: usize = 1 + 2 + 32;

    /// The key between our device and a peer's; both find the same.
    ///
    /// # Errors
    /// [`SealError::Key`] when the agreement is zero.
    pub fn agree(own: &IdentityKey, peer: &IdentityPublicKey) -> Result<Self, SealError> {
        let agreement = own.agree(peer.as_bytes()).map_err(|_| SealError::Key)?;
        let own = own.public();
        let (low, high) = if own < *peer {
            (&own, peer)
        } else {
            (peer, &own)
        };
        let info = [
            labels::SEAL_PAIR.as_bytes(),
            low.as_bytes(),
            high.as_bytes(),
        ];
        Ok(Self(hkdf::derive(&[0; 32], &[agreement.as_bytes()], &info)))
    }

    /// The key's bytes, for the encrypted store: `format ‖ suite ‖ key`.
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        let mut out = Zeroizing::new(Vec::with_capacity(Self::LEN));
        out.push(FORMAT_V1);
        out.extend_from_slice(&Suite::ONE.to_be_bytes());
        out.extend_from_slice(self.0.as_bytes());
        out
    }

    /// The key that [`encode`](Self::encode) wrote.
    ///
    /// # Errors
    /// [`SealError::Malformed`] or [`SealError::UnknownFormat`].
    pub fn decode(bytes: &[u8]) -> Result<Self, SealError> {
        let ([format, suite @ ..], key) =
            bytes.split_first_chunk::<3>().ok_or(SealError::Malformed)?;
        if *format != FORMAT_V1 || *suite != Suite::ONE.to_be_bytes() {
            return Err(SealError::UnknownFormat);
        }
        Ok(Self(Secret::from_bytes(
            key.try_into().map_err(|_| SealError::Malformed)?,
        )))
    }

    pub(super) const fn as_secret(&self) -> &Secret<32> {
        &self.0
    }
}

wiped_by_parts!(PairKey, wiped: [0], others: []);

impl std::fmt::Debug for PairKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PairKey(…)")
    }
}
