//! What a store needs before it may be served again after it was put back from a copy.
//!
//! A copy lies about the past. Mailboxes number mail from where the copy was, so a device that has seen more would take new
//! mail for old: every mailbox begins another life, see `mailboxes::life`. One-time prekeys that were handed
//! out since are there again, and a second use of one could not be opened: all go, and devices bring new ones.

use std::path::Path;

use crate::directory::rules::{drop_one_time_prekeys, stocked_devices};
use crate::limits::RESTORE_DEVICES_PER_STEP;
use crate::mailboxes::life::Life;
use crate::store::embedded::FjallTables;
use crate::store::transaction::{Tables, Transaction, Writes};
use crate::store::{OpenError, StoreError, Table};

/// What a restored store holds.
#[derive(Debug, PartialEq, Eq)]
pub struct Restored {
    /// Every table, read from its first row to its last, and how many there were.
    pub tables: Vec<(String, u64)>,
    /// One-time prekeys that were dropped.
    pub prekeys_dropped: u64,
}

impl Restored {
    /// Rows of a table when it was checked.
    pub fn rows(&self, table: Table) -> u64 {
        let found = self.tables.iter().find(|(name, _)| name == table.name());
        found.map_or(0, |(_, rows)| *rows)
    }
}

/// Reads every row, then renews what must not be as it was. `random` makes the next life. It may be run again, also after it
/// was interrupted: what makes the difference is one write, and the first.
pub fn restore(dir: &Path, random: u64) -> Result<Restored, OpenError> {
    let mut tables = FjallTables::open_what_is_left(dir)?;
    let counted = tables.count_rows()?;
    let renewed = renew(&mut tables, random).map_err(|error| OpenError::Damaged {
        path: dir.display().to_string(),
        reason: error.to_string(),
    });
    Ok(Restored {
        tables: counted,
        prekeys_dropped: renewed?,
    })
}

/// Tables that nobody else uses, as long as a restore does.
pub(crate) trait Unserved: Tables {
    /// Makes writes durable.
    fn commit(&mut self, writes: Writes) -> Result<(), StoreError>;
}

impl Unserved for FjallTables {
    fn commit(&mut self, writes: Writes) -> Result<(), StoreError> {
        FjallTables::commit(self, writes)
    }
}

/// Begins another life in tables that are as they were at an earlier time. Returns how many one-time prekeys were dropped.
pub(crate) fn renew<T: Unserved>(tables: &mut T, random: u64) -> Result<u64, StoreError> {
    let mut writes = Writes::default();
    Life::read(&*tables)?.next(random).write(&mut writes);
    tables.commit(writes)?;

    let mut dropped = 0;
    let mut from = Vec::new();
    loop {
        let devices = stocked_devices(&*tables, &from, RESTORE_DEVICES_PER_STEP)?;
        let mut tx = Transaction::over(&*tables, Writes::default());
        for device in &devices {
            dropped += drop_one_time_prekeys(&mut tx, device)?;
        }
        let writes = tx.into_writes();
        tables.commit(writes)?;
        match devices.last() {
            Some(last) if devices.len() == RESTORE_DEVICES_PER_STEP => {
                from = [&crate::mailboxes::rules::mailbox_key(last)[..], &[0]].concat();
            }
            _ => return Ok(dropped),
        }
    }
}
