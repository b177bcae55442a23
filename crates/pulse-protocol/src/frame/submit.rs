//! How envelopes get into somebody's mailboxes.

use core::fmt;

use bytes::Bytes;
use pulse_crypto::keys::{AccountId, DeviceId};

use crate::codec::fields::{self, Checked, Invalid, Opaque};
use crate::delivery_token::DeliveryToken;
use crate::limits::{ENVELOPES_PER_SUBMIT_MAX, SEALED_BYTES_PER_SUBMIT_MAX};
use crate::{Day, EnvelopeId, ManifestPosition, wire};

/// Envelopes for the devices of one account: all are stored, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submit {
    /// Whose mailboxes.
    pub recipient: AccountId,
    /// The recipient's manifest that the sender encrypted for. A stale one is refused with the current one attached.
    pub position: ManifestPosition,
    /// One for each device; at least one, no device and no id twice.
    pub envelopes: Vec<Envelope>,
    /// Why the server should let them in.
    pub permission: Permission,
}

/// What one device gets.
#[derive(Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Which device of the recipient.
    pub device: DeviceId,
    /// Random; a retry sends the same, so that it is stored once.
    pub id: EnvelopeId,
    /// End-to-end encrypted. A slice of the frame it arrived in.
    pub sealed: Bytes,
}

/// Why a server should accept a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Permission {
    /// A contact shows what only contacts have.
    DeliveryToken(DeliveryToken),
    /// A stranger pays: the request lane.
    Stamp(Stamp),
    /// Identified lane: the recipient is the sender's own account.
    OwnAccount,
}

/// A stranger's proof of work for one submission: see [`Puzzle::for_stamp`](crate::proof_of_work::Puzzle::for_stamp).
#[derive(Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The day it was made; good for this day and the next.
    pub day: Day,
    /// Random; one submission each.
    pub request_id: [u8; 16],
    /// The solution.
    pub nonce: u64,
    /// Leading zero bits the sender worked for.
    pub difficulty: u8,
}

/// Every envelope of the submission is durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accepted;

impl Checked for Submit {
    type Wire = wire::Submit;

    fn check(wire: wire::Submit) -> Result<Self, Invalid> {
        if !(1..=ENVELOPES_PER_SUBMIT_MAX).contains(&wire.envelopes.len()) {
            return Err(Invalid("submit.envelopes"));
        }
        let envelopes = wire.envelopes.into_iter().map(Envelope::check);
        let envelopes = envelopes.collect::<Result<Vec<_>, _>>()?;
        let sealed: usize = envelopes.iter().map(|e| e.sealed.len()).sum();
        if sealed > SEALED_BYTES_PER_SUBMIT_MAX {
            return Err(Invalid("submit.envelopes"));
        }
        fields::all_different(envelopes.iter().map(|e| &e.device), "envelope.device")?;
        fields::all_different(envelopes.iter().map(|e| &e.id), "envelope.id")?;
        Ok(Self {
            recipient: fields::account(&wire.recipient, "submit.recipient")?,
            position: fields::position(wire.generation, wire.version, "submit.generation")?,
            envelopes,
            permission: permission(wire.permission)?,
        })
    }

    fn to_wire(&self) -> wire::Submit {
        use wire::submit::Permission as Wire;
        wire::Submit {
            recipient: fields::copied(self.recipient.as_bytes()),
            generation: self.position.generation,
            version: self.position.version,
            envelopes: self.envelopes.iter().map(Envelope::to_wire).collect(),
            permission: Some(match &self.permission {
                Permission::DeliveryToken(token) => {
                    Wire::DeliveryToken(fields::copied(token.as_bytes()))
                }
                Permission::Stamp(stamp) => Wire::Stamp(stamp.to_wire()),
                Permission::OwnAccount => Wire::OwnAccount(true),
            }),
        }
    }
}

fn permission(wire: Option<wire::submit::Permission>) -> Result<Permission, Invalid> {
    use wire::submit::Permission as Wire;
    match wire {
        Some(Wire::DeliveryToken(token)) => {
            let token = fields::array(&token, "submit.delivery_token")?;
            Ok(Permission::DeliveryToken(DeliveryToken::from_bytes(token)))
        }
        Some(Wire::Stamp(stamp)) => Stamp::check(stamp).map(Permission::Stamp),
        Some(Wire::OwnAccount(true)) => Ok(Permission::OwnAccount),
        Some(Wire::OwnAccount(false)) | None => Err(Invalid("submit.permission")),
    }
}

impl Checked for Envelope {
    type Wire = wire::Envelope;

    fn check(wire: wire::Envelope) -> Result<Self, Invalid> {
        Ok(Self {
            device: fields::device(wire.device, "envelope.device")?,
            id: EnvelopeId::from_bytes(fields::array(&wire.id, "envelope.id")?),
            sealed: fields::sealed(wire.sealed, "envelope.sealed")?,
        })
    }

    fn to_wire(&self) -> wire::Envelope {
        wire::Envelope {
            device: self.device.get(),
            id: fields::copied(self.id.as_bytes()),
            sealed: self.sealed.clone(),
        }
    }
}

impl fmt::Debug for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Envelope")
            .field("sealed", &Opaque(self.sealed.len()))
            .finish_non_exhaustive()
    }
}

impl Checked for Stamp {
    type Wire = wire::Stamp;

    fn check(wire: wire::Stamp) -> Result<Self, Invalid> {
        Ok(Self {
            day: Day(wire.day),
            request_id: fields::array(&wire.request_id, "stamp.request_id")?,
            nonce: wire.nonce,
            difficulty: fields::difficulty(wire.difficulty, "stamp.difficulty")?,
        })
    }

    fn to_wire(&self) -> wire::Stamp {
        wire::Stamp {
            day: self.day.get(),
            request_id: fields::copied(&self.request_id),
            nonce: self.nonce,
            difficulty: self.difficulty.into(),
        }
    }
}

impl fmt::Debug for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stamp")
            .field("day", &self.day)
            .field("difficulty", &self.difficulty)
            .finish_non_exhaustive()
    }
}
