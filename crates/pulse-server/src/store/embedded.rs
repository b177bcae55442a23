//! A store in one directory: fjall, one keyspace for each table.
//!
//! Group commit: a writer thread takes all verbs that wait, writes one batch, syncs once, answers. While it syncs, the next
//! group gathers: the sync in flight is the batching window. What is read is durable, because a batch becomes visible after
//! its sync.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use fjall::config::{FilterPolicy, FilterPolicyEntry};
use fjall::{Database, Keyspace, KeyspaceCreateOptions, PersistMode};
use parking_lot::{Condvar, Mutex, RwLock};

use crate::limits::{self, StoreLimits};
use crate::metrics::StoreMetrics;
use crate::store::disk::{Disk, ReadTask, WriteTask};
use crate::store::transaction::{Tables, Visit, Writes};
use crate::store::writer::{Queue, Writer};
use crate::store::{StoreError, Table};

/// The version of the tables. A newer one is refused; an older one would be migrated, and there is none yet.
pub const SCHEMA_VERSION: u32 = 1;

const SCHEMA_KEY: &[u8] = b"version";

/// The name of the store's directory in a server's.
pub const DIRECTORY_NAME: &str = "store";

/// Memory for blocks that were read: an evening's backlogs.
const CACHE_BYTES: u64 = 64 * 1024 * 1024;

/// Memory of a hot table before it is written out. Larger ones let more mail be acknowledged before it ever is.
const HOT_MEMTABLE_BYTES: u64 = 32 * 1024 * 1024;

/// Memory of a cold table before it is written out.
const COLD_MEMTABLE_BYTES: u64 = 8 * 1024 * 1024;

/// How the writer syncs; tests wrap it to look at what is answered before and after, or to make it fail.
pub trait Sync: Send + std::marker::Sync {
    /// Runs the commit, which returns once the batch is on disk.
    fn sync(&self, commit: &mut dyn FnMut() -> Result<(), StoreError>) -> Result<(), StoreError> {
        commit()
    }

    /// Bytes that are free on the file system of this directory.
    fn free_bytes(&self, dir: &Path) -> std::io::Result<u64> {
        fs4::available_space(dir)
    }
}

/// The sync of a real disk.
#[derive(Debug, Default)]
pub struct RealSync;

impl Sync for RealSync {}

/// Why a store did not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another server has it.
    #[error("{0} is in use by another server")]
    InUse(String),
    /// A newer server wrote it.
    #[error(
        "{path} was written by a newer server (schema {found}; this one knows {SCHEMA_VERSION}): use that one"
    )]
    Newer {
        /// Where.
        path: String,
        /// Its version.
        found: u32,
    },
    /// It does not open, or not as it was written.
    #[error("{path} is damaged: {reason}. Stop the server, keep a copy, and restore a backup")]
    Damaged {
        /// Where.
        path: String,
        /// How.
        reason: String,
    },
    /// The file system says no.
    #[error("{path}: {source}")]
    Io {
        /// Where.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}

/// A directory that transactions become durable in.
pub struct EmbeddedDisk {
    queue: Arc<Queue>,
    readers: Arc<Readers>,
    threads: Mutex<Vec<std::thread::JoinHandle<()>>>,
}

impl EmbeddedDisk {
    /// Opens the store in a directory, or makes it.
    pub fn open(dir: &Path, limits: StoreLimits, metrics: StoreMetrics) -> Result<Self, OpenError> {
        Self::open_with(dir, limits, metrics, Box::new(RealSync))
    }

    /// The same with another sync, for tests.
    pub fn open_with(
        dir: &Path,
        limits: StoreLimits,
        metrics: StoreMetrics,
        sync: Box<dyn Sync>,
    ) -> Result<Self, OpenError> {
        let tables = FjallTables::open(dir)?;
        let shared = Arc::new(RwLock::new(Some(tables)));
        let queue = Arc::new(Queue::default());
        let readers = Arc::new(Readers {
            tables: Arc::clone(&shared),
            waiting: Mutex::default(),
            changed: Condvar::new(),
        });
        let writer = Writer::new(
            dir.to_owned(),
            shared,
            limits,
            metrics,
            sync,
            Arc::clone(&queue),
        );
        let io = |source| OpenError::Io {
            path: dir.display().to_string(),
            source,
        };
        let mut threads = vec![
            std::thread::Builder::new()
                .name("store-writer".to_owned())
                .spawn(move || writer.run())
                .map_err(io)?,
        ];
        for _ in 0..limits::STORE_READERS {
            let readers = Arc::clone(&readers);
            threads.push(
                std::thread::Builder::new()
                    .name("store-reader".to_owned())
                    .spawn(move || readers.run())
                    .map_err(io)?,
            );
        }
        Ok(Self {
            queue,
            readers,
            threads: Mutex::new(threads),
        })
    }

    /// Reads every row of every table; returns how many there are.
    pub fn check(&self) -> Result<Vec<(String, u64)>, OpenError> {
        let tables = self.readers.tables.read();
        match &*tables {
            Some(tables) => tables.count_rows(),
            None => Ok(Vec::new()),
        }
    }

    /// Writes what waits, and closes. Later verbs fail.
    pub fn close(&self) {
        self.queue.close();
        self.readers.close();
        for thread in self.threads.lock().drain(..) {
            let _panicked = thread.join();
        }
    }
}

impl Drop for EmbeddedDisk {
    fn drop(&mut self) {
        self.close();
    }
}

impl Disk for EmbeddedDisk {
    fn write(&self, task: Box<dyn WriteTask>) {
        self.queue.push(task);
    }

    fn read(&self, task: Box<dyn ReadTask>) {
        self.readers.push(task);
    }
}

/// Threads that read, so that a slow disk does not stop the network.
struct Readers {
    tables: Arc<RwLock<Option<FjallTables>>>,
    waiting: Mutex<(VecDeque<Box<dyn ReadTask>>, bool)>,
    changed: Condvar,
}

impl Readers {
    fn push(&self, task: Box<dyn ReadTask>) {
        let mut waiting = self.waiting.lock();
        if waiting.1 {
            drop(waiting);
            return task.fail(StoreError::Lost);
        }
        waiting.0.push_back(task);
        self.changed.notify_one();
    }

    fn close(&self) {
        self.waiting.lock().1 = true;
        self.changed.notify_all();
    }

    fn run(&self) {
        while let Some(task) = self.next() {
            match &*self.tables.read() {
                Some(tables) => task.run(tables),
                None => task.fail(StoreError::Unavailable),
            }
        }
    }

    fn next(&self) -> Option<Box<dyn ReadTask>> {
        let mut waiting = self.waiting.lock();
        loop {
            if let Some(task) = waiting.0.pop_front() {
                return Some(task);
            }
            if waiting.1 {
                return None;
            }
            self.changed.wait(&mut waiting);
        }
    }
}

/// The tables on disk.
pub(crate) struct FjallTables {
    dir: PathBuf,
    database: Database,
    keyspaces: Vec<Keyspace>,
}

impl FjallTables {
    pub(crate) fn open(dir: &Path) -> Result<Self, OpenError> {
        let failed = |error: fjall::Error| open_error(dir, error);
        let database = Database::builder(dir)
            .cache_size(CACHE_BYTES)
            .worker_threads(1)
            .open()
            .map_err(failed)?;
        let keyspaces = Table::ALL
            .into_iter()
            .map(|table| database.keyspace(table.name(), || options(table)))
            .collect::<Result<Vec<_>, _>>()
            .map_err(failed)?;
        let tables = Self {
            dir: dir.to_owned(),
            database,
            keyspaces,
        };
        tables.check_schema(dir)?;
        Ok(tables)
    }

    /// Reads every row of every keyspace that exists, documented or not.
    pub(crate) fn count_rows(&self) -> Result<Vec<(String, u64)>, OpenError> {
        let damaged = |reason: String| OpenError::Damaged {
            path: self.dir.display().to_string(),
            reason,
        };
        let mut counts = Vec::new();
        for name in self.database.list_keyspace_names() {
            let keyspace = self
                .database
                .keyspace(&name, KeyspaceCreateOptions::default)
                .map_err(|error| damaged(format!("table {name}: {error}")))?;
            let mut rows = 0;
            for row in keyspace.iter() {
                row.into_inner()
                    .map_err(|error| damaged(format!("table {name}, row {rows}: {error}")))?;
                rows += 1;
            }
            counts.push((name.to_string(), rows));
        }
        counts.sort();
        Ok(counts)
    }

    /// Makes writes durable, then visible.
    pub(crate) fn commit(&self, writes: Writes) -> Result<(), StoreError> {
        let mut batch = self
            .database
            .batch()
            .durability(Some(PersistMode::SyncData));
        for (table, key, row) in writes.into_rows() {
            let Some(keyspace) = self.keyspaces.get(table.index()) else {
                continue;
            };
            match row {
                Some(value) => batch.insert(keyspace, key, &value[..]),
                None => batch.remove(keyspace, key),
            }
        }
        batch.commit().map_err(store_error)
    }

    fn check_schema(&self, dir: &Path) -> Result<(), OpenError> {
        let damaged = |reason: &str| OpenError::Damaged {
            path: dir.display().to_string(),
            reason: reason.to_owned(),
        };
        let row = self
            .get(Table::Schema, SCHEMA_KEY)
            .map_err(|_| damaged("its schema version cannot be read"))?;
        let Some(row) = row else {
            let mut writes = Writes::default();
            let version = Bytes::copy_from_slice(&SCHEMA_VERSION.to_be_bytes());
            writes.put(Table::Schema, SCHEMA_KEY, version);
            return self
                .commit(writes)
                .map_err(|_| damaged("its schema version cannot be written"));
        };
        let found = row.as_ref().try_into().map(u32::from_be_bytes);
        match found {
            Ok(SCHEMA_VERSION) => Ok(()),
            Ok(found) if found > SCHEMA_VERSION => Err(OpenError::Newer {
                path: dir.display().to_string(),
                found,
            }),
            _ => Err(damaged("its schema version is none")),
        }
    }
}

impl Tables for FjallTables {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Bytes>, StoreError> {
        let Some(keyspace) = self.keyspaces.get(table.index()) else {
            return Ok(None);
        };
        let value = keyspace.get(key).map_err(store_error)?;
        Ok(value.map(|value| Bytes::copy_from_slice(&value)))
    }

    fn range(
        &self,
        table: Table,
        prefix: &[u8],
        from: &[u8],
        visit: &mut Visit<'_>,
    ) -> Result<(), StoreError> {
        let Some(keyspace) = self.keyspaces.get(table.index()) else {
            return Ok(());
        };
        let start = from.max(prefix);
        for row in keyspace.range(start..) {
            let (key, value) = row.into_inner().map_err(store_error)?;
            if !key.starts_with(prefix) || visit(&key, &value) == ControlFlow::Break(()) {
                break;
            }
        }
        Ok(())
    }
}

/// Hot tables: mail comes and goes before it reaches the lower levels. Ids are looked for and seldom found, which filters
/// answer.
fn options(table: Table) -> KeyspaceCreateOptions {
    let options = KeyspaceCreateOptions::default().filter_policy(FilterPolicy::all(
        FilterPolicyEntry::Bloom(fjall::config::BloomConstructionPolicy::BitsPerKey(10.0)),
    ));
    match table.is_hot() {
        true => options.max_memtable_size(HOT_MEMTABLE_BYTES),
        false => options.max_memtable_size(COLD_MEMTABLE_BYTES),
    }
}

fn open_error(dir: &Path, error: fjall::Error) -> OpenError {
    let path = dir.display().to_string();
    match error {
        fjall::Error::Locked => OpenError::InUse(path),
        fjall::Error::Io(source) => OpenError::Io { path, source },
        error => OpenError::Damaged {
            path,
            reason: error.to_string(),
        },
    }
}

fn store_error(error: fjall::Error) -> StoreError {
    tracing::error!(%error, "the store failed");
    match error {
        fjall::Error::Io(_) | fjall::Error::Poisoned | fjall::Error::Locked => {
            StoreError::Unavailable
        }
        _ => StoreError::Corrupt,
    }
}

/// The store's directory in a server's.
pub fn directory(data_dir: &Path) -> PathBuf {
    data_dir.join(DIRECTORY_NAME)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

    use futures_util::FutureExt;
    use tempfile::TempDir;

    use super::*;
    use crate::mailboxes::Mailboxes;
    use crate::mailboxes::conformance::{self, LIMITS, mailbox, one};
    use crate::metrics::Metrics;
    use crate::store::Store;
    use pulse_protocol::{Incarnation, Seq};

    fn open(dir: &Path) -> (Arc<EmbeddedDisk>, Store) {
        let disk = EmbeddedDisk::open(dir, LIMITS, Metrics::new().store).unwrap();
        let disk = Arc::new(disk);
        (Arc::clone(&disk), Store::embedded(disk))
    }

    fn open_with(dir: &Path, limits: StoreLimits, sync: impl Sync + 'static) -> Store {
        let metrics = Metrics::new().store;
        let disk = EmbeddedDisk::open_with(dir, limits, metrics, Box::new(sync)).unwrap();
        Store::embedded(Arc::new(disk))
    }

    #[tokio::test]
    async fn a_directory_keeps_the_rules() {
        let (mail, accounts) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        conformance::all(&open(mail.path()).1).await;
        crate::directory::conformance::all(&open(accounts.path()).1).await;
    }

    #[tokio::test]
    async fn what_was_answered_is_there_after_reopening() {
        let dir = TempDir::new().unwrap();
        {
            let (disk, store) = open(dir.path());
            for id in 1..=4 {
                store.append(one(mailbox(1), id)).await.unwrap();
            }
            let state = store.open(mailbox(1), Incarnation::new(1)).await.unwrap();
            let acknowledged = store.acknowledge(
                mailbox(1),
                state.incarnation,
                Seq::new(2),
                pulse_protocol::Day(1),
            );
            acknowledged.await.unwrap();
            disk.close();
        }
        let (_disk, store) = open(dir.path());
        let found = store
            .read_after(mailbox(1), Seq::new(0), 9, 9_999)
            .await
            .unwrap();
        let places: Vec<_> = found.iter().map(|envelope| envelope.seq.get()).collect();
        assert_eq!(places, [3, 4]);
        assert!(!store.append(one(mailbox(1), 1)).await.unwrap()[0].new);
        assert_eq!(
            store.append(one(mailbox(1), 5)).await.unwrap()[0].seq.get(),
            5
        );
    }

    /// A sync that waits to be let through.
    struct Gate {
        is_open: Arc<AtomicBool>,
        entered: Arc<AtomicU64>,
        left: Arc<AtomicU64>,
    }

    impl Sync for Gate {
        fn sync(
            &self,
            commit: &mut dyn FnMut() -> Result<(), StoreError>,
        ) -> Result<(), StoreError> {
            self.entered.fetch_add(1, Ordering::SeqCst);
            while !self.is_open.load(Ordering::SeqCst) {
                std::thread::yield_now();
            }
            let committed = commit();
            self.left.fetch_add(1, Ordering::SeqCst);
            committed
        }
    }

    /// The attack: power goes between the write and the sync. Nothing may have been said, or shown, before the sync's end.
    #[tokio::test]
    async fn nothing_is_accepted_or_shown_before_the_sync_that_covers_it() {
        let dir = TempDir::new().unwrap();
        let is_open = Arc::new(AtomicBool::new(true));
        let (entered, left) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
        let gate = Gate {
            is_open: Arc::clone(&is_open),
            entered: Arc::clone(&entered),
            left: Arc::clone(&left),
        };
        let store = open_with(dir.path(), LIMITS, gate);
        store.append(one(mailbox(1), 1)).await.unwrap();
        is_open.store(false, Ordering::SeqCst);
        let synced = left.load(Ordering::SeqCst);
        let mut second = store.append(one(mailbox(1), 2));
        while entered.load(Ordering::SeqCst) == synced {
            tokio::task::yield_now().await;
        }
        let mut third = store.append(one(mailbox(2), 3));
        let shown = store
            .read_after(mailbox(1), Seq::new(0), 9, 9_999)
            .await
            .unwrap();
        assert_eq!(shown.len(), 1, "what is not synced is not shown");
        assert!((&mut second).now_or_never().is_none());
        assert!((&mut third).now_or_never().is_none());
        assert_eq!(left.load(Ordering::SeqCst), synced);

        is_open.store(true, Ordering::SeqCst);
        assert!(second.await.unwrap()[0].new);
        assert!(left.load(Ordering::SeqCst) > synced);
        assert!(third.await.unwrap()[0].new);
        assert!(
            left.load(Ordering::SeqCst) >= synced + 2,
            "one sync each, as they came"
        );
    }

    /// A disk with as much room as it is told, and with writes that fail when it is told.
    struct Sick {
        free: Arc<AtomicU64>,
        fails: Arc<AtomicBool>,
    }

    impl Sync for Sick {
        fn sync(
            &self,
            commit: &mut dyn FnMut() -> Result<(), StoreError>,
        ) -> Result<(), StoreError> {
            match self.fails.load(Ordering::SeqCst) {
                true => Err(StoreError::Unavailable),
                false => commit(),
            }
        }

        fn free_bytes(&self, _: &Path) -> std::io::Result<u64> {
            Ok(self.free.load(Ordering::SeqCst))
        }
    }

    #[tokio::test]
    async fn a_full_disk_refuses_and_loses_nothing() {
        let dir = TempDir::new().unwrap();
        let free = Arc::new(AtomicU64::new(1 << 40));
        let sick = Sick {
            free: Arc::clone(&free),
            fails: Arc::default(),
        };
        let limits = StoreLimits {
            reserve_bytes: 1 << 20,
            ..LIMITS
        };
        let store = open_with(dir.path(), limits, sick);
        store.append(one(mailbox(1), 1)).await.unwrap();
        let state = store.open(mailbox(1), Incarnation::new(1)).await.unwrap();

        assert_eq!(crate::health::can_write(&store).await, Ok(()));
        free.store((1 << 20) - 1, Ordering::SeqCst);
        let refused = store.append(one(mailbox(1), 2)).await;
        assert_eq!(refused, Err(StoreError::Unavailable));
        let found = store
            .read_after(mailbox(1), Seq::new(0), 9, 9_999)
            .await
            .unwrap();
        assert_eq!(found.len(), 1, "reading goes on");
        let day = pulse_protocol::Day(1);
        let acknowledged = store.acknowledge(mailbox(1), state.incarnation, Seq::new(1), day);
        assert_eq!(acknowledged.await, Ok(()), "what frees space goes on");
        let health = crate::health::can_write(&store).await;
        assert_eq!(
            health,
            Err(StoreError::Unavailable),
            "and nobody calls that healthy"
        );

        free.store(1 << 40, Ordering::SeqCst);
        assert_eq!(
            store.append(one(mailbox(1), 2)).await.unwrap()[0].seq.get(),
            2
        );
    }

    #[tokio::test]
    async fn a_failed_write_is_refused_and_the_next_one_works() {
        let dir = TempDir::new().unwrap();
        let fails = Arc::new(AtomicBool::new(false));
        let sick = Sick {
            free: Arc::new(AtomicU64::new(1 << 40)),
            fails: Arc::clone(&fails),
        };
        let store = open_with(dir.path(), LIMITS, sick);
        store.append(one(mailbox(1), 1)).await.unwrap();
        fails.store(true, Ordering::SeqCst);
        let refused = store.append(one(mailbox(1), 2)).await;
        assert_eq!(refused, Err(StoreError::Unavailable));
        fails.store(false, Ordering::SeqCst);
        let found = store
            .read_after(mailbox(1), Seq::new(0), 9, 9_999)
            .await
            .unwrap();
        assert_eq!(found.len(), 1);
        let next = store.append(one(mailbox(1), 3)).await.unwrap();
        assert_eq!(
            next[0].seq.get(),
            2,
            "the place of the failed one was not given"
        );
    }

    #[test]
    fn a_store_in_use_a_newer_one_and_a_damaged_one_are_refused_by_name() {
        let dir = TempDir::new().unwrap();
        let (disk, _store) = open(dir.path());
        let again = EmbeddedDisk::open(dir.path(), LIMITS, Metrics::new().store);
        assert!(matches!(again.err(), Some(OpenError::InUse(_))));
        disk.close();
        drop((disk, _store));

        let tables = FjallTables::open(dir.path()).unwrap();
        let mut writes = Writes::default();
        let newer = Bytes::copy_from_slice(&(SCHEMA_VERSION + 1).to_be_bytes());
        writes.put(Table::Schema, SCHEMA_KEY, newer);
        tables.commit(writes).unwrap();
        drop(tables);
        let newer = EmbeddedDisk::open(dir.path(), LIMITS, Metrics::new().store);
        assert!(matches!(
            newer.err(),
            Some(OpenError::Newer { found: 2, .. })
        ));

        std::fs::write(dir.path().join("version"), b"????").unwrap();
        let damaged = EmbeddedDisk::open(dir.path(), LIMITS, Metrics::new().store);
        let text = damaged.err().unwrap().to_string();
        assert!(text.contains("damaged"), "{text}");
    }

    /// Whoever adds a table, or a file a server keeps, says in the threat model why and for how long.
    #[test]
    fn every_table_on_disk_is_in_the_threat_model() {
        let document = include_str!("../../../../docs/threat-model.md");
        let (_, section) = document.split_once("## What the server holds").unwrap();
        let section = section.split("\n## ").next().unwrap();
        let dir = TempDir::new().unwrap();
        let (disk, _store) = open(dir.path());
        let found = disk.check().unwrap();
        assert_eq!(
            found.len(),
            Table::ALL.len(),
            "a table that the code does not name"
        );
        for (name, _) in found {
            assert!(
                section.contains(&format!("| `{name}` |")),
                "{name} is not documented"
            );
        }
    }
}
