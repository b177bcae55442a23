//! The tables of the store: one fjall keyspace each. What a row holds, why and for how long is in `docs/threat-model.md`;
//! a test compares that table with this list.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::store::StoreError;

/// A table of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// mailbox → incarnation, last sequence number, what was acknowledged.
    Mailboxes,
    /// incarnation ‖ seq → lane, day, envelope id, sealed bytes.
    Envelopes,
    /// incarnation ‖ begin of an envelope id → the rest of it, seq, until 24 hours after the acknowledgement.
    EnvelopeIds,
    /// account → newest manifest, delivery token hash and counter.
    Accounts,
    /// account ‖ generation ‖ version → signed manifest.
    Manifests,
    /// account ‖ device → prekey stock.
    Devices,
    /// account ‖ device ‖ kind ‖ key id → public prekey.
    Prekeys,
    /// Challenges, invites and stamps that were used, until they would be refused by their age.
    Used,
    /// The schema version, and what else is one of a store: its life, its groups of writes, the days of the expiry.
    Schema,
}

impl Table {
    /// All tables, in the order of their numbers.
    pub const ALL: [Table; 9] = [
        Table::Mailboxes,
        Table::Envelopes,
        Table::EnvelopeIds,
        Table::Accounts,
        Table::Manifests,
        Table::Devices,
        Table::Prekeys,
        Table::Used,
        Table::Schema,
    ];

    /// The keyspace's name on disk.
    pub fn name(self) -> &'static str {
        match self {
            Table::Mailboxes => "mailboxes",
            Table::Envelopes => "envelopes",
            Table::EnvelopeIds => "envelope_ids",
            Table::Accounts => "accounts",
            Table::Manifests => "manifests",
            Table::Devices => "devices",
            Table::Prekeys => "prekeys",
            Table::Used => "used",
            Table::Schema => "schema",
        }
    }

    pub(crate) fn index(self) -> usize {
        self as usize
    }
}

/// Version of the rows that are encoded by [`encode`]: their first byte.
const ROW_FORMAT: u8 = 1;

/// A row of fields: format byte, then postcard.
pub(crate) fn encode<T: Serialize>(row: &T) -> Result<Bytes, StoreError> {
    let bytes = postcard::to_extend(row, vec![ROW_FORMAT]).map_err(|_| StoreError::Corrupt)?;
    Ok(Bytes::from(bytes))
}

/// Reads what [`encode`] wrote.
pub(crate) fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, StoreError> {
    match bytes.split_first() {
        Some((&ROW_FORMAT, row)) => postcard::from_bytes(row).map_err(|_| StoreError::Corrupt),
        _ => Err(StoreError::Corrupt),
    }
}
