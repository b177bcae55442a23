//! The unsealed queue of each conversation.
//!
//! Keys of `Room::Outbox`: `n ‖ account` the last order given, `q ‖ account ‖ order` a queued content, `a ‖ account` a mark on
//! every account for which something waits.

use pulse_crypto::keys::AccountId;
use pulse_protocol::Timestamp;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::limits::{CONTENTS_PER_MESSAGE_MAX, SCAN_ROWS_MAX};
use crate::turn::{self, Record, Turn, key};
use crate::{EngineError, MessageId, Room};

/// A content that waits.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub(crate) struct Queued {
    pub(crate) content: Vec<u8>,
    /// The row whose status follows it.
    #[zeroize(skip)]
    pub(crate) message: Option<MessageId>,
    /// When it becomes worthless.
    #[zeroize(skip)]
    pub(crate) expires: Option<Timestamp>,
    /// How often its peer has asked for it again: 0 for what leaves for the first time.
    pub(crate) resent: u32,
}

impl Record for Queued {
    const NAME: &'static str = "queued content";
}

#[derive(Default, Serialize, Deserialize)]
struct LastOrder(u64);

impl Record for LastOrder {
    const NAME: &'static str = "queue";
}

pub(super) fn append(
    turn: &mut Turn<'_>,
    account: AccountId,
    queued: &Queued,
) -> Result<(), EngineError> {
    let order_key = key(&[b"n", account.as_bytes()]);
    let LastOrder(last) = turn.load(Room::Outbox, &order_key)?.unwrap_or_default();
    let order = last + 1;
    turn.save(Room::Outbox, &order_key, &LastOrder(order))?;
    turn.save(Room::Outbox, &queued_key(account, order), queued)?;
    activate(turn, account)
}

/// Puts contents in front of what waits, and of the place `before`, in their order.
pub(super) fn prepend(
    turn: &mut Turn<'_>,
    account: AccountId,
    before: Option<u64>,
    contents: &[Queued],
) -> Result<(), EngineError> {
    let count = contents.len() as u64;
    let head = first(turn, account)?.map(|(head, _)| head);
    let front = head.into_iter().chain(before).min();
    let place = front.and_then(|front| front.checked_sub(count));
    // What left before had places in front of the head, so there is room; at the end it is only later.
    let Some(place) = place.filter(|place| *place > 0) else {
        for queued in contents {
            append(turn, account, queued)?;
        }
        return Ok(());
    };
    for (order, queued) in (place..).zip(contents) {
        turn.save(Room::Outbox, &queued_key(account, order), queued)?;
    }
    activate(turn, account)
}

/// Marks an account as one for which something waits.
pub(crate) fn activate(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    turn.live.drained = false;
    Ok(turn.tx.put(Room::Outbox, &active_key(account), &[1])?)
}

pub(super) fn deactivate(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    turn.erase(Room::Outbox, &active_key(account))
}

pub(super) fn is_active(turn: &mut Turn<'_>, account: AccountId) -> Result<bool, EngineError> {
    Ok(turn.tx.get(Room::Outbox, &active_key(account))?.is_some())
}

/// A page of the accounts for which something waits, after an account.
pub(super) fn active(
    turn: &mut Turn<'_>,
    after: Option<AccountId>,
) -> Result<Vec<AccountId>, EngineError> {
    let after = after.map(active_key);
    let marks = turn
        .tx
        .scan(Room::Outbox, b"a", after.as_deref(), SCAN_ROWS_MAX)?;
    let accounts = marks
        .iter()
        .filter_map(|(key, _)| key.get(1..)?.try_into().ok());
    Ok(accounts.map(AccountId::from_bytes).collect())
}

/// Whether nothing waits for anybody.
pub(super) fn is_drained(turn: &mut Turn<'_>) -> Result<bool, EngineError> {
    Ok(turn.tx.scan(Room::Outbox, b"a", None, 1)?.is_empty())
}

pub(super) fn is_empty(turn: &mut Turn<'_>, account: AccountId) -> Result<bool, EngineError> {
    Ok(turn
        .tx
        .scan(Room::Outbox, &queue_prefix(account), None, 1)?
        .is_empty())
}

/// The contents at the head, oldest first.
pub(super) fn head(
    turn: &mut Turn<'_>,
    account: AccountId,
    limit: usize,
) -> Result<Vec<(u64, Queued)>, EngineError> {
    let prefix = queue_prefix(account);
    let rows = turn.tx.scan(Room::Outbox, &prefix, None, limit)?;
    rows.into_iter()
        .map(|(key, value)| {
            let order = key
                .get(prefix.len()..)
                .and_then(|order| order.try_into().ok());
            let order = order
                .map(u64::from_be_bytes)
                .ok_or(EngineError::Record(Queued::NAME))?;
            let value = zeroize::Zeroizing::new(value);
            Ok((order, turn::decode(&value)?))
        })
        .collect()
}

pub(super) fn first(
    turn: &mut Turn<'_>,
    account: AccountId,
) -> Result<Option<(u64, Queued)>, EngineError> {
    Ok(head(turn, account, 1)?.pop())
}

/// Drops everything that waits for an account.
pub(super) fn clear(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    while let Some((order, _)) = first(turn, account)? {
        take(turn, account, order)?;
    }
    deactivate(turn, account)
}

/// Removes the contents of the rows that `is_meant` picks out.
pub(super) fn withdraw(
    turn: &mut Turn<'_>,
    account: AccountId,
    is_meant: impl Fn(&MessageId) -> bool,
) -> Result<(), EngineError> {
    let prefix = queue_prefix(account);
    let mut after: Option<Vec<u8>> = None;
    loop {
        let rows = turn
            .tx
            .scan(Room::Outbox, &prefix, after.as_deref(), SCAN_ROWS_MAX)?;
        for (key, value) in &rows {
            let queued: Queued = turn::decode(value)?;
            if queued.message.as_ref().is_some_and(&is_meant) {
                turn.erase(Room::Outbox, key)?;
            }
        }
        match rows.into_iter().last() {
            Some((last, _)) => after = Some(last),
            None => return Ok(()),
        }
    }
}

/// Removes a content from the queue.
pub(super) fn take(
    turn: &mut Turn<'_>,
    account: AccountId,
    order: u64,
) -> Result<Option<Queued>, EngineError> {
    let key = queued_key(account, order);
    let queued = turn.load(Room::Outbox, &key)?;
    turn.erase(Room::Outbox, &key)?;
    Ok(queued)
}

/// Drops what became worthless while it waited, wherever it stands among the contents that may leave next.
pub(super) fn drop_expired(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    loop {
        let mut dropped = 0;
        for (order, queued) in head(turn, account, CONTENTS_PER_MESSAGE_MAX)? {
            if queued.expires.is_some_and(|expires| expires <= turn.now) {
                take(turn, account, order)?;
                dropped += 1;
            }
        }
        if dropped == 0 {
            return Ok(());
        }
    }
}

fn queue_prefix(account: AccountId) -> Vec<u8> {
    key(&[b"q", account.as_bytes()])
}

fn queued_key(account: AccountId, order: u64) -> Vec<u8> {
    key(&[b"q", account.as_bytes(), &order.to_be_bytes()])
}

fn active_key(account: AccountId) -> Vec<u8> {
    key(&[b"a", account.as_bytes()])
}
