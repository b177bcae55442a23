//! A sealed submission: the bytes that leave, again and again until the server has them.
//!
//! Key of `Room::Outbox`: `s ‖ account`.

use pulse_crypto::keys::{AccountId, DeviceId, IdentityPublicKey};
use pulse_protocol::delivery_token::DeliveryToken;
use pulse_protocol::frame::{Envelope, Permission, Stamp, Submit};
use pulse_protocol::{Day, EnvelopeId, ManifestPosition, Timestamp};
use serde::{Deserialize, Serialize};

use crate::limits::HANDSHAKE_AGE_MAX;
use crate::turn::{Record, Turn, key};
use crate::{EngineError, Room, clock};

#[derive(Serialize, Deserialize)]
pub(super) struct Submission {
    pub(super) position: ManifestPosition,
    pub(super) envelopes: Vec<StoredEnvelope>,
    /// The queued contents inside.
    pub(super) orders: Vec<u64>,
    /// Chosen when it leaves; taken back when the server does not accept it.
    pub(super) permission: Option<StoredPermission>,
    pub(super) stamps_refused: u32,
    /// When the oldest of the handshakes inside was made; nothing when there is none.
    pub(super) handshake_at: Option<Timestamp>,
}

/// The layout that did not say how old the handshakes inside are.
#[derive(Serialize, Deserialize)]
struct SubmissionOne {
    position: ManifestPosition,
    envelopes: Vec<StoredEnvelope>,
    orders: Vec<u64>,
    permission: Option<StoredPermission>,
    stamps_refused: u32,
}

impl From<SubmissionOne> for Submission {
    fn from(one: SubmissionOne) -> Submission {
        Submission {
            position: one.position,
            envelopes: one.envelopes,
            orders: one.orders,
            permission: one.permission,
            stamps_refused: one.stamps_refused,
            // It may hold one of any age: it is sealed anew.
            handshake_at: Some(Timestamp::default()),
        }
    }
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
    const VERSION: u8 = 2;

    fn of_version(version: u8, bytes: &[u8]) -> Option<Submission> {
        (version == 1).then_some(())?;
        let one: SubmissionOne = postcard::from_bytes(bytes).ok()?;
        Some(one.into())
    }
}

impl Submission {
    /// Whether its recipient may have dropped what a handshake inside needs by the time it is read.
    pub(super) fn is_outdated(&self, now: Timestamp) -> bool {
        self.handshake_at
            .is_some_and(|at| clock::age(at, now).is_none_or(|age| age > HANDSHAKE_AGE_MAX))
    }

    /// Whether it leaves with a stamp that was made before a day.
    pub(super) fn stamp_is_of_before(&self, today: Day) -> bool {
        matches!(&self.permission, Some(StoredPermission::Stamp { day, .. }) if *day < today)
    }

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

#[cfg(test)]
mod tests {
    use pulse_protocol::ManifestPosition;

    use super::*;
    use crate::turn;

    #[test]
    fn a_submission_of_the_layout_before_is_read_and_sealed_anew() {
        let one = SubmissionOne {
            position: ManifestPosition {
                generation: 1,
                version: 2,
            },
            envelopes: Vec::new(),
            orders: vec![3, 4],
            permission: Some(StoredPermission::OwnAccount),
            stamps_refused: 1,
        };
        let mut stored = vec![1];
        stored.extend(postcard::to_stdvec(&one).unwrap());
        let read: Submission = turn::decode(&stored).unwrap();
        assert_eq!((read.position.version, &read.orders[..]), (2, &[3, 4][..]));
        assert!(read.is_outdated(Timestamp::from_millis(1_800_000_000_000)));
        let again: Submission = turn::decode(&turn::encode(&read).unwrap()).unwrap();
        assert_eq!(again.orders, [3, 4]);
        stored[0] = 3;
        assert!(turn::decode::<Submission>(&stored).is_err());
    }
}
