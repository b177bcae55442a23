//! Prekeys on the wire: what a device leaves at its server so that others can begin a session while it is away.
//!
//! The types of a single key are those of `pulse-crypto`, handed on here for a server, which names nothing else of them. What
//! was decoded has the lengths and the signature that its kind needs; whether the signature *verifies* is for
//! [`PublicPrekey::verify`] to say, with the device's key.

use pulse_crypto::keys::DeviceId;
pub use pulse_crypto::prekeys::{PrekeyError, PrekeyId, PrekeyKind, PublicPrekey};

use crate::codec::fields::{self, Checked, Invalid};
use crate::wire;

/// A public prekey, by its name on the wire.
pub type Prekey = PublicPrekey;

impl Checked for PublicPrekey {
    type Wire = wire::Prekey;

    fn check(wire: wire::Prekey) -> Result<Self, Invalid> {
        let kind = u8::try_from(wire.kind)
            .ok()
            .and_then(|number| PrekeyKind::try_from(number).ok())
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
            id: PrekeyId::new(wire.id),
            day: wire.day,
            public: wire.public.into(),
            signature,
        })
    }

    fn to_wire(&self) -> wire::Prekey {
        wire::Prekey {
            kind: self.kind.number().into(),
            id: self.id.get(),
            day: self.day,
            public: fields::copied(&self.public),
            signature: self
                .signature
                .map(|signature| fields::copied(&signature))
                .unwrap_or_default(),
        }
    }
}

/// One prekey of each kind for one device, as a server hands them out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrekeyBundle {
    /// Whose keys.
    pub device: DeviceId,
    /// The signed prekey.
    pub signed: PublicPrekey,
    /// Absent when the stock is empty.
    pub one_time: Option<PublicPrekey>,
    /// A one-time ML-KEM key, or the last resort.
    pub kem: PublicPrekey,
}

impl PrekeyBundle {
    /// The keys as the handshake takes them, which verifies their signatures.
    pub fn keys(&self) -> pulse_crypto::prekeys::PrekeyBundle {
        pulse_crypto::prekeys::PrekeyBundle {
            signed: self.signed.clone(),
            one_time: self.one_time.clone(),
            kem: self.kem.clone(),
        }
    }
}

impl Checked for PrekeyBundle {
    type Wire = wire::PrekeyBundle;

    fn check(wire: wire::PrekeyBundle) -> Result<Self, Invalid> {
        let signed = key(wire.signed, "prekey_bundle.signed", |kind| {
            kind == PrekeyKind::Signed
        })?;
        let kem = key(wire.kem, "prekey_bundle.kem", PrekeyKind::is_kem)?;
        let one_time = match wire.one_time {
            None => None,
            some => Some(key(some, "prekey_bundle.one_time", |kind| {
                kind == PrekeyKind::OneTime
            })?),
        };
        Ok(Self {
            device: fields::device(wire.device, "prekey_bundle.device")?,
            signed,
            one_time,
            kem,
        })
    }

    fn to_wire(&self) -> wire::PrekeyBundle {
        wire::PrekeyBundle {
            device: self.device.get(),
            signed: Some(self.signed.to_wire()),
            one_time: self.one_time.as_ref().map(Checked::to_wire),
            kem: Some(self.kem.to_wire()),
        }
    }
}

fn key(
    wire: Option<wire::Prekey>,
    field: &'static str,
    is_fitting: impl FnOnce(PrekeyKind) -> bool,
) -> Result<PublicPrekey, Invalid> {
    let prekey = PublicPrekey::check(wire.ok_or(Invalid(field))?)?;
    if !is_fitting(prekey.kind) {
        return Err(Invalid(field));
    }
    Ok(prekey)
}
