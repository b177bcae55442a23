//! The half of a prekey that the server hands out.

use core::fmt;

use super::{PrekeyError, PrekeyId, PrekeyKind};
use crate::keys::{
    AccountId, DeviceId, FORMAT_V1, SIGNATURE_LEN, SigningKey, SigningPublicKey, Suite,
};
use crate::labels;
use crate::primitives::{ml_kem, x25519};

/// A public prekey as it travels. The fields are unchecked until [`verify`](Self::verify) says so.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicPrekey {
    /// What it is for.
    pub kind: PrekeyKind,
    /// Its number.
    pub id: PrekeyId,
    /// The day it was made, in days since 1970.
    pub day: u32,
    /// The key: 32 bytes for X25519, 1,568 for ML-KEM-1024.
    pub public: Vec<u8>,
    /// The device's signature; a one-time X25519 prekey has none.
    pub signature: Option<[u8; SIGNATURE_LEN]>,
}

impl PublicPrekey {
    /// Checks that this is a prekey of its kind and that the device signed it, if its kind is signed. Called by the server
    /// when prekeys are uploaded and by every client before it uses one.
    pub fn verify(
        &self,
        account: &AccountId,
        device: DeviceId,
        key: &SigningPublicKey,
    ) -> Result<(), PrekeyError> {
        match (self.kind.is_signed(), &self.signature) {
            (true, Some(signature)) => key
                .verify(
                    labels::PREKEY,
                    &self.signed_parts(account, device).as_slices(),
                    signature,
                )
                .map_err(|_| PrekeyError::InvalidSignature)?,
            (false, None) => (),
            _ => return Err(PrekeyError::Malformed),
        }
        check_key(self.kind, &self.public)
    }

    /// Signs the prekey, unless its kind goes without.
    pub(super) fn signed_by(
        mut self,
        account: &AccountId,
        device: DeviceId,
        key: &SigningKey,
    ) -> Self {
        self.signature = self.kind.is_signed().then(|| {
            key.sign(
                labels::PREKEY,
                &self.signed_parts(account, device).as_slices(),
            )
        });
        self
    }

    fn signed_parts<'a>(&'a self, account: &'a AccountId, device: DeviceId) -> SignedParts<'a> {
        SignedParts {
            format: [FORMAT_V1],
            suite: Suite::ONE.to_be_bytes(),
            account: account.as_bytes(),
            device: device.to_be_bytes(),
            kind: [self.kind.number()],
            id: self.id.to_be_bytes(),
            day: self.day.to_be_bytes(),
            public: &self.public,
        }
    }
}

impl fmt::Debug for PublicPrekey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublicPrekey")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// What a prekey's signature covers, in this order.
struct SignedParts<'a> {
    format: [u8; 1],
    suite: [u8; 2],
    account: &'a [u8; AccountId::LEN],
    device: [u8; 4],
    kind: [u8; 1],
    id: [u8; 4],
    day: [u8; 4],
    public: &'a [u8],
}

impl SignedParts<'_> {
    fn as_slices(&self) -> [&[u8]; 8] {
        [
            &self.format,
            &self.suite,
            self.account,
            &self.device,
            &self.kind,
            &self.id,
            &self.day,
            self.public,
        ]
    }
}

fn check_key(kind: PrekeyKind, public: &[u8]) -> Result<(), PrekeyError> {
    let acceptable = if kind.is_kem() {
        ml_kem::check_public(public).is_ok()
    } else {
        public.try_into().is_ok_and(x25519::is_canonical_and_strong)
    };
    if acceptable {
        Ok(())
    } else {
        Err(PrekeyError::Malformed)
    }
}
