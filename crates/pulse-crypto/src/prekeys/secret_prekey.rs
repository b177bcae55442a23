//! The half of a prekey that stays on the device until a handshake names it, or 31 days have passed.

use core::fmt;

use rand_core::CryptoRng;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::{PrekeyError, PrekeyId, PrekeyKind, PublicPrekey};
use crate::keys::{AccountId, DeviceId, FORMAT_V1, SigningKey, Suite};
use crate::primitives::{ml_kem, x25519};
use crate::secret::{Secret, wiped, wiped_by_parts};

/// Format, suite, kind, id, day.
const HEADER_LEN: usize = 12;

/// A private prekey, ready for use. Made from 32 (X25519) or 64 (ML-KEM) random bytes, and stored as these.
pub struct SecretPrekey {
    /// What it is for.
    pub kind: PrekeyKind,
    /// Its number.
    pub id: PrekeyId,
    /// The day it was made, in days since 1970.
    pub day: u32,
    private: Private,
}

enum Private {
    X25519(Box<x25519::PrivateKey>),
    MlKem(ml_kem::DecapsulationKey),
}

impl SecretPrekey {
    /// A fresh prekey: the private half to be stored, and the public half, signed by the device if its kind is, to be
    /// uploaded.
    pub fn generate(
        kind: PrekeyKind,
        id: PrekeyId,
        day: u32,
        account: &AccountId,
        device: DeviceId,
        key: &SigningKey,
        rng: &mut dyn CryptoRng,
    ) -> (Self, PublicPrekey) {
        let private = if kind.is_kem() {
            Private::MlKem(ml_kem::DecapsulationKey::from_seed(Secret::random(rng)))
        } else {
            Private::X25519(Box::new(x25519::PrivateKey::from_secret(Secret::random(
                rng,
            ))))
        };
        let secret = Self {
            kind,
            id,
            day,
            private,
        };
        let public = PublicPrekey {
            kind,
            id,
            day,
            public: secret.public().to_vec(),
            signature: None,
        };
        (secret, public.signed_by(account, device, key))
    }

    /// The public key, as the prekey's other half has it.
    pub fn public(&self) -> &[u8] {
        match &self.private {
            Private::X25519(key) => key.public(),
            Private::MlKem(key) => key.public(),
        }
    }

    /// The X25519 key of a signed or one-time prekey.
    pub(crate) fn x25519(&self) -> Option<&x25519::PrivateKey> {
        match &self.private {
            Private::X25519(key) => Some(key),
            Private::MlKem(_) => None,
        }
    }

    /// The ML-KEM key of a KEM prekey.
    pub(crate) const fn ml_kem(&self) -> Option<&ml_kem::DecapsulationKey> {
        match &self.private {
            Private::MlKem(key) => Some(key),
            Private::X25519(_) => None,
        }
    }

    /// `format ‖ suite ‖ kind ‖ id ‖ day ‖ secret`: 44 bytes for X25519, 76 for ML-KEM.
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        let secret: &[u8] = match &self.private {
            Private::X25519(key) => key.as_secret().as_bytes(),
            Private::MlKem(key) => key.as_seed().as_bytes(),
        };
        let mut bytes = Zeroizing::new(Vec::with_capacity(HEADER_LEN + secret.len()));
        bytes.push(FORMAT_V1);
        bytes.extend_from_slice(&Suite::ONE.to_be_bytes());
        bytes.push(self.kind.number());
        bytes.extend_from_slice(&self.id.to_be_bytes());
        bytes.extend_from_slice(&self.day.to_be_bytes());
        bytes.extend_from_slice(secret);
        bytes
    }

    /// The inverse of [`encode`](Self::encode). Expands an ML-KEM key, which takes some tens of microseconds.
    pub fn decode(bytes: &[u8]) -> Result<Self, PrekeyError> {
        let (head, secret) = bytes
            .split_first_chunk::<HEADER_LEN>()
            .ok_or(PrekeyError::Malformed)?;
        let [format, s0, s1, kind, i0, i1, i2, i3, d0, d1, d2, d3] = *head;
        if format != FORMAT_V1 || [s0, s1] != Suite::ONE.to_be_bytes() {
            return Err(PrekeyError::Malformed);
        }
        let kind = PrekeyKind::try_from(kind)?;
        let private = if kind.is_kem() {
            Private::MlKem(ml_kem::DecapsulationKey::from_seed(parse_secret(secret)?))
        } else {
            Private::X25519(Box::new(x25519::PrivateKey::from_secret(parse_secret(
                secret,
            )?)))
        };
        let id = PrekeyId::new(u32::from_be_bytes([i0, i1, i2, i3]));
        Ok(Self {
            kind,
            id,
            day: u32::from_be_bytes([d0, d1, d2, d3]),
            private,
        })
    }
}

wiped_by_parts!(SecretPrekey, wiped: [private], others: [kind, id, day]);

impl ZeroizeOnDrop for Private {}

const _: fn(&Private) = |private| match private {
    Private::X25519(key) => wiped(&**key),
    Private::MlKem(key) => wiped(key),
};

impl fmt::Debug for SecretPrekey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecretPrekey")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

fn parse_secret<const N: usize>(bytes: &[u8]) -> Result<Secret<N>, PrekeyError> {
    bytes
        .try_into()
        .map(Secret::from_bytes)
        .map_err(|_| PrekeyError::Malformed)
}
