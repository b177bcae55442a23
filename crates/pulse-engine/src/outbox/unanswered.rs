//! How much leaves for somebody who has not answered yet. Their side keeps so many messages of a stranger and drops the rest
//! without a word; so the rest waits here, where it can be seen that it waits.

use pulse_crypto::keys::AccountId;
use serde::{Deserialize, Serialize};

use super::queue::{self, Queued};
use crate::limits::REQUEST_MESSAGES_MAX;
use crate::turn::{self, Record, Turn, key};
use crate::{ContactState, EngineError, Room, StoreTx};

/// Messages that have left for an account while it had not answered. Key of `Room::Outbox`: `u ‖ account`.
#[derive(Default, Serialize, Deserialize)]
struct Unanswered(u32);

impl Record for Unanswered {
    const NAME: &'static str = "unanswered messages";
}

/// Whether it is one of those that are counted: what somebody says for the first time. What leaves once more was counted then.
pub(super) fn is_counted(queued: &Queued) -> bool {
    queued.message.is_some() && queued.resent == 0
}

/// Whether the next content in line has to wait for an answer.
pub(super) fn holds(turn: &mut Turn<'_>, account: AccountId) -> Result<bool, EngineError> {
    if room(turn, account)? > 0 {
        return Ok(false);
    }
    let first = queue::first(turn, account)?;
    Ok(first.is_some_and(|(_, queued)| is_counted(&queued)))
}

/// How many more may leave now.
pub(super) fn room(turn: &mut Turn<'_>, account: AccountId) -> Result<usize, EngineError> {
    if !is_unanswered(turn, account)? {
        return Ok(usize::MAX);
    }
    let Unanswered(left) = turn
        .load(Room::Outbox, &record_key(account))?
        .unwrap_or_default();
    Ok(REQUEST_MESSAGES_MAX.saturating_sub(left as usize))
}

/// Whether nothing more may leave for somebody who has not answered.
pub(super) fn is_full(tx: &mut dyn StoreTx, account: AccountId) -> Result<bool, EngineError> {
    let record: Option<Unanswered> = turn::load(tx, Room::Outbox, &record_key(account))?;
    Ok(record.is_some_and(|Unanswered(left)| left as usize >= REQUEST_MESSAGES_MAX))
}

/// So many more have left.
pub(super) fn count(
    turn: &mut Turn<'_>,
    account: AccountId,
    messages: u32,
) -> Result<(), EngineError> {
    if messages == 0 || !is_unanswered(turn, account)? {
        return Ok(());
    }
    let key = record_key(account);
    let Unanswered(left) = turn.load(Room::Outbox, &key)?.unwrap_or_default();
    turn.save(
        Room::Outbox,
        &key,
        &Unanswered(left.saturating_add(messages)),
    )
}

/// They have answered, or are nobody to us any more.
pub(crate) fn forget(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    turn.erase(Room::Outbox, &record_key(account))
}

fn is_unanswered(turn: &mut Turn<'_>, account: AccountId) -> Result<bool, EngineError> {
    let contact = turn.tx.contact(account)?;
    Ok(contact.is_some_and(|contact| contact.state == ContactState::Added))
}

fn record_key(account: AccountId) -> Vec<u8> {
    key(&[b"u", account.as_bytes()])
}
