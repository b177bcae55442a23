//! The rules of a mailbox, over any disk. Each verb checks first and writes last.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use bytes::{BufMut, Bytes, BytesMut};
use lru::LruCache;
use pulse_protocol::{Day, EnvelopeId, Incarnation, MailLane, Seq};
use serde::{Deserialize, Serialize};

use crate::limits::{self, StoreLimits};
use crate::mailboxes::life::Life;
use crate::mailboxes::{
    Append, Appended, ExpiryCursor, ExpiryStep, MailboxId, MailboxState, NewEnvelope,
    StoredEnvelope,
};
use crate::store::transaction::{Tables, Transaction};
use crate::store::{StoreError, Table, table};

/// Bytes of keys and fixed fields that an envelope takes beside its sealed bytes.
pub(crate) const ROW_BYTES: usize = 160;

/// Bytes of an envelope's row before the sealed bytes: lane, day, id.
const ENVELOPE_HEADER_BYTES: usize = 1 + 4 + EnvelopeId::LEN;

/// The newest mailboxes' states, as the group of verbs that runs left them.
pub(crate) struct MailboxIndex {
    states: LruCache<MailboxId, State>,
    limits: StoreLimits,
    /// The store's life, once it was asked for: it never changes while the store is open.
    life: Option<Life>,
}

/// What is known of a mailbox without reading its envelopes.
struct State {
    row: MailboxRow,
    /// One entry for each envelope from `acknowledged + 1` to `last_seq`.
    pending: VecDeque<PendingEnvelope>,
    mail: u32,
    mail_bytes: u64,
    requests: u32,
}

/// The row of a mailbox. Appends do not touch it: the envelopes themselves say what the last place is.
#[derive(Clone, Serialize, Deserialize)]
struct MailboxRow {
    incarnation: Incarnation,
    last_seq: u64,
    acknowledged: u64,
    /// Up to which place everything was acknowledged by the end of a day, oldest first: ids below the oldest entry that is
    /// old enough may be forgotten.
    by_day: Vec<(u32, u64)>,
}

#[derive(Clone, Copy)]
struct PendingEnvelope {
    size: u32,
    day: u32,
    lane: MailLane,
}

impl MailboxIndex {
    pub(crate) fn new(limits: StoreLimits) -> Self {
        let states = NonZeroUsize::new(limits::MAILBOX_STATES_MAX).unwrap_or(NonZeroUsize::MIN);
        Self {
            states: LruCache::new(states),
            limits,
            life: None,
        }
    }

    /// After a group that did not become durable: what is on disk counts.
    pub(crate) fn forget(&mut self) {
        self.states.clear();
    }

    /// Which life the store's mailboxes are in.
    fn life(&mut self, tx: &Transaction<'_>) -> Result<Life, StoreError> {
        match self.life {
            Some(life) => Ok(life),
            None => Ok(*self.life.insert(Life::read(tx)?)),
        }
    }

    /// Brings a mailbox's state into memory. `false`: there is no such mailbox.
    fn load(&mut self, tx: &Transaction<'_>, mailbox: MailboxId) -> Result<bool, StoreError> {
        if self.states.get(&mailbox).is_some() {
            return Ok(true);
        }
        let Some(state) = State::read(tx, mailbox)? else {
            return Ok(false);
        };
        self.states.put(mailbox, state);
        Ok(true)
    }

    fn state(&mut self, mailbox: &MailboxId) -> Result<&mut State, StoreError> {
        self.states.get_mut(mailbox).ok_or(StoreError::Corrupt)
    }
}

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
    let Some(row) = read_row(tables, &mailbox)? else {
        return Ok(envelopes);
    };
    let prefix = life_key(row.incarnation);
    let from = envelope_key(row.incarnation, after.next().get());
    tables.range(Table::Envelopes, &prefix, &from, &mut |key, value| {
        let Some(envelope) = decode_envelope(key, value) else {
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
    release(tx, &mailbox, state, count, today)
}

pub(crate) fn delete(
    tx: &mut Transaction<'_>,
    index: &mut MailboxIndex,
    mailbox: MailboxId,
) -> Result<(), StoreError> {
    let Some(row) = read_row(tx, &mailbox)? else {
        return Ok(());
    };
    let prefix = life_key(row.incarnation);
    for table in [Table::Envelopes, Table::EnvelopeIds] {
        for key in keys(tx, table, &prefix, &prefix, usize::MAX)? {
            tx.remove(table, &key);
        }
    }
    tx.remove(Table::Mailboxes, &mailbox_key(&mailbox));
    index.states.pop(&mailbox);
    Ok(())
}

/// A cursor begins with what it goes through: mailboxes, the ids of one that has too many for a step, or used tokens.
pub(crate) fn expire(
    tx: &mut Transaction<'_>,
    index: &mut MailboxIndex,
    today: Day,
    cursor: Option<ExpiryCursor>,
) -> Result<ExpiryStep, StoreError> {
    let cursor = cursor.unwrap_or_else(|| vec![MAILBOX_STEP]);
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
        let mailbox = decode_mailbox_key(key).ok_or(StoreError::Corrupt)?;
        if index.load(tx, mailbox)? {
            let state = index.state(&mailbox)?;
            let old = state.count_older_than(today);
            envelopes += old;
            if old > 0 {
                release(tx, &mailbox, state, old, today)?;
            }
            let prefix = life_key(state.row.incarnation);
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
    let key = envelope_id_key(incarnation, &envelope.id);
    let Some(row) = tx.get(Table::EnvelopeIds, &key)? else {
        return Ok(None);
    };
    let (rest, seq) = decode_place(&row).ok_or(StoreError::Corrupt)?;
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

    let mut row = BytesMut::with_capacity(ENVELOPE_HEADER_BYTES + envelope.sealed.len());
    row.put_u8(u8::try_from(append.lane.number()).unwrap_or_default());
    row.put_u32(append.today.get());
    row.put_slice(envelope.id.as_bytes());
    row.put_slice(&envelope.sealed);
    let key = envelope_key(state.row.incarnation, seq);
    tx.put(Table::Envelopes, &key, row.freeze());
    let id_key = envelope_id_key(state.row.incarnation, &envelope.id);
    tx.put(Table::EnvelopeIds, &id_key, encode_place(&envelope.id, seq));
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
    write_row(tx, &mailbox, &state.row)?;
    index.states.put(mailbox, state);
    Ok(())
}

/// Lets go of the `count` oldest envelopes of a mailbox.
fn release(
    tx: &mut Transaction<'_>,
    mailbox: &MailboxId,
    state: &mut State,
    count: u64,
    today: Day,
) -> Result<(), StoreError> {
    for _ in 0..count {
        state.row.acknowledged += 1;
        state.pop();
        tx.remove(
            Table::Envelopes,
            &envelope_key(state.row.incarnation, state.row.acknowledged),
        );
    }
    let through = state.row.acknowledged;
    match state.row.by_day.last_mut() {
        Some((day, last)) if *day >= today.get() => *last = through,
        _ => state.row.by_day.push((today.get(), through)),
    }
    write_row(tx, mailbox, &state.row)
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
    write_row(tx, mailbox, &state.row)?;
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
        if decode_place(value).is_none_or(|(_, seq)| seq <= through) {
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
        .split_first_chunk::<MAILBOX_KEY_BYTES>()
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

impl State {
    fn empty(row: MailboxRow) -> Self {
        Self {
            row,
            pending: VecDeque::new(),
            mail: 0,
            mail_bytes: 0,
            requests: 0,
        }
    }

    fn read(tx: &Transaction<'_>, mailbox: MailboxId) -> Result<Option<Self>, StoreError> {
        let Some(row) = read_row(tx, &mailbox)? else {
            return Ok(None);
        };
        let prefix = life_key(row.incarnation);
        let mut state = Self::empty(row);
        let mut damaged = false;
        let mut last = state.row.acknowledged;
        tx.range(Table::Envelopes, &prefix, &prefix, &mut |key, value| {
            let Some((seq, pending)) = decode_pending(key, value) else {
                damaged = true;
                return ControlFlow::Break(());
            };
            damaged |= seq != last + 1;
            last = seq;
            state.push(pending);
            ControlFlow::Continue(())
        })?;
        state.row.last_seq = state.row.last_seq.max(last);
        match damaged {
            true => Err(StoreError::Corrupt),
            false => Ok(Some(state)),
        }
    }

    fn push(&mut self, envelope: PendingEnvelope) {
        match envelope.lane {
            MailLane::Request => self.requests += 1,
            MailLane::Contact | MailLane::Own => {
                self.mail += 1;
                self.mail_bytes += u64::from(envelope.size);
            }
        }
        self.pending.push_back(envelope);
    }

    fn pop(&mut self) {
        match self.pending.pop_front() {
            Some(PendingEnvelope {
                lane: MailLane::Request,
                ..
            }) => self.requests -= 1,
            Some(PendingEnvelope { size, .. }) => {
                self.mail -= 1;
                self.mail_bytes -= u64::from(size);
            }
            None => {}
        }
    }

    fn count_older_than(&self, today: Day) -> u64 {
        let is_old = |envelope: &&PendingEnvelope| {
            today.get().saturating_sub(envelope.day) > limits::ENVELOPE_DAYS_MAX
        };
        self.pending.iter().take_while(is_old).count() as u64
    }
}

fn read_row(tables: &dyn Tables, mailbox: &MailboxId) -> Result<Option<MailboxRow>, StoreError> {
    let row = tables.get(Table::Mailboxes, &mailbox_key(mailbox))?;
    row.map(|row| table::decode(&row)).transpose()
}

fn write_row(
    tx: &mut Transaction<'_>,
    mailbox: &MailboxId,
    row: &MailboxRow,
) -> Result<(), StoreError> {
    tx.put(Table::Mailboxes, &mailbox_key(mailbox), table::encode(row)?);
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

const MAILBOX_KEY_BYTES: usize = 32 + 4;

/// Account ‖ device.
pub(crate) fn mailbox_key(mailbox: &MailboxId) -> [u8; MAILBOX_KEY_BYTES] {
    let mut key = [0; MAILBOX_KEY_BYTES];
    let (account, device) = key.split_at_mut(32);
    account.copy_from_slice(mailbox.account.as_bytes());
    device.copy_from_slice(&mailbox.device.get().to_be_bytes());
    key
}

pub(crate) fn decode_mailbox_key(key: &[u8]) -> Option<MailboxId> {
    let (account, device) = key.split_first_chunk::<32>()?;
    Some(MailboxId {
        account: pulse_protocol::AccountId::from_bytes(*account),
        device: pulse_protocol::DeviceId::new(u32::from_be_bytes(device.try_into().ok()?)),
    })
}

/// Envelopes and their ids lie under the incarnation, which is random and as good as unique: eight bytes instead of an account
/// and a device in each of them, short enough to be kept without a pointer.
fn envelope_key(incarnation: Incarnation, seq: u64) -> [u8; 8 + 8] {
    let mut key = [0; 8 + 8];
    let (prefix, place) = key.split_at_mut(8);
    prefix.copy_from_slice(&life_key(incarnation));
    place.copy_from_slice(&seq.to_be_bytes());
    key
}

/// The bytes of an id that are in its key, for the same reason; the others are in the row.
const ID_KEY_BYTES: usize = 12;

fn envelope_id_key(incarnation: Incarnation, id: &EnvelopeId) -> [u8; 8 + ID_KEY_BYTES] {
    let mut key = [0; 8 + ID_KEY_BYTES];
    let (prefix, begin) = key.split_at_mut(8);
    prefix.copy_from_slice(&life_key(incarnation));
    let id = id.as_bytes().iter();
    begin.iter_mut().zip(id).for_each(|(to, from)| *to = *from);
    key
}

/// The row of an id: the bytes that are not in its key, then the place.
fn encode_place(id: &EnvelopeId, seq: u64) -> Bytes {
    let mut row = BytesMut::with_capacity(EnvelopeId::LEN - ID_KEY_BYTES + 8);
    row.extend(id.as_bytes().iter().skip(ID_KEY_BYTES));
    row.put_u64(seq);
    row.freeze()
}

fn decode_place(row: &[u8]) -> Option<(&[u8], u64)> {
    let (rest, seq) = row.split_last_chunk::<8>()?;
    let is_whole = rest.len() == EnvelopeId::LEN - ID_KEY_BYTES;
    is_whole.then(|| (rest, u64::from_be_bytes(*seq)))
}

/// The prefix of what lies under an incarnation.
fn life_key(incarnation: Incarnation) -> [u8; 8] {
    incarnation.get().to_be_bytes()
}

fn decode_envelope(key: &[u8], value: &[u8]) -> Option<StoredEnvelope> {
    let (seq, pending) = decode_pending(key, value)?;
    let (header, sealed) = value.split_at_checked(ENVELOPE_HEADER_BYTES)?;
    let id = header.last_chunk::<{ EnvelopeId::LEN }>()?;
    Some(StoredEnvelope {
        seq: Seq::new(seq),
        id: EnvelopeId::from_bytes(*id),
        lane: pending.lane,
        sealed: Bytes::copy_from_slice(sealed),
    })
}

fn decode_pending(key: &[u8], value: &[u8]) -> Option<(u64, PendingEnvelope)> {
    let seq = u64::from_be_bytes(*key.last_chunk::<8>()?);
    let (lane, rest) = value.split_first()?;
    let day = u32::from_be_bytes(*rest.first_chunk::<4>()?);
    let size = value.len().checked_sub(ENVELOPE_HEADER_BYTES)?;
    let envelope = PendingEnvelope {
        size: u32::try_from(size).ok()?,
        day,
        lane: MailLane::from_number(u32::from(*lane))?,
    };
    Some((seq, envelope))
}
