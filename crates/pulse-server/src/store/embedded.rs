//! A store in one directory: fjall, one keyspace for each table.
//!
//! Group commit: a writer thread takes all verbs that wait, writes one batch, syncs once, answers. While it syncs, the next
//! group gathers: the sync in flight is the batching window. What is read is durable, because a batch becomes visible after
//! its sync.

mod journals;
mod open_error;
mod watermark;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use fjall::config::{FilterPolicy, FilterPolicyEntry};
use fjall::{Database, Keyspace, KeyspaceCreateOptions, PersistMode};
use parking_lot::{Condvar, Mutex, RwLock};

use crate::limits::{self, StoreLimits};
use crate::metrics::StoreMetrics;
use crate::store::disk::{Disk, ReadTask, WriteTask};
use crate::store::transaction::{Tables, Visit, Writes};
use crate::store::writer::{DiskRoom, Queue, Writer};
use crate::store::{StoreError, Table};

pub use open_error::OpenError;
use watermark::Watermark;

/// The version of the tables. A newer one is refused; an older one would be migrated, and there is none yet.
pub const SCHEMA_VERSION: u32 = 1;

const SCHEMA_KEY: &[u8] = b"version";

/// The key of [`Table::Schema`] under which groups of writes are counted, see [`watermark`].
const GROUPS_KEY: &[u8] = b"groups";

/// The name of the store's directory in a server's.
pub const DIRECTORY_NAME: &str = "store";

/// Memory for blocks that were read: an evening's backlogs.
const CACHE_BYTES: u64 = 64 * 1024 * 1024;

/// Memory of the envelopes before they are written out. Larger ones let more mail be acknowledged before it ever is, and hold more
/// journals back.
const ENVELOPES_MEMTABLE_BYTES: u64 = 16 * 1024 * 1024;

/// Memory of the envelopes' ids before they are written out. Each of them stays for a day, so memory saves them from nothing; but each
/// is first looked for here, and in a smaller table that costs less.
const IDS_MEMTABLE_BYTES: u64 = 4 * 1024 * 1024;

/// Memory of each of the other tables before it is written out.
const MEMTABLE_BYTES: u64 = 8 * 1024 * 1024;

/// Journals that are sealed, before the tables whose rows hold the oldest back are written out. A table with few writes would
/// hold them all: a store is opened by reading them, at about 150 MB a second.
const JOURNALS_BYTES: u64 = 128 * 1024 * 1024;

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

/// A directory that transactions become durable in.
pub struct EmbeddedDisk {
    queue: Arc<Queue>,
    readers: Arc<Readers>,
    threads: Mutex<Vec<std::thread::JoinHandle<()>>>,
}

impl EmbeddedDisk {
    /// Opens the store in a directory, where [`create`] made one.
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
        let io = |source| OpenError::io(dir, source);
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
    /// Groups of writes that are durable.
    groups: AtomicU64,
    watermark: Watermark,
}

impl FjallTables {
    /// Opens the tables. Those that have lost something are refused and stay as they are.
    pub(crate) fn open(dir: &Path) -> Result<Self, OpenError> {
        journals::look(dir)?;
        let tables = Self::open_whole_part(dir)?;
        match tables.missing_groups() {
            0 => Ok(tables),
            missing => Err(OpenError::shortened(dir, missing)),
        }
    }

    /// The same, though the last writes may be missing: for a restore, which makes up for that.
    pub(crate) fn open_what_is_left(dir: &Path) -> Result<Self, OpenError> {
        match journals::look(dir) {
            Ok(()) | Err(OpenError::Shortened { .. }) => Self::open_whole_part(dir),
            Err(error) => Err(error),
        }
    }

    /// Opens the tables after a group of writes failed. What is on disk is whole, perhaps with that group.
    pub(crate) fn reopen(dir: &Path) -> Result<Self, OpenError> {
        journals::rewrite_newest(dir).map_err(|source| OpenError::io(dir, source))?;
        Self::open(dir)
    }

    fn open_whole_part(dir: &Path) -> Result<Self, OpenError> {
        journals::cut_torn(dir).map_err(|source| OpenError::io(dir, source))?;
        Self::open_or_make(dir)
    }

    fn open_or_make(dir: &Path) -> Result<Self, OpenError> {
        let tables = undamaged(dir, || Self::open_database(dir, JOURNALS_BYTES))?;
        tables.check_schema(dir)?;
        Ok(tables)
    }

    fn open_database(dir: &Path, journals_bytes: u64) -> Result<Self, OpenError> {
        let failed = |error: fjall::Error| OpenError::of(dir, error);
        let database = Database::builder(dir)
            .cache_size(CACHE_BYTES)
            .max_journaling_size(journals_bytes)
            .worker_threads(1)
            .open()
            .map_err(failed)?;
        let keyspaces = Table::ALL
            .into_iter()
            .map(|table| database.keyspace(table.name(), || options(table)))
            .collect::<Result<Vec<_>, _>>()
            .map_err(failed)?;
        let watermark = Watermark::open(dir).map_err(|source| OpenError::io(dir, source))?;
        let tables = Self {
            dir: dir.to_owned(),
            database,
            keyspaces,
            groups: AtomicU64::new(0),
            watermark,
        };
        let groups = match tables.get(Table::Schema, GROUPS_KEY) {
            Ok(row) => row.and_then(|row| row.as_ref().try_into().ok().map(u64::from_be_bytes)),
            Err(error) => {
                let reason = format!("its count of writes cannot be read ({error})");
                return Err(OpenError::damaged(dir, reason));
            }
        };
        tables.groups.store(groups.unwrap_or(0), Ordering::Relaxed);
        Ok(tables)
    }

    /// Groups that were durable once and are not there.
    fn missing_groups(&self) -> u64 {
        let groups = self.groups.load(Ordering::Relaxed);
        self.watermark.groups().unwrap_or(0).saturating_sub(groups)
    }

    /// Reads every row of every keyspace that exists, documented or not.
    pub(crate) fn count_rows(&self) -> Result<Vec<(String, u64)>, OpenError> {
        let mut counts = undamaged(&self.dir, || {
            let names = self.database.list_keyspace_names();
            names
                .iter()
                .map(|name| self.count_rows_of(name))
                .collect::<Result<Vec<_>, _>>()
        })?;
        counts.sort();
        Ok(counts)
    }

    fn count_rows_of(&self, name: &str) -> Result<(String, u64), OpenError> {
        let keyspace = self
            .database
            .keyspace(name, KeyspaceCreateOptions::default)
            .map_err(|error| OpenError::damaged(&self.dir, format!("table {name}: {error}")))?;
        let mut rows = 0;
        for row in keyspace.iter() {
            row.into_inner().map_err(|error| {
                OpenError::damaged(&self.dir, format!("table {name}, row {rows}: {error}"))
            })?;
            rows += 1;
        }
        Ok((name.to_owned(), rows))
    }

    /// Makes writes durable, then visible.
    pub(crate) fn commit(&self, mut writes: Writes) -> Result<(), StoreError> {
        let groups = self.groups.load(Ordering::Relaxed) + 1;
        let counted = Bytes::copy_from_slice(&groups.to_be_bytes());
        writes.put(Table::Schema, GROUPS_KEY, counted);
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
        batch.commit().map_err(store_error)?;
        self.groups.store(groups, Ordering::Relaxed);
        // What was asked for is durable; a file that cannot be written only tells less after the next damage.
        if let Err(error) = self.watermark.set(groups) {
            tracing::warn!(%error, "how far the store is durable was not noted");
        }
        Ok(())
    }

    fn check_schema(&self, dir: &Path) -> Result<(), OpenError> {
        let row = self
            .get(Table::Schema, SCHEMA_KEY)
            .map_err(|_| OpenError::damaged(dir, "its schema version cannot be read"))?;
        let Some(row) = row else {
            return self.write_schema(dir);
        };
        let found = row.as_ref().try_into().map(u32::from_be_bytes);
        match found {
            Ok(SCHEMA_VERSION) => Ok(()),
            Ok(found) if found > SCHEMA_VERSION => Err(OpenError::Newer {
                path: dir.display().to_string(),
                found,
            }),
            _ => Err(OpenError::damaged(dir, "its schema version is none")),
        }
    }

    /// The first write of a new store. One in which anything was ever written has this row, and a store that lost it lost more.
    fn write_schema(&self, dir: &Path) -> Result<(), OpenError> {
        let is_new = self.watermark.groups().is_none()
            && self.count_rows()?.iter().all(|(_, rows)| *rows == 0);
        if !is_new {
            return Err(OpenError::damaged(dir, "its schema version is gone"));
        }
        let mut writes = Writes::default();
        let version = Bytes::copy_from_slice(&SCHEMA_VERSION.to_be_bytes());
        writes.put(Table::Schema, SCHEMA_KEY, version);
        self.commit(writes)
            .map_err(|_| OpenError::damaged(dir, "its schema version cannot be written"))
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

/// Mail comes and goes before it reaches the lower levels. Ids are looked for and seldom found, which filters answer.
fn options(table: Table) -> KeyspaceCreateOptions {
    let memtable = match table {
        Table::Envelopes => ENVELOPES_MEMTABLE_BYTES,
        Table::EnvelopeIds => IDS_MEMTABLE_BYTES,
        _ => MEMTABLE_BYTES,
    };
    KeyspaceCreateOptions::default()
        .max_memtable_size(memtable)
        .filter_policy(FilterPolicy::all(FilterPolicyEntry::Bloom(
            fjall::config::BloomConstructionPolicy::BitsPerKey(10.0),
        )))
}

/// What a panic of this thread means: the store that it is just opening is damaged. For the hook of a program, which hears of the panic
/// before the database is dropped; that may panic as well, and then the process aborts.
pub fn opening() -> Option<OpenError> {
    OPENING.with_borrow(|dir| dir.as_deref().map(stumbled))
}

thread_local! {
    static OPENING: RefCell<Option<PathBuf>> = const { RefCell::new(None) };
}

/// Some damage makes the database panic where it might return an error.
fn undamaged<T>(dir: &Path, work: impl FnOnce() -> Result<T, OpenError>) -> Result<T, OpenError> {
    OPENING.set(Some(dir.to_owned()));
    let done = catch_unwind(AssertUnwindSafe(work));
    OPENING.set(None);
    done.unwrap_or_else(|_| Err(stumbled(dir)))
}

fn stumbled(dir: &Path) -> OpenError {
    OpenError::damaged(dir, "the database stumbled over it")
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

/// Makes a store in a directory that is empty or not there. One that is there stays as it is.
pub fn create(dir: &Path) -> Result<(), OpenError> {
    match journals::exists(dir) {
        Err(OpenError::Missing(_)) => FjallTables::open_or_make(dir).map(drop),
        found => found,
    }
}

/// What keeps a store in this directory from accepting anything, when its disk is too full for that.
pub fn disk_trouble(dir: &Path, limits: StoreLimits) -> Result<Option<String>, OpenError> {
    let free = RealSync.free_bytes(dir);
    let free = free.map_err(|source| OpenError::io(dir, source))?;
    Ok(DiskRoom::of(free, limits).trouble(free, limits, dir))
}

/// The store's directory in a server's.
pub fn directory(data_dir: &Path) -> PathBuf {
    data_dir.join(DIRECTORY_NAME)
}

#[cfg(test)]
mod tests;
