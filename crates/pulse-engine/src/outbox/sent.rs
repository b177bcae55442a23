//! What was inside each envelope that the server accepted, for the day its device asks for it again.
//!
//! Keys of `Room::Outbox`: `e ‖ envelope id` the record, `d ‖ day ‖ envelope id` its place in the order of expiry.

use pulse_crypto::keys::{AccountId, DeviceId, IdentityPublicKey};
use pulse_protocol::{Day, EnvelopeId};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::queue::Queued;
use super::submission::Submission;
use crate::limits::{RESEND_DAYS, SCAN_ROWS_MAX};
use crate::turn::{Record, Turn, key};
use crate::{EngineError, MessageId, Room};

/// An envelope that is on its way or was received.
#[derive(Serialize, Deserialize)]
pub(crate) struct SentEnvelope {
    pub(crate) account: AccountId,
    pub(crate) device: DeviceId,
    /// The device's key: a later device under the same number is another one.
    pub(crate) identity: IdentityPublicKey,
    pub(crate) day: Day,
    pub(crate) contents: Vec<Kept>,
    /// How often this envelope was answered.
    pub(crate) resent: u32,
}

impl Record for SentEnvelope {
    const NAME: &'static str = "sent envelope";
}

/// A content that can be sent again.
#[derive(Clone, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub(crate) struct Kept {
    pub(crate) what: What,
    /// How often it was sent again so far, in whatever envelope.
    pub(crate) resent: u32,
}

/// Where a content that can be sent again is.
#[derive(Clone, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub(crate) enum What {
    /// That of a row.
    Row(#[zeroize(skip)] MessageId),
    /// One that no row shows.
    Bytes(Vec<u8>),
}

impl Kept {
    /// What is kept of a content that left; nothing of what is worthless by now.
    pub(super) fn of(mut queued: Queued) -> Option<Kept> {
        let what = match (queued.message, queued.expires) {
            (Some(message), _) => What::Row(message),
            (None, None) => What::Bytes(std::mem::take(&mut queued.content)),
            (None, Some(_)) => return None,
        };
        let resent = queued.resent;
        Some(Kept { what, resent })
    }
}

pub(super) fn record(
    turn: &mut Turn<'_>,
    account: AccountId,
    submission: &Submission,
    contents: Vec<Kept>,
) -> Result<(), EngineError> {
    if contents.is_empty() {
        return Ok(());
    }
    let day = turn.day();
    for envelope in &submission.envelopes {
        let sent = SentEnvelope {
            account,
            device: envelope.device,
            identity: envelope.identity,
            day,
            contents: contents.clone(),
            resent: 0,
        };
        save(turn, envelope.id, &sent)?;
        turn.tx
            .put(Room::Outbox, &expiry_key(day, envelope.id), &[1])?;
    }
    Ok(())
}

pub(crate) fn load(
    turn: &mut Turn<'_>,
    id: EnvelopeId,
) -> Result<Option<SentEnvelope>, EngineError> {
    turn.load(Room::Outbox, &sent_key(id))
}

pub(crate) fn save(
    turn: &mut Turn<'_>,
    id: EnvelopeId,
    sent: &SentEnvelope,
) -> Result<(), EngineError> {
    turn.save(Room::Outbox, &sent_key(id), sent)
}

/// A page of the envelopes whose contents are kept, oldest day first, each with the place after which the next page begins.
pub(crate) fn page(
    turn: &mut Turn<'_>,
    after: Option<&[u8]>,
) -> Result<Vec<(Vec<u8>, EnvelopeId)>, EngineError> {
    let rows = turn.tx.scan(Room::Outbox, b"d", after, SCAN_ROWS_MAX)?;
    let page = rows.into_iter().map(|(index, _)| {
        let id = index.get(5..).and_then(|id| id.try_into().ok());
        let id = id.ok_or(EngineError::Record(SentEnvelope::NAME))?;
        Ok((index, EnvelopeId::from_bytes(id)))
    });
    page.collect()
}

/// Forgets what is too old to be asked for. A page at a time, and the next one soon.
pub(crate) fn expire(turn: &mut Turn<'_>) -> Result<(), EngineError> {
    for index in turn.old_days(Room::Outbox, b"d", RESEND_DAYS)? {
        let id = index
            .get(5..)
            .ok_or(EngineError::Record(SentEnvelope::NAME))?;
        turn.erase(Room::Outbox, &key(&[b"e", id]))?;
        turn.erase(Room::Outbox, &index)?;
    }
    Ok(())
}

fn sent_key(id: EnvelopeId) -> Vec<u8> {
    key(&[b"e", id.as_bytes()])
}

fn expiry_key(day: Day, id: EnvelopeId) -> Vec<u8> {
    key(&[b"d", &day.to_be_bytes(), id.as_bytes()])
}
