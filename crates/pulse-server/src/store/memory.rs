//! A store in memory: for tests, the simulation and servers that keep nothing.

use std::collections::BTreeMap;
use std::ops::{Bound, ControlFlow};

use bytes::Bytes;
use parking_lot::Mutex;

use crate::limits::StoreLimits;
use crate::mailboxes::rules::MailboxIndex;
use crate::store::disk::{Disk, ReadTask, WriteTask};
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
    waiting: Vec<Box<dyn WriteTask>>,
}

impl MemoryDisk {
    /// An empty disk.
    pub fn new(mode: SyncMode, limits: StoreLimits) -> Self {
        Self {
            mode,
            inner: Mutex::new(Inner {
                durable: MemoryTables::default(),
                unsynced: Writes::default(),
                index: MailboxIndex::new(limits),
                waiting: Vec::new(),
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
#[derive(Default)]
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

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
}
