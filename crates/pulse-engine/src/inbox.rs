//! What the mailbox delivers (DESIGN section 4, step 7).
//!
//! ```text
//! Deliver ──► known? ──► seal ──► manifest ──► session ──► contents ──► rows ──► cursor, Acknowledge
//!               │          │          │            │
//!               └──────────┴──────────┼────────────┴──► dropped and counted, nothing else changes
//!                                     └─ newer than ours: fetched first; what follows waits behind it
//! ```
//!
//! Strictly in mailbox order. The cursor, the rows and every ratchet step are one transaction; the acknowledgement leaves
//! after its commit.

mod apply;
mod lookups;
mod open;
mod seen;

use pulse_crypto::keys::AccountId;
use pulse_crypto::{hash, labels};
use pulse_protocol::frame::{Acknowledge, Attached, CaughtUp, Deliver};
use pulse_protocol::refusal::Refusal;
use pulse_protocol::{ClientBody, Incarnation, Lane, Seq, Timestamp};
use serde::{Deserialize, Serialize};

use crate::account::Own;
use crate::limits::{HELD_DELIVERIES_MAX, MANIFEST_TRIES_MAX, OPENING_FAILURES_MAX};
use crate::live::Live;
use crate::purpose::Purpose;
use crate::turn::{self, Record, Turn};
use crate::{
    EngineError, Event, Room, StoreTx, connection, counters, devices, outbox, requests, restored,
};

pub(crate) use lookups::{Counted, Fruitless};
pub(crate) use seen::expire as expire_seen;

use open::Opened;

const CURSOR: &[u8] = b"mailbox";

/// How far the mailbox was processed.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Cursor {
    incarnation: Incarnation,
    seq: Seq,
}

impl Record for Cursor {
    const NAME: &'static str = "cursor";
}

/// What waits behind an envelope whose sender's manifest is being fetched.
pub(crate) enum Held {
    Deliver(Deliver),
    CaughtUp,
}

/// The manifest that the first held delivery waits for.
#[derive(Clone, Copy)]
pub(crate) struct Awaited {
    account: AccountId,
    /// The server has said what it knows; the delivery is judged by that now.
    is_answered: bool,
    /// The server asked us to come again.
    pub(crate) retry_at: Option<Timestamp>,
    /// How often it did.
    tries: u32,
}

/// A new account's mailbox.
pub(crate) fn begin_mailbox(
    turn: &mut Turn<'_>,
    incarnation: Incarnation,
) -> Result<(), EngineError> {
    turn.save(
        Room::Cursor,
        CURSOR,
        &Cursor {
            incarnation,
            seq: Seq::new(0),
        },
    )
}

/// Whether there was a mailbox before.
pub(crate) fn has_mailbox(tx: &mut dyn StoreTx) -> Result<bool, EngineError> {
    Ok(turn::load::<Cursor>(tx, Room::Cursor, CURSOR)?.is_some())
}

/// Where to attach.
pub(crate) fn cursor(turn: &mut Turn<'_>) -> Result<(Incarnation, Seq), EngineError> {
    let cursor: Option<Cursor> = turn.load(Room::Cursor, CURSOR)?;
    Ok(cursor.map_or((Incarnation::new(0), Seq::new(0)), |cursor| {
        (cursor.incarnation, cursor.seq)
    }))
}

/// The mailbox is attached. Another incarnation starts from the first; what we know of it is recognised.
pub(crate) fn attached(turn: &mut Turn<'_>, attached: &Attached) -> Result<(), EngineError> {
    turn.live.attached = Some(attached.incarnation);
    let (before, _) = cursor(turn)?;
    if before != attached.incarnation {
        // Places of another life mean nothing in this one.
        turn.live.failures.clear();
        turn.live.given_up.clear();
        begin_mailbox(turn, attached.incarnation)?;
        if before != Incarnation::new(0) {
            restored::server_went_back(turn)?;
        }
    }
    turn.live.held_until = None;
    outbox::pump_all(turn)
}

/// The identified lane is gone; the server delivers again what was not acknowledged.
pub(crate) fn detached(live: &mut Live) {
    live.attached = None;
    live.caught_up = false;
    live.held.clear();
    live.awaited = None;
}

/// An envelope came.
pub(crate) fn receive(turn: &mut Turn<'_>, deliver: Deliver) -> Result<(), EngineError> {
    if turn.live.attached != Some(deliver.incarnation) {
        return Ok(());
    }
    hold_or(turn, Held::Deliver(deliver))
}

/// Everything that waited was delivered.
pub(crate) fn caught_up(turn: &mut Turn<'_>, caught_up: &CaughtUp) -> Result<(), EngineError> {
    if turn.live.attached != Some(caught_up.incarnation) {
        return Ok(());
    }
    hold_or(turn, Held::CaughtUp)
}

/// Keeps the order: while something waits, what follows waits behind it.
fn hold_or(turn: &mut Turn<'_>, item: Held) -> Result<(), EngineError> {
    if turn.live.held.len() >= HELD_DELIVERIES_MAX {
        // More than a server may have out unacknowledged. It delivers again on the next connection.
        connection::close(turn, Lane::Identified);
        return Ok(());
    }
    let must_wait = !turn.live.held.is_empty();
    turn.live.held.push_back(item);
    if must_wait { Ok(()) } else { work_off(turn) }
}

/// Processes what is held until it is empty or has to wait again.
fn work_off(turn: &mut Turn<'_>) -> Result<(), EngineError> {
    let Some(own) = turn.registered()? else {
        turn.live.held.clear();
        return Ok(());
    };
    while let Some(item) = turn.live.held.pop_front() {
        match item {
            Held::CaughtUp => finish_backlog(turn)?,
            Held::Deliver(deliver) => {
                if let Some(account) = process(turn, &own, &deliver)? {
                    turn.live.held.push_front(Held::Deliver(deliver));
                    return wait_for(turn, account);
                }
                turn.live.awaited = None;
            }
        }
    }
    Ok(())
}

fn finish_backlog(turn: &mut Turn<'_>) -> Result<(), EngineError> {
    turn.live.caught_up = true;
    turn.tell(Event::CaughtUp);
    // Receipts were collected while the backlog was read.
    outbox::pump_all(turn)
}

/// Processes one delivery. Some: the account whose manifest it has to wait for.
fn process(
    turn: &mut Turn<'_>,
    own: &Own,
    deliver: &Deliver,
) -> Result<Option<AccountId>, EngineError> {
    let (_, done) = cursor(turn)?;
    if deliver.seq <= done {
        acknowledge(turn, deliver.incarnation, done);
        return Ok(None);
    }
    let digest = hash::labelled(labels::ACCEPTED_ENVELOPE, &[&deliver.sealed]);
    if seen::is_known(turn, deliver.id, &digest)? {
        counters::count(turn, "duplicate")?;
    } else {
        turn.live.opening = Some(deliver.seq);
        turn.live.opening_now.begin(deliver.seq);
        turn.live.opening_from = None;
        let opened = match turn.live.given_up.remove(&deliver.seq) {
            Some(sender) => {
                open::unreadable_row(turn, own, deliver, sender)?;
                Opened::Dropped("failed")
            }
            None => {
                let answered = turn.live.awaited.filter(|awaited| awaited.is_answered);
                open::open(turn, own, deliver, answered.map(|awaited| awaited.account))?
            }
        };
        let is_opened = matches!(opened, Opened::Done);
        match opened {
            Opened::Done => {}
            Opened::Dropped(reason) => counters::count(turn, reason)?,
            Opened::Waits(account) => {
                turn.live.opening = None;
                turn.live.opening_now.end();
                return Ok(Some(account));
            }
        }
        seen::remember(turn, deliver.id, &digest)?;
        note_nobody(turn, own, is_opened)?;
        turn.live.opening = None;
        turn.live.opening_now.end();
    }
    advance(turn, deliver.incarnation, deliver.seq)?;
    Ok(None)
}

/// Whoever wrote and is still nobody to us leaves a manifest and sessions behind, and there is a limit to that.
fn note_nobody(turn: &mut Turn<'_>, own: &Own, is_opened: bool) -> Result<(), EngineError> {
    match turn.live.opening_from {
        Some((account, _)) if account != own.account && turn.tx.contact(account)?.is_none() => {
            match is_opened {
                true => requests::note_nobody(turn, account),
                false => requests::forget_unknown(turn, account),
            }
        }
        _ => Ok(()),
    }
}

fn advance(turn: &mut Turn<'_>, incarnation: Incarnation, seq: Seq) -> Result<(), EngineError> {
    turn.save(Room::Cursor, CURSOR, &Cursor { incarnation, seq })?;
    acknowledge(turn, incarnation, seq);
    Ok(())
}

/// It leaves with the effects, after the commit.
fn acknowledge(turn: &mut Turn<'_>, incarnation: Incarnation, through: Seq) {
    let body = ClientBody::Acknowledge(Acknowledge {
        incarnation,
        through,
    });
    if let Some(frame) = turn.live.lane(Lane::Identified).unanswered(body) {
        turn.effects.frames.push((Lane::Identified, frame));
    }
}

fn wait_for(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    turn.live.awaited = Some(Awaited {
        account,
        is_answered: false,
        retry_at: None,
        tries: 0,
    });
    devices::fetch(turn, account, Purpose::LookingUp)
}

/// Asks again: the anonymous lane is back, or the server's pause is over.
pub(crate) fn refetch(turn: &mut Turn<'_>) -> Result<(), EngineError> {
    let Some(mut awaited) = turn.live.awaited else {
        return Ok(());
    };
    if awaited.retry_at.is_some_and(|at| at > turn.now) {
        return Ok(());
    }
    awaited.retry_at = None;
    turn.live.awaited = Some(awaited);
    devices::fetch(turn, awaited.account, Purpose::LookingUp)
}

/// The server said what it knows of an account's devices: whatever waited for that is judged now.
pub(crate) fn manifest_answered(
    turn: &mut Turn<'_>,
    account: AccountId,
) -> Result<(), EngineError> {
    match turn.live.awaited {
        Some(awaited) if awaited.account == account => {
            turn.live.awaited = Some(Awaited {
                is_answered: true,
                retry_at: None,
                ..awaited
            });
            work_off(turn)
        }
        _ => Ok(()),
    }
}

/// The server asked us to come again for a manifest.
pub(crate) fn manifest_delayed(
    turn: &mut Turn<'_>,
    account: AccountId,
    refusal: &Refusal,
) -> Result<(), EngineError> {
    let Some(mut awaited) = turn
        .live
        .awaited
        .filter(|awaited| awaited.account == account)
    else {
        return Ok(());
    };
    awaited.tries += 1;
    if awaited.tries > MANIFEST_TRIES_MAX {
        // One sender's mail must not keep everybody else's: it is judged by what is known.
        return manifest_answered(turn, account);
    }
    awaited.retry_at = Some(outbox::retry_at(
        turn,
        refusal.retry_after_ms,
        awaited.tries,
    ));
    turn.live.awaited = Some(awaited);
    Ok(())
}

/// The same envelope failed three turns. When it comes again it is not opened but shown as unreadable, so that it cannot jam
/// the mailbox; what is before it is not touched.
pub(crate) fn give_up(live: &mut Live, seq: Seq) {
    let is_known = live.opening == Some(seq) || live.failed == Some(seq);
    let sender = live.opening_from.filter(|_| is_known);
    live.given_up.insert(seq, sender);
    while live.given_up.len() > HELD_DELIVERIES_MAX {
        live.given_up.pop_first();
    }
}

/// A turn was taken back while an envelope was being opened, and not because the store refused.
pub(crate) fn failed(live: &mut Live) {
    let Some(seq) = live.opening else {
        return;
    };
    let failures = live.failures.entry(seq).or_default();
    *failures += 1;
    if *failures >= OPENING_FAILURES_MAX {
        live.failures.remove(&seq);
        give_up(live, seq);
    }
    live.failed = live.opening.take();
}
