//! Keys and rows of mailboxes, envelopes and ids, as they are on disk.

use bytes::{BufMut, Bytes, BytesMut};
use pulse_protocol::{Day, EnvelopeId, Incarnation, MailLane, Seq};
use serde::{Deserialize, Serialize};

use super::index::PendingEnvelope;
use crate::mailboxes::{MailboxId, NewEnvelope, StoredEnvelope};
use crate::store::transaction::{Tables, Transaction};
use crate::store::{StoreError, Table, table};

/// Bytes of keys and fixed fields that an envelope takes beside its sealed bytes.
pub(crate) const ROW_BYTES: usize = 160;

/// Bytes of an envelope's row before the sealed bytes: lane, day, id.
const ENVELOPE_HEADER_BYTES: usize = 1 + 4 + EnvelopeId::LEN;

/// The row of a mailbox. Appends do not touch it: the envelopes themselves say what the last place is.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct MailboxRow {
    pub(super) incarnation: Incarnation,
    pub(super) last_seq: u64,
    pub(super) acknowledged: u64,
    /// Up to which place everything was acknowledged by the end of a day, oldest first: ids below the oldest entry that is
    /// old enough may be forgotten.
    pub(super) by_day: Vec<(u32, u64)>,
}

pub(super) fn read(
    tables: &dyn Tables,
    mailbox: &MailboxId,
) -> Result<Option<MailboxRow>, StoreError> {
    let row = tables.get(Table::Mailboxes, &mailbox_key(mailbox))?;
    row.map(|row| table::decode(&row)).transpose()
}

pub(super) fn write(
    tx: &mut Transaction<'_>,
    mailbox: &MailboxId,
    row: &MailboxRow,
) -> Result<(), StoreError> {
    tx.put(Table::Mailboxes, &mailbox_key(mailbox), table::encode(row)?);
    Ok(())
}

pub(super) const MAILBOX_KEY_BYTES: usize = 32 + 4;

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
pub(super) fn envelope_key(incarnation: Incarnation, seq: u64) -> [u8; 8 + 8] {
    let mut key = [0; 8 + 8];
    let (prefix, place) = key.split_at_mut(8);
    prefix.copy_from_slice(&life_key(incarnation));
    place.copy_from_slice(&seq.to_be_bytes());
    key
}

/// The bytes of an id that are in its key, for the same reason; the others are in the row.
const ID_KEY_BYTES: usize = 12;

pub(super) fn envelope_id_key(incarnation: Incarnation, id: &EnvelopeId) -> [u8; 8 + ID_KEY_BYTES] {
    let mut key = [0; 8 + ID_KEY_BYTES];
    let (prefix, begin) = key.split_at_mut(8);
    prefix.copy_from_slice(&life_key(incarnation));
    let id = id.as_bytes().iter();
    begin.iter_mut().zip(id).for_each(|(to, from)| *to = *from);
    key
}

/// The prefix of what lies under an incarnation.
pub(super) fn life_key(incarnation: Incarnation) -> [u8; 8] {
    incarnation.get().to_be_bytes()
}

/// The row of an id: the bytes that are not in its key, then the place.
pub(super) fn encode_place(id: &EnvelopeId, seq: u64) -> Bytes {
    let mut row = BytesMut::with_capacity(EnvelopeId::LEN - ID_KEY_BYTES + 8);
    row.extend(id.as_bytes().iter().skip(ID_KEY_BYTES));
    row.put_u64(seq);
    row.freeze()
}

pub(super) fn decode_place(row: &[u8]) -> Option<(&[u8], u64)> {
    let (rest, seq) = row.split_last_chunk::<8>()?;
    let is_whole = rest.len() == EnvelopeId::LEN - ID_KEY_BYTES;
    is_whole.then(|| (rest, u64::from_be_bytes(*seq)))
}

/// The row of an envelope: lane, day, id, then the sealed bytes.
pub(super) fn encode_envelope(lane: MailLane, today: Day, envelope: &NewEnvelope) -> Bytes {
    let mut row = BytesMut::with_capacity(ENVELOPE_HEADER_BYTES + envelope.sealed.len());
    row.put_u8(u8::try_from(lane.number()).unwrap_or_default());
    row.put_u32(today.get());
    row.put_slice(envelope.id.as_bytes());
    row.put_slice(&envelope.sealed);
    row.freeze()
}

pub(super) fn decode_envelope(key: &[u8], value: &[u8]) -> Option<StoredEnvelope> {
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

pub(super) fn decode_pending(key: &[u8], value: &[u8]) -> Option<(u64, PendingEnvelope)> {
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
