//! A store in memory: for tests, the simulation and servers that keep nothing.

use std::collections::BTreeMap;
use std::ops::{Bound, ControlFlow};

use bytes::Bytes;
use parking_lot::Mutex;

use crate::limits::StoreLimits;
use crate::mailboxes::rules::MailboxIndex;
use crate::store::disk::{Disk, ReadTask, WriteTask};
use crate::store::restore::{self, Unserved};
use crate::store::transaction::{Tables, Transaction, Visit, Writes};
use crate::store::{StoreError, Table};

/// When a write of a [`MemoryDisk`] becomes durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyncMode {
    /// At once.
    Immediate,
    /// When [`MemoryDisk::sync`] is called: until then its future is pending and [`MemoryDisk::crash`] loses it.
    Manual,
}

/// Memory that behaves like a disk with a write cache.
pub struct MemoryDisk {
    mode: SyncMode,
    inner: Mutex<Inner>,
}

struct Inner {
    durable: MemoryTables,
    unsynced: Writes,
    index: MailboxIndex,
    limits: StoreLimits,
    waiting: Vec<Box<dyn WriteTask>>,
    is_full: bool,
}

/// What was durable at some moment, as a backup holds it.
pub struct DiskCopy(MemoryTables);

impl MemoryDisk {
    /// An empty disk.
    pub fn new(mode: SyncMode, limits: StoreLimits) -> Self {
        Self {
            mode,
            inner: Mutex::new(Inner {
                durable: MemoryTables::default(),
                unsynced: Writes::default(),
                index: MailboxIndex::new(limits),
                limits,
                waiting: Vec::new(),
                is_full: false,
            }),
        }
    }

    /// Makes everything written so far durable and answers those who wait. Returns how many verbs that were.
    pub fn sync(&self) -> usize {
        let waiting = {
            let mut inner = self.inner.lock();
            let writes = std::mem::take(&mut inner.unsynced);
            inner.durable.apply(writes);
            std::mem::take(&mut inner.waiting)
        };
        let count = waiting.len();
        for task in waiting {
            task.finish(Ok(()));
        }
        count
    }

    /// How many verbs wait for [`Self::sync`].
    pub fn unsynced(&self) -> usize {
        self.inner.lock().waiting.len()
    }

    /// Loses power: what was not synced is gone, and those who wait are told nothing but an error.
    pub fn crash(&self) {
        let waiting = {
            let mut inner = self.inner.lock();
            inner.unsynced = Writes::default();
            inner.index.forget();
            std::mem::take(&mut inner.waiting)
        };
        for task in waiting {
            task.finish(Err(StoreError::Lost));
        }
    }

    /// From now on only what frees space is written, or everything again.
    pub fn set_full(&self, is_full: bool) {
        self.inner.lock().is_full = is_full;
    }

    /// A copy of what is durable now.
    pub fn copy(&self) -> DiskCopy {
        DiskCopy(self.inner.lock().durable.clone())
    }

    /// Puts a copy back in the place of everything, as `pulse-server restore` does while no server runs. `random` makes the
    /// next life of the mailboxes.
    ///
    /// # Errors
    /// When a row of the copy does not parse.
    pub fn put_back(&self, copy: &DiskCopy, random: u64) -> Result<(), StoreError> {
        self.crash();
        let inner = &mut *self.inner.lock();
        inner.durable = copy.0.clone();
        inner.index = MailboxIndex::new(inner.limits);
        restore::renew(&mut inner.durable, random)?;
        Ok(())
    }

    /// What the next [`Self::sync`] makes durable, for tests that look for what must never be written.
    pub fn unsynced_rows(&self) -> Vec<(Table, Vec<u8>, Bytes)> {
        let inner = self.inner.lock();
        let rows = inner.unsynced.written();
        rows.map(|(table, key, value)| (table, key.to_vec(), value.clone()))
            .collect()
    }

    /// Every durable row, for tests that look for what must not be there.
    pub fn dump(&self) -> Vec<(Table, Vec<u8>, Bytes)> {
        let inner = self.inner.lock();
        let rows = Table::ALL.into_iter().zip(&inner.durable.tables);
        rows.flat_map(|(table, rows)| {
            rows.iter()
                .map(move |(key, value)| (table, key.clone(), value.clone()))
        })
        .collect()
    }
}

impl Disk for MemoryDisk {
    fn write(&self, mut task: Box<dyn WriteTask>) {
        let is_refused = self.inner.lock().is_full && !task.frees();
        if is_refused {
            return task.finish(Err(StoreError::Unavailable));
        }
        {
            let inner = &mut *self.inner.lock();
            let mut tx = Transaction::over(&inner.durable, std::mem::take(&mut inner.unsynced));
            task.run(&mut tx, &mut inner.index);
            inner.unsynced = tx.into_writes();
            inner.waiting.push(task);
        }
        if self.mode == SyncMode::Immediate {
            self.sync();
        }
    }

    fn read(&self, task: Box<dyn ReadTask>) {
        task.run(&self.inner.lock().durable);
    }
}

/// The durable rows.
#[derive(Clone, Default)]
pub(crate) struct MemoryTables {
    tables: [BTreeMap<Vec<u8>, Bytes>; Table::ALL.len()],
}

impl MemoryTables {
    pub(crate) fn apply(&mut self, writes: Writes) {
        for (table, key, row) in writes.into_rows() {
            let Some(rows) = self.tables.get_mut(table.index()) else {
                continue;
            };
            match row {
                Some(value) => rows.insert(key.to_vec(), value),
                None => rows.remove(&key[..]),
            };
        }
    }
}

impl Tables for MemoryTables {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Bytes>, StoreError> {
        Ok(self
            .tables
            .get(table.index())
            .and_then(|rows| rows.get(key))
            .cloned())
    }

    fn range(
        &self,
        table: Table,
        prefix: &[u8],
        from: &[u8],
        visit: &mut Visit<'_>,
    ) -> Result<(), StoreError> {
        let Some(rows) = self.tables.get(table.index()) else {
            return Ok(());
        };
        let start = from.max(prefix);
        for (key, value) in rows.range::<[u8], _>((Bound::Included(start), Bound::Unbounded)) {
            if !key.starts_with(prefix) || visit(key, value) == ControlFlow::Break(()) {
                break;
            }
        }
        Ok(())
    }
}

impl Unserved for MemoryTables {
    fn commit(&mut self, writes: Writes) -> Result<(), StoreError> {
        self.apply(writes);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use pulse_protocol::{Day, Incarnation, Seq};

    use super::*;
    use crate::limits::StoreLimits;
    use crate::mailboxes::Mailboxes;
    use crate::mailboxes::conformance::{self, LIMITS, mailbox, one};
    use crate::store::Store;

    #[tokio::test]
    async fn memory_keeps_the_rules() {
        conformance::all(&Store::ephemeral(LIMITS)).await;
        crate::directory::conformance::all(&Store::ephemeral(StoreLimits::default())).await;
        let store = Store::ephemeral(StoreLimits::default());
        crate::directory::conformance::a_removed_device_loses_its_mailbox(&store).await;
    }

    /// One damaged row must not keep the mail of all mailboxes behind it for ever.
    #[tokio::test]
    async fn a_damaged_mailbox_stops_no_expiry() {
        let disk = Arc::new(MemoryDisk::new(SyncMode::Immediate, LIMITS));
        let store = Store::in_memory(Arc::clone(&disk));
        store.append(one(mailbox(2), 1)).await.unwrap();
        let damage = crate::store::disk::write(&*disk, 1, true, |tx, _| {
            let key = crate::mailboxes::rules::mailbox_key(&mailbox(1));
            tx.put(Table::Mailboxes, &key, bytes::Bytes::from_static(b"?"));
            Ok(())
        });
        damage.await.unwrap();
        let (mut envelopes, mut cursor) = (0, None);
        loop {
            let step = store.expire(pulse_protocol::Day(20_100), cursor).await;
            let step = step.unwrap();
            envelopes += step.envelopes;
            cursor = step.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(envelopes, 1);
    }

    #[tokio::test]
    async fn a_crash_loses_what_was_not_synced_and_nothing_else() {
        let disk = Arc::new(MemoryDisk::new(SyncMode::Manual, LIMITS));
        let store = Store::in_memory(Arc::clone(&disk));
        let kept = store.append(one(mailbox(1), 1));
        assert_eq!(disk.sync(), 1);
        assert!(kept.await.unwrap()[0].new);
        let lost = store.append(one(mailbox(1), 2));
        assert_eq!(disk.unsynced(), 1);
        disk.crash();
        assert_eq!(lost.await, Err(StoreError::Lost));
        let again = store.append(one(mailbox(1), 3));
        disk.sync();
        assert_eq!(
            again.await.unwrap()[0].seq.get(),
            2,
            "the place was not given"
        );
    }

    #[tokio::test]
    async fn a_full_disk_takes_only_what_frees_space() {
        let disk = Arc::new(MemoryDisk::new(SyncMode::Immediate, LIMITS));
        let store = Store::in_memory(Arc::clone(&disk));
        store.append(one(mailbox(1), 1)).await.unwrap();
        disk.set_full(true);
        let refused = store.append(one(mailbox(1), 2)).await;
        assert_eq!(refused, Err(StoreError::Unavailable));
        let state = store.open(mailbox(1), Incarnation::new(9)).await.unwrap();
        let today = Day(1);
        let acknowledged = store.acknowledge(mailbox(1), state.incarnation, Seq::new(1), today);
        acknowledged.await.unwrap();
        disk.set_full(false);
        let taken = store.append(one(mailbox(1), 2)).await.unwrap();
        assert_eq!(taken[0].seq, Seq::new(2));
    }

    #[tokio::test]
    async fn a_copy_that_is_put_back_begins_another_life() {
        let disk = Arc::new(MemoryDisk::new(SyncMode::Immediate, LIMITS));
        let store = Store::in_memory(Arc::clone(&disk));
        store.append(one(mailbox(1), 1)).await.unwrap();
        let before = store.open(mailbox(1), Incarnation::new(9)).await.unwrap();
        let copy = disk.copy();
        store.append(one(mailbox(1), 2)).await.unwrap();

        disk.put_back(&copy, 7).unwrap();
        let after = store.open(mailbox(1), Incarnation::new(9)).await.unwrap();
        assert_eq!(after.last_seq, Seq::new(1), "what came later is gone");
        assert_ne!(after.incarnation, before.incarnation);
    }

    #[test]
    fn what_waits_for_the_sync_can_be_looked_at() {
        let disk = Arc::new(MemoryDisk::new(SyncMode::Manual, LIMITS));
        let store = Store::in_memory(Arc::clone(&disk));
        let _waits = store.append(one(mailbox(1), 1));
        let tables = |rows: Vec<(Table, Vec<u8>, Bytes)>| {
            let tables = rows.into_iter().map(|(table, _, _)| table);
            tables.collect::<Vec<_>>()
        };
        assert!(tables(disk.unsynced_rows()).contains(&Table::Envelopes));
        assert_eq!(tables(disk.dump()), []);
        disk.sync();
        assert_eq!(tables(disk.unsynced_rows()), []);
        assert!(tables(disk.dump()).contains(&Table::Envelopes));
    }
}
