//! Prekeys on the wire: what a device leaves at its server so that others can begin a session while it is away.

use core::fmt;

use bytes::Bytes;
use pulse_crypto::keys::{AccountId, DeviceId, SIGNATURE_LEN, SigningPublicKey};
use pulse_crypto::prekeys::{self, PrekeyError};

use crate::codec::fields::{self, Checked, Invalid, Opaque};
use crate::{Day, wire};

/// Bytes of a public X25519 prekey.
pub const X25519_PUBLIC_LEN: usize = 32;

/// Bytes of a public ML-KEM-1024 prekey.
pub const KEM_PUBLIC_LEN: usize = 1568;

/// What a prekey is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PrekeyKind {
    /// X25519, signed, used by many until it is rotated.
    Signed,
    /// X25519, handed out once.
    OneTime,
    /// ML-KEM-1024, signed, handed out once.
    KemOneTime,
    /// ML-KEM-1024, signed, handed out when the one-time ones are gone.
    KemLastResort,
}

impl PrekeyKind {
    /// The number on the wire and under the signature.
    pub const fn number(self) -> u8 {
        match self {
            Self::Signed => 1,
            Self::OneTime => 2,
            Self::KemOneTime => 3,
            Self::KemLastResort => 4,
        }
    }

    /// The kind with this number, as a store kept it.
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::Signed),
            2 => Some(Self::OneTime),
            3 => Some(Self::KemOneTime),
            4 => Some(Self::KemLastResort),
            _ => None,
        }
    }

    /// Bytes of a public key of this kind.
    pub const fn public_len(self) -> usize {
        match self {
            Self::Signed | Self::OneTime => X25519_PUBLIC_LEN,
            Self::KemOneTime | Self::KemLastResort => KEM_PUBLIC_LEN,
        }
    }

    /// Whether the device signs keys of this kind: all but the one-time X25519 keys.
    pub const fn is_signed(self) -> bool {
        !matches!(self, Self::OneTime)
    }
}

/// The public half of a prekey. Lengths and the presence of a signature fit the kind; the signature itself is checked by
/// whoever uses the key.
#[derive(Clone, PartialEq, Eq)]
pub struct Prekey {
    /// What it is for.
    pub kind: PrekeyKind,
    /// Never used twice by a device for a kind. Not 0.
    pub id: u32,
    /// The day it was made.
    pub day: Day,
    /// [`PrekeyKind::public_len`] bytes.
    pub public: Bytes,
    /// By the device's signing key; present when [`PrekeyKind::is_signed`].
    pub signature: Option<[u8; SIGNATURE_LEN]>,
}

impl Prekey {
    /// Checks that the device signed it, if its kind is signed, and that it is a key of its kind. Called by the server when
    /// prekeys are uploaded; clients do it again before they use one.
    pub fn verify(
        &self,
        account: &AccountId,
        device: DeviceId,
        key: &SigningPublicKey,
    ) -> Result<(), PrekeyError> {
        let kind = prekeys::PrekeyKind::try_from(self.kind.number())?;
        prekeys::PublicPrekey {
            kind,
            id: prekeys::PrekeyId::new(self.id),
            day: self.day.get(),
            public: self.public.to_vec(),
            signature: self.signature,
        }
        .verify(account, device, key)
    }
}

impl Checked for Prekey {
    type Wire = wire::Prekey;

    fn check(wire: wire::Prekey) -> Result<Self, Invalid> {
        let kind = u8::try_from(wire.kind)
            .ok()
            .and_then(PrekeyKind::from_number)
            .ok_or(Invalid("prekey.kind"))?;
        if wire.id == 0 {
            return Err(Invalid("prekey.id"));
        }
        if wire.public.len() != kind.public_len() {
            return Err(Invalid("prekey.public"));
        }
        let signature = if kind.is_signed() {
            Some(fields::array(&wire.signature, "prekey.signature")?)
        } else if wire.signature.is_empty() {
            None
        } else {
            return Err(Invalid("prekey.signature"));
        };
        Ok(Self {
            kind,
            id: wire.id,
            day: Day(wire.day),
            public: wire.public,
            signature,
        })
    }

    fn to_wire(&self) -> wire::Prekey {
        wire::Prekey {
            kind: self.kind.number().into(),
            id: self.id,
            day: self.day.get(),
            public: self.public.clone(),
            signature: self
                .signature
                .map(|signature| fields::copied(&signature))
                .unwrap_or_default(),
        }
    }
}

impl fmt::Debug for Prekey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prekey")
            .field("kind", &self.kind)
            .field("id", &self.id)
            .field("day", &self.day)
            .field("public", &Opaque(self.public.len()))
            .finish_non_exhaustive()
    }
}

/// One prekey of each kind for one device, as a server hands them out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrekeyBundle {
    /// Whose keys.
    pub device: DeviceId,
    /// The signed prekey.
    pub signed: Prekey,
    /// Absent when the stock is empty.
    pub one_time: Option<Prekey>,
    /// A one-time ML-KEM key, or the last resort.
    pub kem: Prekey,
}

impl Checked for PrekeyBundle {
    type Wire = wire::PrekeyBundle;

    fn check(wire: wire::PrekeyBundle) -> Result<Self, Invalid> {
        use PrekeyKind as Kind;
        let kem = of_kind(
            wire.kem,
            &[Kind::KemOneTime, Kind::KemLastResort],
            "prekey_bundle.kem",
        )?;
        let one_time = match wire.one_time {
            None => None,
            one_time => Some(of_kind(
                one_time,
                &[Kind::OneTime],
                "prekey_bundle.one_time",
            )?),
        };
        Ok(Self {
            device: fields::device(wire.device, "prekey_bundle.device")?,
            signed: of_kind(wire.signed, &[Kind::Signed], "prekey_bundle.signed")?,
            one_time,
            kem,
        })
    }

    fn to_wire(&self) -> wire::PrekeyBundle {
        wire::PrekeyBundle {
            device: self.device.get(),
            signed: Some(self.signed.to_wire()),
            one_time: self.one_time.as_ref().map(Prekey::to_wire),
            kem: Some(self.kem.to_wire()),
        }
    }
}

fn of_kind(
    wire: Option<wire::Prekey>,
    kinds: &[PrekeyKind],
    field: &'static str,
) -> Result<Prekey, Invalid> {
    let prekey = Prekey::check(wire.ok_or(Invalid(field))?)?;
    if !kinds.contains(&prekey.kind) {
        return Err(Invalid(field));
    }
    Ok(prekey)
}
