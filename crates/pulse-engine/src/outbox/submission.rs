//! A sealed submission: the bytes that leave, again and again until the server has them.
//!
//! Key of `Room::Outbox`: `s ‖ account`.

use pulse_crypto::keys::{AccountId, DeviceId, IdentityPublicKey};
use pulse_protocol::delivery_token::DeliveryToken;
use pulse_protocol::frame::{Envelope, Permission, Stamp, Submit};
use pulse_protocol::{Day, EnvelopeId, ManifestPosition};
use serde::{Deserialize, Serialize};

use crate::turn::{Record, Turn, key};
use crate::{EngineError, Room};

#[derive(Serialize, Deserialize)]
pub(super) struct Submission {
    pub(super) position: ManifestPosition,
    pub(super) envelopes: Vec<StoredEnvelope>,
    /// The queued contents inside.
    pub(super) orders: Vec<u64>,
    /// Chosen when it leaves; taken back when the server does not accept it.
    pub(super) permission: Option<StoredPermission>,
    pub(super) stamps_refused: u32,
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredEnvelope {
    pub(super) device: DeviceId,
    /// For which key it is sealed.
    pub(super) identity: IdentityPublicKey,
    pub(super) id: EnvelopeId,
    pub(super) sealed: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
pub(super) enum StoredPermission {
    DeliveryToken([u8; 16]),
    Stamp {
        day: Day,
        request_id: [u8; 16],
        nonce: u64,
        difficulty: u8,
    },
    OwnAccount,
}

impl Record for Submission {
    const NAME: &'static str = "submission";
}

impl Submission {
    pub(super) fn to_frame(&self, recipient: AccountId) -> Result<Submit, EngineError> {
        let permission = self
            .permission
            .as_ref()
            .ok_or(EngineError::Bug("a submission without permission"))?;
        let envelopes = self.envelopes.iter().map(|envelope| Envelope {
            device: envelope.device,
            id: envelope.id,
            sealed: envelope.sealed.clone().into(),
        });
        Ok(Submit {
            recipient,
            position: self.position,
            envelopes: envelopes.collect(),
            permission: permission.into(),
        })
    }
}

impl From<Permission> for StoredPermission {
    fn from(permission: Permission) -> StoredPermission {
        match permission {
            Permission::DeliveryToken(token) => StoredPermission::DeliveryToken(*token.as_bytes()),
            Permission::Stamp(Stamp {
                day,
                request_id,
                nonce,
                difficulty,
            }) => StoredPermission::Stamp {
                day,
                request_id,
                nonce,
                difficulty,
            },
            Permission::OwnAccount => StoredPermission::OwnAccount,
        }
    }
}

impl From<&StoredPermission> for Permission {
    fn from(stored: &StoredPermission) -> Permission {
        match *stored {
            StoredPermission::DeliveryToken(token) => {
                Permission::DeliveryToken(DeliveryToken::from_bytes(token))
            }
            StoredPermission::Stamp {
                day,
                request_id,
                nonce,
                difficulty,
            } => Permission::Stamp(Stamp {
                day,
                request_id,
                nonce,
                difficulty,
            }),
            StoredPermission::OwnAccount => Permission::OwnAccount,
        }
    }
}

pub(super) fn load(
    turn: &mut Turn<'_>,
    account: AccountId,
) -> Result<Option<Submission>, EngineError> {
    turn.load(Room::Outbox, &submission_key(account))
}

pub(super) fn save(
    turn: &mut Turn<'_>,
    account: AccountId,
    submission: &Submission,
) -> Result<(), EngineError> {
    turn.save(Room::Outbox, &submission_key(account), submission)
}

pub(super) fn erase(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    turn.erase(Room::Outbox, &submission_key(account))
}

fn submission_key(account: AccountId) -> Vec<u8> {
    key(&[b"s", account.as_bytes()])
}
