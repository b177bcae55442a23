//! What one handshake takes from the server, and what the other side needs to answer it.

use super::{PrekeyError, PrekeyKind, PublicPrekey, SecretPrekey};
use crate::keys::{AccountId, DeviceId, SigningPublicKey};
use crate::limits::PREKEY_DAYS_AHEAD_MAX;

/// The prekeys of one device for one handshake. The server hands out each one-time key at most once; when the stock is
/// empty, `one_time` is absent and `kem` is the last resort, never a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrekeyBundle {
    /// The signed X25519 prekey.
    pub signed: PublicPrekey,
    /// A one-time X25519 prekey, if one was left.
    pub one_time: Option<PublicPrekey>,
    /// A one-time or the last-resort ML-KEM prekey.
    pub kem: PublicPrekey,
}

impl PrekeyBundle {
    /// Checks that each prekey is of the kind its place wants, signed by this device, and not from a day after `today` (days
    /// since 1970; two are given to the clocks).
    ///
    /// How *old* a prekey may be is not decided here: a device that was away for months honestly has an old one. Whoever
    /// writes to a device remembers its newest and refuses to go back (`docs/crypto.md`, "Prekeys").
    pub fn verify(
        &self,
        account: &AccountId,
        device: DeviceId,
        key: &SigningPublicKey,
        today: u32,
    ) -> Result<(), PrekeyError> {
        let kinds_fit = self.signed.kind == PrekeyKind::Signed
            && self
                .one_time
                .as_ref()
                .is_none_or(|one_time| one_time.kind == PrekeyKind::OneTime)
            && self.kem.kind.is_kem();
        if !kinds_fit {
            return Err(PrekeyError::Malformed);
        }
        self.signed.verify(account, device, key)?;
        if let Some(one_time) = &self.one_time {
            one_time.verify(account, device, key)?;
        }
        self.kem.verify(account, device, key)?;
        // Only what is signed: the day of a one-time X25519 prekey is anybody's word.
        let newest = self.signed.day.max(self.kem.day);
        if newest > today.saturating_add(PREKEY_DAYS_AHEAD_MAX) {
            return Err(PrekeyError::FromTheFuture);
        }
        Ok(())
    }
}

/// The private halves of the prekeys that a first message names.
#[derive(Debug)]
pub struct BundleSecrets {
    /// The signed X25519 prekey.
    pub signed: SecretPrekey,
    /// The one-time X25519 prekey, if the message names one.
    pub one_time: Option<SecretPrekey>,
    /// The ML-KEM prekey.
    pub kem: SecretPrekey,
}
