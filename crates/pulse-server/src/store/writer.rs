//! The one thread that writes: many verbs, one transaction, one sync.

use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex, RwLock};

use crate::limits::{self, StoreLimits};
use crate::mailboxes::rules::MailboxIndex;
use crate::metrics::StoreMetrics;
use crate::store::StoreError;
use crate::store::disk::WriteTask;
use crate::store::embedded::{FjallTables, Sync};
use crate::store::transaction::{Transaction, Writes};

/// Between two tries to open a store again after it failed.
const REOPEN_INTERVAL: Duration = Duration::from_secs(1);

/// Verbs that wait for the writer.
#[derive(Default)]
pub(crate) struct Queue {
    inner: Mutex<Waiting>,
    changed: Condvar,
}

#[derive(Default)]
struct Waiting {
    tasks: Vec<Box<dyn WriteTask>>,
    bytes: usize,
    is_closed: bool,
}

impl Queue {
    /// Queues a verb, or answers "busy" at once when too much waits already.
    pub(crate) fn push(&self, task: Box<dyn WriteTask>) {
        let mut waiting = self.inner.lock();
        if waiting.is_closed {
            drop(waiting);
            return task.finish(Err(StoreError::Lost));
        }
        if waiting.bytes + task.size() > limits::STORE_QUEUE_BYTES_MAX {
            drop(waiting);
            return task.finish(Err(StoreError::Busy));
        }
        waiting.bytes += task.size();
        waiting.tasks.push(task);
        if waiting.tasks.len() == 1 {
            self.changed.notify_one();
        }
    }

    /// No more verbs. The writer does those that wait, and ends.
    pub(crate) fn close(&self) {
        self.inner.lock().is_closed = true;
        self.changed.notify_all();
    }

    /// All that waits, once something does; nothing when the queue is closed and empty.
    fn next_group(&self) -> Vec<Box<dyn WriteTask>> {
        let mut waiting = self.inner.lock();
        while waiting.tasks.is_empty() && !waiting.is_closed {
            self.changed.wait(&mut waiting);
        }
        waiting.bytes = 0;
        mem::take(&mut waiting.tasks)
    }
}

/// How much room the disk has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DiskRoom {
    /// Everything is accepted.
    Enough,
    /// Only what frees space is.
    Low,
    /// Not even that.
    None,
}

impl DiskRoom {
    pub(crate) fn of(free: u64, limits: StoreLimits) -> Self {
        match limits.reserve_bytes {
            reserve if free >= reserve => Self::Enough,
            reserve if free >= reserve / 2 => Self::Low,
            _ => Self::None,
        }
    }

    /// What whoever runs the server has to know and do, unless there is enough.
    pub(crate) fn trouble(self, free: u64, limits: StoreLimits, dir: &Path) -> Option<String> {
        let refused = match self {
            Self::Enough => return None,
            Self::Low => "no account and no message is accepted; what waits is delivered",
            Self::None => {
                "no account and no message is accepted; what waits is delivered, and stays on the disk"
            }
        };
        Some(format!(
            "the disk of {} has {} MiB free, and reserve_bytes in pulse.toml keeps {} MiB of it free: {refused}. Make room",
            dir.display(),
            free >> 20,
            limits.reserve_bytes >> 20,
        ))
    }
}

/// The writer thread's state.
pub(crate) struct Writer {
    dir: PathBuf,
    tables: Arc<RwLock<Option<FjallTables>>>,
    index: MailboxIndex,
    limits: StoreLimits,
    metrics: StoreMetrics,
    sync: Box<dyn Sync>,
    queue: Arc<Queue>,
    reopened_at: Option<Instant>,
    /// What was last told of the disk.
    told: DiskRoom,
}

impl Writer {
    pub(crate) fn new(
        dir: PathBuf,
        tables: Arc<RwLock<Option<FjallTables>>>,
        limits: StoreLimits,
        metrics: StoreMetrics,
        sync: Box<dyn Sync>,
        queue: Arc<Queue>,
    ) -> Self {
        Self {
            dir,
            tables,
            index: MailboxIndex::new(limits),
            limits,
            metrics,
            sync,
            queue,
            reopened_at: None,
            told: DiskRoom::Enough,
        }
    }

    pub(crate) fn run(mut self) {
        // Whoever starts a server on a full disk hears of it before the first message is refused.
        self.look_at_the_disk();
        loop {
            let mut group = self.queue.next_group();
            if group.is_empty() {
                return;
            }
            while !group.is_empty() {
                let rest = group.split_off(group.len().min(limits::STORE_GROUP_MAX));
                self.commit(mem::replace(&mut group, rest));
            }
        }
    }

    /// Runs a group, makes it durable, answers.
    fn commit(&mut self, group: Vec<Box<dyn WriteTask>>) {
        let started = Instant::now();
        let (mut group, refused) = self.admit(group);
        for task in refused {
            task.finish(Err(StoreError::Unavailable));
        }
        if group.is_empty() {
            return;
        }
        // A panic fails the group, whose writes are forgotten. It must not take the thread with it: every write would wait for ever.
        let result = catch_unwind(AssertUnwindSafe(|| self.write(&mut group)));
        let result = result.unwrap_or(Err(StoreError::Unavailable));
        if let Err(error) = result {
            tracing::error!(%error, verbs = group.len(), "a group was not written");
            self.metrics.failures.increment(1);
            self.index.forget();
            self.reopen();
        }
        self.metrics.groups.increment(1);
        self.metrics.group_size.record(group.len() as f64);
        self.metrics.group_seconds.record(started.elapsed());
        for task in group {
            task.finish(result);
        }
    }

    /// On a full disk only what frees space may run, and only while there is room for its own record.
    #[expect(clippy::type_complexity, reason = "two halves of one list")]
    fn admit(
        &mut self,
        group: Vec<Box<dyn WriteTask>>,
    ) -> (Vec<Box<dyn WriteTask>>, Vec<Box<dyn WriteTask>>) {
        let bytes: usize = group.iter().map(|task| task.size()).sum();
        let free = self.look_at_the_disk();
        if DiskRoom::of(free.saturating_sub(bytes as u64), self.limits) == DiskRoom::Enough {
            return (group, Vec::new());
        }
        self.metrics.failures.increment(1);
        let may_free = DiskRoom::of(free, self.limits) != DiskRoom::None;
        group.into_iter().partition(|task| may_free && task.frees())
    }

    /// The free bytes. Says so when they become too few, or enough again.
    fn look_at_the_disk(&mut self) -> u64 {
        let free = self.sync.free_bytes(&self.dir).unwrap_or(0);
        self.metrics.free_bytes.set(free as f64);
        let room = DiskRoom::of(free, self.limits);
        if room != self.told {
            self.told = room;
            match room.trouble(free, self.limits, &self.dir) {
                Some(trouble) => tracing::error!("{trouble}"),
                None => tracing::info!("the disk has room again: everything is accepted"),
            }
        }
        free
    }

    fn write(&mut self, group: &mut [Box<dyn WriteTask>]) -> Result<(), StoreError> {
        let tables = self.tables.read();
        let tables = tables.as_ref().ok_or(StoreError::Unavailable)?;
        let mut tx = Transaction::over(tables, Writes::default());
        for task in group {
            task.run(&mut tx, &mut self.index);
        }
        let writes = tx.into_writes();
        if writes.is_empty() {
            return Ok(());
        }
        let mut writes = Some(writes);
        self.sync
            .sync(&mut || writes.take().map_or(Ok(()), |writes| tables.commit(writes)))
    }

    /// After a failed write the database takes no more. What is on disk is whole, so it is opened again; until that works
    /// everything is refused and nothing is lost.
    fn reopen(&mut self) {
        if self
            .reopened_at
            .is_some_and(|at| at.elapsed() < REOPEN_INTERVAL)
        {
            return;
        }
        self.reopened_at = Some(Instant::now());
        let mut tables = self.tables.write();
        *tables = None;
        match FjallTables::reopen(&self.dir) {
            Ok(opened) => *tables = Some(opened),
            Err(error) => tracing::error!(%error, "the store does not open again yet"),
        }
    }
}
