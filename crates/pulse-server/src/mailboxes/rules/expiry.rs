//! What a mailbox forgets with time, in steps that are short enough for one transaction.

use std::ops::ControlFlow;

use bytes::Bytes;
use pulse_protocol::Day;

use super::index::{MailboxIndex, State};
use super::{keys, row};
use crate::limits;
use crate::mailboxes::{Doubt, ExpiryCursor, ExpiryDays, ExpiryStep, MailboxId};
use crate::store::transaction::{Tables, Transaction};
use crate::store::{StoreError, Table};

/// The key of [`Table::Schema`] that the day of the last expiry is under.
const EXPIRY_KEY: &[u8] = b"expiry";

/// The key of [`Table::Schema`] that the days are under that are doubted: the first ‖ the newest. A row of its own, so that a server from
/// before it reads the other as ever.
const DOUBT_KEY: &[u8] = b"doubt";

/// The days that the expiry goes by.
pub(crate) fn expiry_days(tables: &dyn Tables) -> Result<ExpiryDays, StoreError> {
    let last = days(tables, EXPIRY_KEY)?.map(|[last]| last);
    let doubt = days(tables, DOUBT_KEY)?.map(|[first, newest]| Doubt { first, newest });
    Ok(ExpiryDays { last, doubt })
}

/// Keeps what is doubted of the clock, until the next expiry begins.
pub(crate) fn doubt(tx: &mut Transaction<'_>, doubt: Doubt) {
    let days = [doubt.first.to_be_bytes(), doubt.newest.to_be_bytes()];
    tx.put(Table::Schema, DOUBT_KEY, Bytes::from(days.concat()));
}

/// The days in a row.
fn days<const N: usize>(tables: &dyn Tables, key: &[u8]) -> Result<Option<[Day; N]>, StoreError> {
    let Some(row) = tables.get(Table::Schema, key)? else {
        return Ok(None);
    };
    let (days, rest) = row.as_chunks::<4>();
    let days: &[[u8; 4]; N] = days.try_into().map_err(|_| StoreError::Corrupt)?;
    match rest.is_empty() {
        true => Ok(Some(days.map(|day| Day(u32::from_be_bytes(day))))),
        false => Err(StoreError::Corrupt),
    }
}

/// A cursor begins with what it goes through: mailboxes, the ids of one that has too many for a step, or used tokens.
pub(crate) fn expire(
    tx: &mut Transaction<'_>,
    index: &mut MailboxIndex,
    today: Day,
    cursor: Option<ExpiryCursor>,
) -> Result<ExpiryStep, StoreError> {
    let cursor = cursor.unwrap_or_else(|| {
        let day = Bytes::copy_from_slice(&today.get().to_be_bytes());
        tx.put(Table::Schema, EXPIRY_KEY, day);
        tx.remove(Table::Schema, DOUBT_KEY);
        vec![MAILBOX_STEP]
    });
    match cursor.split_first() {
        Some((&MAILBOX_STEP, from)) => expire_mailboxes(tx, index, today, from),
        Some((&IDS_STEP, from)) => expire_ids(tx, from),
        Some((_, from)) => expire_used(tx, today, from),
        None => Err(StoreError::Corrupt),
    }
}

const MAILBOX_STEP: u8 = 0;
const USED_STEP: u8 = 1;
const IDS_STEP: u8 = 2;

fn expire_mailboxes(
    tx: &mut Transaction<'_>,
    index: &mut MailboxIndex,
    today: Day,
    from: &[u8],
) -> Result<ExpiryStep, StoreError> {
    let count_max = limits::EXPIRY_MAILBOXES_PER_STEP;
    let found = keys(tx, Table::Mailboxes, &[], from, count_max)?;
    let mut envelopes = 0;
    for key in &found {
        let mailbox = row::decode_mailbox_key(key).ok_or(StoreError::Corrupt);
        let loaded = mailbox.and_then(|mailbox| Ok((mailbox, index.load(tx, mailbox)?)));
        if let Err(StoreError::Corrupt) = loaded {
            // The others forget what is old all the same.
            tracing::error!("a mailbox does not parse; run `pulse-server check`");
            continue;
        }
        if let (mailbox, true) = loaded? {
            let state = index.state(&mailbox)?;
            let old = state.count_older_than(today);
            envelopes += old;
            if old > 0 {
                state.release(tx, &mailbox, old, today)?;
            }
            let prefix = row::life_key(state.row.incarnation);
            if let Some(through) = forgettable(tx, &mailbox, state, today)?
                && let Some(next) = forget_ids(tx, &prefix, through, &prefix)?
            {
                let next = Some(ids_cursor(through, key, &next));
                return Ok(ExpiryStep { envelopes, next });
            }
        }
    }
    let next = match found.last() {
        Some(last) if found.len() == count_max => after(MAILBOX_STEP, last),
        _ => vec![USED_STEP],
    };
    Ok(ExpiryStep {
        envelopes,
        next: Some(next),
    })
}

fn expire_used(
    tx: &mut Transaction<'_>,
    today: Day,
    from: &[u8],
) -> Result<ExpiryStep, StoreError> {
    let found = keys(tx, Table::Used, &[], from, limits::EXPIRY_ROWS_PER_STEP)?;
    for key in &found {
        let row = tx.get(Table::Used, key)?;
        let until = row.and_then(|row| row.as_ref().try_into().ok().map(u32::from_be_bytes));
        if until.is_none_or(|until| until < today.get()) {
            tx.remove(Table::Used, key);
        }
    }
    let next = match found.last() {
        Some(last) if found.len() == limits::EXPIRY_ROWS_PER_STEP => Some(after(USED_STEP, last)),
        _ => None,
    };
    Ok(ExpiryStep { envelopes: 0, next })
}

/// The cursor right behind a key.
fn after(step: u8, key: &[u8]) -> ExpiryCursor {
    let mut cursor = vec![step];
    cursor.extend_from_slice(key);
    cursor.push(0);
    cursor
}

/// Up to which place ids were acknowledged long enough ago to be forgotten, taken out of the mailbox's memory of that.
fn forgettable(
    tx: &mut Transaction<'_>,
    mailbox: &MailboxId,
    state: &mut State,
    today: Day,
) -> Result<Option<u64>, StoreError> {
    let is_old = |day: u32| day.saturating_add(limits::ENVELOPE_ID_DAYS) <= today.get();
    let by_day = &mut state.row.by_day;
    let old = by_day.iter().take_while(|(day, _)| is_old(*day)).count();
    let Some((_, through)) = by_day.drain(..old).next_back() else {
        return Ok(None);
    };
    row::write(tx, mailbox, &state.row)?;
    Ok(Some(through))
}

/// Forgets the ids of a mailbox up to a place, from a key on; returns the key to go on from when there are more than one
/// transaction should look at.
fn forget_ids(
    tx: &mut Transaction<'_>,
    life: &[u8],
    through: u64,
    from: &[u8],
) -> Result<Option<Vec<u8>>, StoreError> {
    let mut seen = 0;
    let mut old = Vec::new();
    let mut next = None;
    tx.range(Table::EnvelopeIds, life, from, &mut |key, value| {
        if seen >= limits::EXPIRY_ROWS_PER_STEP {
            next = Some(key.to_vec());
            return ControlFlow::Break(());
        }
        seen += 1;
        if row::decode_place(value).is_none_or(|(_, seq)| seq <= through) {
            old.push(key.to_vec());
        }
        ControlFlow::Continue(())
    })?;
    for key in old {
        tx.remove(Table::EnvelopeIds, &key);
    }
    Ok(next)
}

/// Step ‖ place ‖ mailbox ‖ key of the next id.
fn ids_cursor(through: u64, mailbox: &[u8], next: &[u8]) -> ExpiryCursor {
    let mut cursor = vec![IDS_STEP];
    cursor.extend_from_slice(&through.to_be_bytes());
    cursor.extend_from_slice(mailbox);
    cursor.extend_from_slice(next);
    cursor
}

fn expire_ids(tx: &mut Transaction<'_>, cursor: &[u8]) -> Result<ExpiryStep, StoreError> {
    let damaged = StoreError::Corrupt;
    let (through, rest) = cursor.split_first_chunk::<8>().ok_or(damaged)?;
    let (mailbox, from) = rest
        .split_first_chunk::<{ row::MAILBOX_KEY_BYTES }>()
        .ok_or(damaged)?;
    let (prefix, _) = from.split_first_chunk::<8>().ok_or(damaged)?;
    let through = u64::from_be_bytes(*through);
    let next = match forget_ids(tx, prefix, through, from)? {
        Some(next) => ids_cursor(through, mailbox, &next),
        None => after(MAILBOX_STEP, mailbox),
    };
    Ok(ExpiryStep {
        envelopes: 0,
        next: Some(next),
    })
}
