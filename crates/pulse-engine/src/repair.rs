//! A session that broke mends itself (PROTOCOL section 2, "Repair").
//!
//! ```text
//! an envelope that no session opens ──► old sessions retired, new one begun, ResendRequest inside it
//!                                                      │
//! the contents, under their old content ids ◄── the peer seals them again ◄──┘
//! ```
//!
//! Only what the seal shows to come from a current device of an accepted contact (or of our own account) starts a repair:
//! once an hour per device, twice as long after each.

use pulse_crypto::keys::{AccountId, DeviceId};
use pulse_protocol::manifest::Device;
use pulse_protocol::{EnvelopeId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::limits::{
    REPAIR_DOUBLINGS_MAX, REPAIR_INTERVAL, REPAIR_MISSING_MAX, RESEND_DAYS, RESEND_ENVELOPES_MAX,
    RESENT_MAX, SCAN_ROWS_MAX,
};
use crate::outbox::{self, Kept, Queued, What};
use crate::turn::{Record, Turn, key};
use crate::{
    Body, ContactState, Content, ContentId, EngineError, MessageStatus, ResendRequest, Room, clock,
    devices, sessions, trust,
};

/// The repairs of the sessions with one device.
#[derive(Default, Serialize, Deserialize)]
struct Repair {
    account: Option<AccountId>,
    device: u32,
    /// When the last one was begun, and how many were.
    begun: Option<Timestamp>,
    count: u32,
    /// What could not be opened since.
    missing: Vec<EnvelopeId>,
}

impl Record for Repair {
    const NAME: &'static str = "repair";
}

impl Repair {
    /// From when on the next one may begin.
    fn next_at(&self, now: Timestamp) -> Timestamp {
        match self.begun.filter(|begun| clock::age(*begun, now).is_some()) {
            None => Timestamp::default(),
            Some(begun) => {
                let doublings = self.count.saturating_sub(1).min(REPAIR_DOUBLINGS_MAX);
                begun.plus(REPAIR_INTERVAL.saturating_mul(1 << doublings))
            }
        }
    }
}

/// An envelope that no session opens has come.
pub(crate) fn unreadable(
    turn: &mut Turn<'_>,
    account: AccountId,
    device: DeviceId,
    envelope: EnvelopeId,
) -> Result<(), EngineError> {
    if !is_entitled(turn, account)? {
        return Ok(());
    }
    let mut repair: Repair = turn
        .load(Room::Repair, &repair_key(account, device))?
        .unwrap_or_default();
    repair.account = Some(account);
    repair.device = device.get();
    if repair.missing.len() < REPAIR_MISSING_MAX && !repair.missing.contains(&envelope) {
        repair.missing.push(envelope);
    }
    begin_or_wait(turn, repair)
}

fn is_entitled(turn: &mut Turn<'_>, account: AccountId) -> Result<bool, EngineError> {
    if turn.own()?.is_some_and(|own| own.account == account) {
        return Ok(true);
    }
    Ok(turn
        .tx
        .contact(account)?
        .is_some_and(|contact| contact.state == ContactState::Accepted))
}

fn begin_or_wait(turn: &mut Turn<'_>, mut repair: Repair) -> Result<(), EngineError> {
    let Some(account) = repair.account else {
        return Err(EngineError::Record(Repair::NAME));
    };
    let device = DeviceId::new(repair.device);
    let next_at = repair.next_at(turn.now);
    if next_at > turn.now {
        turn.live.repair_at = Some(turn.live.repair_at.map_or(next_at, |at| at.min(next_at)));
        return turn.save(Room::Repair, &repair_key(account, device), &repair);
    }
    repair.begun = Some(turn.now);
    repair.count = repair.count.saturating_add(1);
    let envelopes = std::mem::take(&mut repair.missing);
    turn.save(Room::Repair, &repair_key(account, device), &repair)?;

    sessions::retire_all(turn, account, device)?;
    for envelopes in envelopes.chunks(RESEND_ENVELOPES_MAX) {
        let body = Body::ResendRequest(ResendRequest {
            envelopes: envelopes.to_vec(),
        });
        let content = Content {
            id: ContentId::random(turn.rng),
            sent_at: turn.now,
            body,
        };
        outbox::enqueue(turn, account, &content, None)?;
    }
    outbox::pump(turn, account)
}

/// Begins the repairs whose time has come, and forgets those that are long over.
pub(crate) fn resume(turn: &mut Turn<'_>) -> Result<(), EngineError> {
    turn.live.repair_at = None;
    for (key, value) in turn.tx.scan(Room::Repair, b"", None, SCAN_ROWS_MAX)? {
        let Ok(repair) = crate::turn::decode::<Repair>(&value) else {
            // Damaged: the next envelope that no session opens begins anew.
            turn.erase(Room::Repair, &key)?;
            continue;
        };
        let is_entitled = match repair.account {
            Some(account) => is_entitled(turn, account)?,
            None => false,
        };
        if !is_entitled {
            // Blocked meanwhile: they hear nothing from us, not even that something is missing.
            turn.erase(Room::Repair, &key)?;
        } else if !repair.missing.is_empty() {
            begin_or_wait(turn, repair)?;
        } else if turn.now > repair.next_at(turn.now).plus(REPAIR_INTERVAL) {
            turn.erase(Room::Repair, &key)?;
        }
    }
    Ok(())
}

/// A peer's device asks for envelopes it could not open. After a recovery the person is asked first. Only what was sealed for exactly that device, is young enough, has
/// not arrived otherwise, and was not sent again too often is sent again.
pub(crate) fn requested(
    turn: &mut Turn<'_>,
    account: AccountId,
    device: &Device,
    request: &ResendRequest,
) -> Result<(), EngineError> {
    if !trust::may_resend(turn, account)? {
        return keep_asked(turn, account, device, request);
    }
    for id in &request.envelopes {
        outbox::arrived(turn, account, *id)?;
        let Some(mut sent) = outbox::sent_envelope(turn, *id)? else {
            continue;
        };
        let is_theirs =
            sent.account == account && sent.device == device.id && sent.identity == device.identity;
        let is_young = turn.day().saturating_since(sent.day) <= RESEND_DAYS;
        if !is_theirs || !is_young || sent.resent >= RESENT_MAX {
            continue;
        }
        sent.resent += 1;
        outbox::save_sent_envelope(turn, *id, &sent)?;
        for kept in sent.contents.iter().filter(|kept| kept.resent < RESENT_MAX) {
            if let Some(queued) = queued_again(turn, kept)? {
                outbox::enqueue_bytes(turn, account, queued)?;
            }
        }
    }
    outbox::pump(turn, account)
}

/// What a device asked for while the person had not yet looked at what happened to its account.
#[derive(Default, Serialize, Deserialize)]
struct Asked {
    envelopes: Vec<EnvelopeId>,
}

impl Record for Asked {
    const NAME: &'static str = "asked for";
}

/// Keeps the wish of a device until the person has decided.
fn keep_asked(
    turn: &mut Turn<'_>,
    account: AccountId,
    device: &Device,
    request: &ResendRequest,
) -> Result<(), EngineError> {
    let key = asked_key(account, device.id);
    let mut asked: Asked = turn.load(Room::Requests, &key)?.unwrap_or_default();
    for id in &request.envelopes {
        if asked.envelopes.len() < REPAIR_MISSING_MAX && !asked.envelopes.contains(id) {
            asked.envelopes.push(*id);
        }
    }
    turn.save(Room::Requests, &key, &asked)
}

/// The person goes on with an account: what its devices asked for meanwhile is sent again, as if they asked now.
pub(crate) fn answer_asked(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    let Some(held) = devices::held(turn, account)? else {
        return forget_asked(turn, account);
    };
    for device in held.manifest.devices() {
        let key = asked_key(account, device.id);
        if let Some(Asked { envelopes }) = turn.load(Room::Requests, &key)? {
            turn.erase(Room::Requests, &key)?;
            requested(turn, account, device, &ResendRequest { envelopes })?;
        }
    }
    forget_asked(turn, account)
}

/// Nobody is answered any more.
pub(crate) fn forget_asked(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    let prefix = key(&[ASKED, account.as_bytes()]);
    for (key, _) in turn.tx.scan(Room::Requests, &prefix, None, SCAN_ROWS_MAX)? {
        turn.erase(Room::Requests, &key)?;
    }
    Ok(())
}

/// Keys of `Room::Requests`: `asked ‖ account ‖ device`.
const ASKED: &[u8] = b"asked";

fn asked_key(account: AccountId, device: DeviceId) -> Vec<u8> {
    key(&[ASKED, account.as_bytes(), &device.to_be_bytes()])
}

/// A content that is to leave once more. What a row shows stays bound to it, so that its receipt ends the asking; `None` for
/// what needs no sending any more.
pub(crate) fn queued_again(
    turn: &mut Turn<'_>,
    kept: &Kept,
) -> Result<Option<Queued>, EngineError> {
    let (content, message) = match &kept.what {
        What::Bytes(bytes) => (bytes.clone(), None),
        What::Row(message) => match turn.tx.message(*message)? {
            Some(row) if matches!(row.status, MessageStatus::Sent | MessageStatus::Pending) => {
                (row.raw, Some(*message))
            }
            _ => return Ok(None),
        },
    };
    Ok(Some(Queued {
        content,
        message,
        expires: None,
        resent: kept.resent + 1,
    }))
}

fn repair_key(account: AccountId, device: DeviceId) -> Vec<u8> {
    key(&[account.as_bytes(), &device.to_be_bytes()])
}
