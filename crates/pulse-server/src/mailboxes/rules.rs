//! The rules of a mailbox, over any disk. Each verb checks first and writes last.

mod expiry;
mod index;
mod row;

use std::ops::ControlFlow;

use bytes::Bytes;
use pulse_protocol::{Day, Incarnation, MailLane, Seq};

use crate::mailboxes::life::Life;
use crate::mailboxes::{Append, Appended, MailboxId, MailboxState, NewEnvelope, StoredEnvelope};
use crate::store::transaction::{Tables, Transaction};
use crate::store::{StoreError, Table};
use index::{PendingEnvelope, State};
use row::MailboxRow;

pub(crate) use expiry::{doubt, expire, expiry_days};
pub(crate) use index::MailboxIndex;
pub(crate) use row::{ROW_BYTES, decode_mailbox_key, mailbox_key};

pub(crate) fn append(
    tx: &mut Transaction<'_>,
    index: &mut MailboxIndex,
    append: Append,
) -> Result<Vec<Appended>, StoreError> {
    let known = append
        .envelopes
        .iter()
        .map(|envelope| known_seq(tx, index, envelope))
        .collect::<Result<Vec<_>, _>>()?;
    if known.iter().any(Option::is_none) {
        check_stamp(tx, &append)?;
        for (envelope, known) in append.envelopes.iter().zip(&known) {
            if known.is_none() {
                check_room(tx, index, envelope, append.lane)?;
            }
        }
        if let Some(stamp) = append.stamp {
            let until = Bytes::copy_from_slice(&stamp.until.to_be_bytes());
            tx.put(Table::Used, &stamp.key, until);
        }
    }

    let mut appended = Vec::with_capacity(append.envelopes.len());
    for (envelope, known) in append.envelopes.iter().zip(known) {
        let seq = match known {
            Some(seq) => seq,
            None => store(tx, index, &append, envelope)?,
        };
        appended.push(Appended {
            mailbox: envelope.mailbox,
            seq,
            new: known.is_none(),
        });
    }
    Ok(appended)
}

pub(crate) fn open(
    tx: &mut Transaction<'_>,
    index: &mut MailboxIndex,
    mailbox: MailboxId,
    incarnation: Incarnation,
) -> Result<MailboxState, StoreError> {
    if !index.load(tx, mailbox)? {
        create(tx, index, mailbox, incarnation)?;
    }
    let life = index.life(tx)?;
    let row = &index.state(&mailbox)?.row;
    Ok(MailboxState {
        incarnation: life.told(row.incarnation),
        last_seq: Seq::new(row.last_seq),
    })
}

pub(crate) fn state(
    tables: &dyn Tables,
    mailbox: MailboxId,
) -> Result<Option<MailboxState>, StoreError> {
    let Some(state) = State::read(tables, mailbox)? else {
        return Ok(None);
    };
    Ok(Some(MailboxState {
        incarnation: Life::read(tables)?.told(state.row.incarnation),
        last_seq: Seq::new(state.row.last_seq),
    }))
}

pub(crate) fn read_after(
    tables: &dyn Tables,
    mailbox: MailboxId,
    after: Seq,
    count_max: usize,
    bytes_max: usize,
) -> Result<Vec<StoredEnvelope>, StoreError> {
    let mut envelopes = Vec::new();
    let mut bytes = 0;
    let mut damaged = false;
    let Some(row) = row::read(tables, &mailbox)? else {
        return Ok(envelopes);
    };
    let prefix = row::life_key(row.incarnation);
    let from = row::envelope_key(row.incarnation, after.next().get());
    tables.range(Table::Envelopes, &prefix, &from, &mut |key, value| {
        let Some(envelope) = row::decode_envelope(key, value) else {
            damaged = true;
            return ControlFlow::Break(());
        };
        bytes += envelope.sealed.len();
        if envelopes.len() >= count_max || (bytes > bytes_max && !envelopes.is_empty()) {
            return ControlFlow::Break(());
        }
        envelopes.push(envelope);
        ControlFlow::Continue(())
    })?;
    if damaged {
        return Err(StoreError::Corrupt);
    }
    Ok(envelopes)
}

pub(crate) fn acknowledge(
    tx: &mut Transaction<'_>,
    index: &mut MailboxIndex,
    mailbox: MailboxId,
    incarnation: Incarnation,
    through: Seq,
    today: Day,
) -> Result<(), StoreError> {
    if !index.load(tx, mailbox)? {
        return Ok(());
    }
    let life = index.life(tx)?;
    let state = index.state(&mailbox)?;
    let through = through.get().min(state.row.last_seq);
    if life.told(state.row.incarnation) != incarnation || through <= state.row.acknowledged {
        return Ok(());
    }
    let count = through - state.row.acknowledged;
    state.release(tx, &mailbox, count, today)
}

pub(crate) fn delete(
    tx: &mut Transaction<'_>,
    index: &mut MailboxIndex,
    mailbox: MailboxId,
) -> Result<(), StoreError> {
    let Some(row) = row::read(tx, &mailbox)? else {
        return Ok(());
    };
    let prefix = row::life_key(row.incarnation);
    for table in [Table::Envelopes, Table::EnvelopeIds] {
        for key in keys(tx, table, &prefix, &prefix, usize::MAX)? {
            tx.remove(table, &key);
        }
    }
    tx.remove(Table::Mailboxes, &mailbox_key(&mailbox));
    index.remove(&mailbox);
    Ok(())
}

/// Whether a challenge, invite or stamp was used.
pub(crate) fn is_used(tx: &Transaction<'_>, key: &[u8; 16]) -> Result<bool, StoreError> {
    Ok(tx.get(Table::Used, key)?.is_some())
}

fn check_stamp(tx: &Transaction<'_>, append: &Append) -> Result<(), StoreError> {
    match append.stamp {
        Some(stamp) if is_used(tx, &stamp.key)? => Err(StoreError::Used),
        _ => Ok(()),
    }
}

/// Where the envelope is already, when an earlier try stored it.
fn known_seq(
    tx: &Transaction<'_>,
    index: &mut MailboxIndex,
    envelope: &NewEnvelope,
) -> Result<Option<Seq>, StoreError> {
    if !index.load(tx, envelope.mailbox)? {
        return Ok(None);
    }
    let incarnation = index.state(&envelope.mailbox)?.row.incarnation;
    let key = row::envelope_id_key(incarnation, &envelope.id);
    let Some(row) = tx.get(Table::EnvelopeIds, &key)? else {
        return Ok(None);
    };
    let (rest, seq) = row::decode_place(&row).ok_or(StoreError::Corrupt)?;
    let is_same = envelope.id.as_bytes().ends_with(rest);
    Ok(is_same.then(|| Seq::new(seq)))
}

fn check_room(
    tx: &Transaction<'_>,
    index: &mut MailboxIndex,
    envelope: &NewEnvelope,
    lane: MailLane,
) -> Result<(), StoreError> {
    if !index.load(tx, envelope.mailbox)? {
        return Ok(());
    }
    let limits = index.limits;
    let state = index.state(&envelope.mailbox)?;
    if lane == MailLane::Request {
        return match state.requests < limits.mailbox_requests {
            true => Ok(()),
            false => Err(StoreError::RequestsFull),
        };
    }
    let bytes = state
        .mail_bytes
        .saturating_add(envelope.sealed.len() as u64);
    match state.mail < limits.mailbox_envelopes && bytes <= limits.mailbox_bytes {
        true => Ok(()),
        false => Err(StoreError::MailboxFull),
    }
}

fn store(
    tx: &mut Transaction<'_>,
    index: &mut MailboxIndex,
    append: &Append,
    envelope: &NewEnvelope,
) -> Result<Seq, StoreError> {
    if !index.load(tx, envelope.mailbox)? {
        // One random number for the whole submission: the device's makes it another one for each mailbox.
        let device = u64::from(envelope.mailbox.device.get());
        let incarnation = append.incarnation.get().wrapping_add(device);
        create(tx, index, envelope.mailbox, Incarnation::new(incarnation))?;
    }
    let state = index.state(&envelope.mailbox)?;
    let size = u32::try_from(envelope.sealed.len()).unwrap_or(u32::MAX);
    state.push(PendingEnvelope {
        size,
        day: append.today.get(),
        lane: append.lane,
    });
    state.row.last_seq += 1;
    let seq = state.row.last_seq;

    let row = row::encode_envelope(append.lane, append.today, envelope);
    let key = row::envelope_key(state.row.incarnation, seq);
    tx.put(Table::Envelopes, &key, row);
    let id_key = row::envelope_id_key(state.row.incarnation, &envelope.id);
    tx.put(
        Table::EnvelopeIds,
        &id_key,
        row::encode_place(&envelope.id, seq),
    );
    Ok(Seq::new(seq))
}

fn create(
    tx: &mut Transaction<'_>,
    index: &mut MailboxIndex,
    mailbox: MailboxId,
    incarnation: Incarnation,
) -> Result<(), StoreError> {
    let state = State::empty(MailboxRow {
        incarnation,
        last_seq: 0,
        acknowledged: 0,
        by_day: Vec::new(),
    });
    row::write(tx, &mailbox, &state.row)?;
    index.put(mailbox, state);
    Ok(())
}

/// The keys of a table under a prefix, from a place on.
pub(crate) fn keys(
    tables: &dyn Tables,
    table: Table,
    prefix: &[u8],
    from: &[u8],
    count_max: usize,
) -> Result<Vec<Vec<u8>>, StoreError> {
    let mut found = Vec::new();
    tables.range(table, prefix, from, &mut |key, _| {
        if found.len() >= count_max {
            return ControlFlow::Break(());
        }
        found.push(key.to_vec());
        ControlFlow::Continue(())
    })?;
    Ok(found)
}
