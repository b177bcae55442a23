//! What waits to be sent, and how it leaves (DESIGN section 4, step 3).
//!
//! ```text
//! enqueue ──► queue (unsealed, per conversation) ──► seal ──► submission (the bytes, at most one) ──► Submit
//!                 ▲                                               │
//!                 │    stale manifest, old handshake: sealed anew ├─ Accepted: row sent, queue shorter, next
//!                 └───────────────────────────────────────────────┼─ later: rests, then the same bytes
//!                                                                 └─ not allowed: rows failed, next
//! ```
//!
//! One submission per conversation is in flight. What is written meanwhile waits unsealed and leaves together, so the order
//! survives refusals and lost connections. A retry sends the same bytes; sealing anew takes new message keys and keeps the
//! content ids, by which a receiver knows what it has.

mod batch;
mod held;
mod queue;
mod sent;
mod submission;
mod unanswered;

use std::time::Duration;

use pulse_crypto::keys::AccountId;
use pulse_protocol::bundle::PrekeyBundle;
use pulse_protocol::frame::{FetchBundles, Submit};
use pulse_protocol::refusal::{Refusal, RefusalCode};
use pulse_protocol::{ClientBody, EnvelopeId, Lane, Timestamp};

use crate::account::Own;
use crate::limits::{RETRY_DELAY_MAX, RETRY_DELAY_MIN, STAMPS_REFUSED_MAX};
use crate::live::{Forgotten, Pending, Rest};
use crate::purpose::{self, Purpose};
use crate::turn::Turn;
use crate::{
    Body, Content, ConversationId, EngineError, Event, MessageId, MessageStatus, RefusalInfo,
    connection, counters, devices, receipts, sessions, siblings, timeline, tokens, trust,
};

pub(crate) use held::reason as held_reason;

pub(crate) use batch::{pair_key, sender_position};
pub(crate) use queue::{Queued, activate};
pub(crate) use sent::{
    Kept, SentEnvelope, What, expire as expire_sent, load as sent_envelope, page as sent_envelopes,
    save as save_sent_envelope,
};

pub(crate) use unanswered::forget as forget_unanswered;

use submission::Submission;

/// Puts a content at the end of a conversation's queue. `message` is the row whose status follows it.
pub(crate) fn enqueue(
    turn: &mut Turn<'_>,
    account: AccountId,
    content: &Content,
    message: Option<MessageId>,
) -> Result<(), EngineError> {
    enqueue_bytes(turn, account, queued(content, message, None)?)
}

/// Like [`enqueue`], for what is worthless after a moment.
pub(crate) fn enqueue_until(
    turn: &mut Turn<'_>,
    account: AccountId,
    content: &Content,
    expires: Timestamp,
) -> Result<(), EngineError> {
    enqueue_bytes(turn, account, queued(content, None, Some(expires))?)
}

fn queued(
    content: &Content,
    message: Option<MessageId>,
    expires: Option<Timestamp>,
) -> Result<Queued, EngineError> {
    let bytes = content
        .encode()
        .map_err(|_| EngineError::Bug("a content of ours breaks its limits"))?;
    Ok(Queued {
        content: bytes.to_vec(),
        message,
        expires,
        resent: 0,
    })
}

/// Like [`enqueue`], for a content that was encoded before.
pub(crate) fn enqueue_bytes(
    turn: &mut Turn<'_>,
    account: AccountId,
    queued: Queued,
) -> Result<(), EngineError> {
    queue::append(turn, account, &queued)
}

/// Puts contents that had left before in front of what waits. What was sealed of that and is not on its way is sealed anew,
/// behind them.
pub(crate) fn enqueue_first(
    turn: &mut Turn<'_>,
    account: AccountId,
    contents: &[Queued],
) -> Result<(), EngineError> {
    if !turn.live.is_pending(Pending::Submit(account)) {
        submission::erase(turn, account)?;
    }
    // What was withdrawn meanwhile left a place that the answer to the submission still speaks of.
    let on_its_way = submission::load(turn, account)?;
    let before = on_its_way.and_then(|submission| submission.orders.into_iter().min());
    queue::prepend(turn, account, before, contents)
}

/// Lets everything leave that can. A conversation whose records are damaged rests, and keeps nobody else's from leaving.
pub(crate) fn pump_all(turn: &mut Turn<'_>) -> Result<(), EngineError> {
    let mut after = None;
    loop {
        let page = queue::active(turn, after)?;
        let Some(last) = page.last() else {
            return settle(turn);
        };
        after = Some(*last);
        for account in page {
            let result = pump(turn, account);
            if counters::survive(turn, "conversation failed", result)?.is_none() {
                rest(turn, account, None)?;
            }
        }
    }
}

/// Lets a conversation's next submission leave, if it can.
pub(crate) fn pump(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    let Some(own) = turn.registered()? else {
        return Ok(());
    };
    if !queue::is_active(turn, account)? || !may_leave(turn, &own, account)? {
        return Ok(());
    }
    match submission::load(turn, account)? {
        // A handshake that waited too long is made anew, with a fresh bundle; the contents stand in the queue.
        Some(submission) if submission.is_outdated(turn.now) => submission::erase(turn, account)?,
        Some(_) if is_held(turn, &own) => return Ok(()),
        Some(submission) => return transmit(turn, &own, account, submission),
        None => {}
    }
    queue::drop_expired(turn, account)?;
    receipts::flush(turn, &own, account)?;
    if queue::is_empty(turn, account)? {
        queue::deactivate(turn, account)?;
        return settle(turn);
    }
    match prepare(turn, &own, account)? {
        Some(submission) => transmit(turn, &own, account, submission),
        None => Ok(()),
    }
}

fn lane_to(own: &Own, account: AccountId) -> Lane {
    if own.account == account {
        Lane::Identified
    } else {
        Lane::Anonymous
    }
}

/// Whether the lane's connection carries what is sent; otherwise another one is made for it.
fn has_connection(turn: &mut Turn<'_>, own: &Own, account: AccountId) -> bool {
    lane_to(own, account) == Lane::Identified || purpose::claim(turn, Purpose::Outgoing)
}

fn may_leave(turn: &mut Turn<'_>, own: &Own, account: AccountId) -> Result<bool, EngineError> {
    let is_busy = turn.live.is_pending(Pending::Submit(account));
    let is_resting = turn
        .live
        .resting
        .get(&account)
        .and_then(|rest| rest.until)
        .is_some_and(|until| until > turn.now);
    let is_up = turn.live.is_ready(lane_to(own, account)) && turn.live.forgotten == Forgotten::No;
    Ok(is_up && !is_busy && !is_resting && !trust::is_stopped(turn, account)?)
}

/// Whether the mailbox has still to say that the server was put back: what it lost leaves before what was said since. Or whether
/// a newer list of our own devices is on its way, of which every message speaks.
fn is_held(turn: &Turn<'_>, own: &Own) -> bool {
    let is_waited_for = turn.live.held_until.is_some_and(|until| until > turn.now);
    is_waited_for || turn.live.is_pending(Pending::FetchManifest(own.account))
}

/// Gathers what sealing needs, asking the server for what is missing; seals once all is there.
fn prepare(
    turn: &mut Turn<'_>,
    own: &Own,
    account: AccountId,
) -> Result<Option<Submission>, EngineError> {
    if unanswered::holds(turn, account)? {
        return Ok(None);
    }
    // First, so that the proof of work runs while the server is asked.
    tokens::prepare(turn, own, account)?;
    let Some(manifest) = devices::usable(turn, account)? else {
        return Ok(None);
    };
    if account == own.account && !siblings::exist(turn, own)? {
        // The device for which the copies were is gone.
        queue::clear(turn, account)?;
        return settle(turn).map(|()| None);
    }
    let missing = sessions::missing(turn, own, &manifest)?;
    if !missing.is_empty() {
        let pending = Pending::FetchBundles(account);
        if !turn.live.is_pending(pending) && has_connection(turn, own, account) {
            let body = ClientBody::FetchBundles(FetchBundles {
                account,
                devices: missing,
            });
            turn.request(lane_to(own, account), pending, body);
        }
        return Ok(None);
    }
    if is_held(turn, own) || !has_connection(turn, own, account) {
        return Ok(None);
    }
    let Some(permission) = tokens::permission(turn, own, account)? else {
        return Ok(None);
    };
    let Some(mut submission) = batch::seal(turn, own, account, &manifest)? else {
        return Ok(None);
    };
    submission.permission = Some(permission.into());
    submission::save(turn, account, &submission)?;
    Ok(Some(submission))
}

/// Sends a submission's bytes, the same ones every time.
fn transmit(
    turn: &mut Turn<'_>,
    own: &Own,
    account: AccountId,
    mut submission: Submission,
) -> Result<(), EngineError> {
    if !has_connection(turn, own, account) {
        return Ok(());
    }
    if submission.permission.is_none() {
        tokens::prepare(turn, own, account)?;
        let Some(permission) = tokens::permission(turn, own, account)? else {
            return Ok(());
        };
        submission.permission = Some(permission.into());
        submission::save(turn, account, &submission)?;
    }
    let body: Submit = submission.to_frame(account)?;
    turn.request(
        lane_to(own, account),
        Pending::Submit(account),
        ClientBody::Submit(body),
    );
    Ok(())
}

/// Bundles came: begin the missing sessions.
pub(crate) fn bundles(
    turn: &mut Turn<'_>,
    account: AccountId,
    bundles: &[PrekeyBundle],
) -> Result<(), EngineError> {
    let (Some(own), Some(held)) = (turn.registered()?, devices::held(turn, account)?) else {
        return Ok(());
    };
    let Some(own_manifest) = devices::held(turn, own.account)? else {
        return Err(EngineError::Bug("an account without its manifest"));
    };
    let missing = sessions::missing(turn, &own, &held.manifest)?;
    let mut begun = 0;
    for bundle in bundles
        .iter()
        .filter(|bundle| missing.contains(&bundle.device))
    {
        let Some(device) = held.manifest.device(bundle.device) else {
            continue;
        };
        let keys = bundle.keys();
        begun += usize::from(sessions::initiate(
            turn,
            &own,
            &own_manifest.manifest,
            &held.manifest,
            device,
            &keys,
        )?);
    }
    if begun < missing.len() {
        // A device without a bundle, with one it did not sign, or with old keys: perhaps it was removed.
        rest(turn, account, None)?;
        devices::suspect(turn, account)?;
    }
    pump(turn, account)
}

/// The server gives no bundles.
pub(crate) fn bundles_refused(
    turn: &mut Turn<'_>,
    account: AccountId,
    refusal: &Refusal,
) -> Result<(), EngineError> {
    if refusal.code == RefusalCode::UnknownRecipient {
        return fail_all(turn, account, refusal.code);
    }
    rest(turn, account, Some(refusal))?;
    if let Some(chain) = &refusal.manifests {
        devices::learn(turn, account, chain)?;
    }
    Ok(())
}

/// The server has a submission on its disk.
pub(crate) fn accepted(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    turn.live.resting.remove(&account);
    if let Some(submission) = submission::load(turn, account)? {
        finish(turn, account, &submission)?;
    }
    pump(turn, account)
}

/// A device has this envelope, though the server's word for it may never have reached us: then the submission it was in is
/// accepted. The word that is still to come, or the next try, finds nothing left to do.
pub(crate) fn arrived(
    turn: &mut Turn<'_>,
    account: AccountId,
    envelope: EnvelopeId,
) -> Result<(), EngineError> {
    match submission::load(turn, account)? {
        Some(submission) if submission.envelopes.iter().any(|one| one.id == envelope) => {
            finish(turn, account, &submission)
        }
        _ => Ok(()),
    }
}

/// What was in a submission left for good: rows say so, and it is kept for the day it is asked for again.
fn finish(
    turn: &mut Turn<'_>,
    account: AccountId,
    submission: &Submission,
) -> Result<(), EngineError> {
    let (mut kept, mut messages) = (Vec::new(), 0);
    for order in &submission.orders {
        let Some(queued) = queue::take(turn, account, *order)? else {
            continue;
        };
        if let Some(message) = queued.message {
            timeline::advance_status(turn, message, MessageStatus::Sent)?;
        }
        messages += u32::from(unanswered::is_counted(&queued));
        kept.extend(Kept::of(queued));
    }
    unanswered::count(turn, account, messages)?;
    sent::record(turn, account, submission, kept)?;
    submission::erase(turn, account)
}

/// The server refused a submission. Nothing of it was stored there: all or nothing.
pub(crate) fn submit_refused(
    turn: &mut Turn<'_>,
    account: AccountId,
    refusal: &Refusal,
) -> Result<(), EngineError> {
    let Some(mut submission) = submission::load(turn, account)? else {
        return pump(turn, account);
    };
    match refusal.code {
        RefusalCode::StaleManifest | RefusalCode::ManifestConflict | RefusalCode::WrongDevices => {
            stale(turn, account, refusal)
        }
        RefusalCode::StampStale | RefusalCode::BadStamp => {
            stamp_refused(turn, account, submission, refusal)
        }
        RefusalCode::BadToken => {
            tokens::rejected(turn, account)?;
            without_permission(turn, account, submission)
        }
        code if is_for_later(code) => {
            // Whatever was refused, it was not the stamp: stamps fail a submission only in a row.
            if std::mem::take(&mut submission.stamps_refused) > 0 {
                submission::save(turn, account, &submission)?;
            }
            turn.tell(Event::PutOff {
                conversation: ConversationId::direct(account),
                refusal: RefusalInfo::from(refusal),
            });
            rest(turn, account, Some(refusal))
        }
        code => {
            fail(turn, account, &submission, code)?;
            pump(turn, account)
        }
    }
}

/// Whether waiting can help: the server's troubles, and a connection that lost its standing.
fn is_for_later(code: RefusalCode) -> bool {
    code.is_later()
        || matches!(
            code,
            RefusalCode::Internal | RefusalCode::WrongState | RefusalCode::NotAuthenticated
        )
}

/// Sealed for devices that are not the recipient's any more: learn the new ones, seal the same contents for them.
fn stale(turn: &mut Turn<'_>, account: AccountId, refusal: &Refusal) -> Result<(), EngineError> {
    submission::erase(turn, account)?;
    let learned = match &refusal.manifests {
        Some(chain) => devices::learn(turn, account, chain)?,
        None => devices::Learned::Nothing,
    };
    if learned != devices::Learned::Newer {
        rest(turn, account, None)?;
        devices::suspect(turn, account)?;
    }
    pump(turn, account)
}

/// A new stamp for the same envelopes. A server that goes on refusing asks for more than its welcome said: greet it again.
fn stamp_refused(
    turn: &mut Turn<'_>,
    account: AccountId,
    mut submission: Submission,
    refusal: &Refusal,
) -> Result<(), EngineError> {
    if submission.stamp_is_of_before(turn.day()) {
        // It waited until its day was over, which says nothing about the next one.
        return without_permission(turn, account, submission);
    }
    submission.stamps_refused += 1;
    match submission.stamps_refused {
        tries if tries > STAMPS_REFUSED_MAX => {
            fail(turn, account, &submission, refusal.code)?;
            pump(turn, account)
        }
        1 => without_permission(turn, account, submission),
        _ => {
            without_permission(turn, account, submission)?;
            connection::close(turn, Lane::Anonymous);
            Ok(())
        }
    }
}

fn without_permission(
    turn: &mut Turn<'_>,
    account: AccountId,
    mut submission: Submission,
) -> Result<(), EngineError> {
    submission.permission = None;
    submission::save(turn, account, &submission)?;
    pump(turn, account)
}

/// A submission failed for good: its rows say so, and what comes after it goes on.
fn fail(
    turn: &mut Turn<'_>,
    account: AccountId,
    submission: &Submission,
    code: RefusalCode,
) -> Result<(), EngineError> {
    turn.live.resting.remove(&account);
    for order in &submission.orders {
        if let Some(queued) = queue::take(turn, account, *order)? {
            failed(turn, account, &queued, code.number())?;
        }
    }
    submission::erase(turn, account)
}

/// Everything that waits for this account failed for good.
pub(crate) fn fail_all(
    turn: &mut Turn<'_>,
    account: AccountId,
    code: RefusalCode,
) -> Result<(), EngineError> {
    turn.live.resting.remove(&account);
    receipts::drop_pending(turn, account)?;
    while let Some((order, queued)) = queue::first(turn, account)? {
        queue::take(turn, account, order)?;
        failed(turn, account, &queued, code.number())?;
    }
    submission::erase(turn, account)?;
    queue::deactivate(turn, account)?;
    settle(turn)
}

/// Takes a row's content out of the queue, or those of all rows; what is sealed already may still leave.
pub(crate) fn withdraw(
    turn: &mut Turn<'_>,
    account: AccountId,
    message: Option<MessageId>,
) -> Result<(), EngineError> {
    queue::withdraw(turn, account, |queued| match message {
        Some(message) => *queued == message,
        None => true,
    })
}

fn failed(
    turn: &mut Turn<'_>,
    account: AccountId,
    queued: &Queued,
    code: u32,
) -> Result<(), EngineError> {
    // What leaves once more has left before: its row says how far it got then.
    if let Some(message) = queued.message.filter(|_| queued.resent == 0) {
        timeline::set_status(turn, message, MessageStatus::Failed(code))?;
    }
    let content = Content::decode(&queued.content).map(|content| content.body);
    if let Ok(Body::Profile(_) | Body::Introduction(_)) = content {
        tokens::not_told(turn, account)?;
    }
    Ok(())
}

/// A pause: what the server asked for, or longer with every try.
pub(crate) fn rest(
    turn: &mut Turn<'_>,
    account: AccountId,
    refusal: Option<&Refusal>,
) -> Result<(), EngineError> {
    let tries = turn
        .live
        .resting
        .get(&account)
        .map_or(1, |rest| rest.tries.saturating_add(1));
    let until = retry_at(
        turn,
        refusal.map_or(0, |refusal| refusal.retry_after_ms),
        tries,
    );
    turn.live.resting.insert(
        account,
        Rest {
            until: Some(until),
            tries,
        },
    );
    Ok(())
}

/// When to try again, after so many tries: at the earliest when the server asked to, in milliseconds from now.
pub(crate) fn retry_at(turn: &mut Turn<'_>, asked_ms: u32, tries: u32) -> Timestamp {
    let doubled = RETRY_DELAY_MIN.saturating_mul(1 << tries.min(16).saturating_sub(1));
    let delay = doubled
        .min(RETRY_DELAY_MAX)
        .max(Duration::from_millis(asked_ms.into()));
    // Up to a quarter more, so that clients refused together do not come back together.
    let spread = u64::from(u32::from_be_bytes(turn.random()));
    let quarter = delay.as_millis() as u64 / 4;
    turn.now.plus(delay).plus(Duration::from_millis(
        spread.checked_rem(quarter).unwrap_or(0),
    ))
}

/// Tells once when nothing waits any more.
pub(crate) fn settle(turn: &mut Turn<'_>) -> Result<(), EngineError> {
    let is_news = !turn.live.drained && turn.live.is_ready(Lane::Anonymous);
    if is_news && turn.registered()?.is_some() && queue::is_drained(turn)? {
        turn.live.drained = true;
        turn.tell(Event::QueueDrained);
    }
    Ok(())
}
