use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use futures_util::FutureExt;
use tempfile::TempDir;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::*;
use crate::mailboxes::Mailboxes;
use crate::mailboxes::conformance::{self, LIMITS, mailbox, one};
use crate::metrics::Metrics;
use crate::store::Store;
use pulse_protocol::{Incarnation, Seq};

fn open(dir: &Path) -> (Arc<EmbeddedDisk>, Store) {
    create(dir).unwrap();
    let disk = EmbeddedDisk::open(dir, LIMITS, Metrics::new().store).unwrap();
    let disk = Arc::new(disk);
    (Arc::clone(&disk), Store::embedded(disk))
}

fn open_with(dir: &Path, limits: StoreLimits, sync: impl Sync + 'static) -> Store {
    create(dir).unwrap();
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

fn journals(dir: &Path) -> BTreeSet<PathBuf> {
    let entries = std::fs::read_dir(dir).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.extension().is_some_and(|end| end == "jnl"))
        .collect()
}

/// Each group of writes counts itself in a table that is small and would seldom be written out; what it holds in the journals must not
/// hold all of them back, for a server that starts reads them.
#[test]
fn journals_do_not_pile_up() {
    let dir = TempDir::new().unwrap();
    // The least bound that the database takes. A journal is sealed when it holds as much.
    let bytes = 64 * 1024 * 1024;
    let tables = FjallTables::open_database(dir.path(), bytes).unwrap();
    let commit = |bytes| {
        let mut writes = Writes::default();
        writes.put(Table::Envelopes, b"mail", Bytes::from(vec![7; bytes]));
        tables.commit(writes).unwrap();
    };
    let first = journals(dir.path());
    assert_eq!(first.len(), 1);
    for _ in 0..9 {
        commit(8 * 1024 * 1024);
    }
    // The database clears up behind the writer, one thing after the other: each round waits for what the one before left to do.
    let envelopes = &tables.keyspaces[Table::Envelopes.index()];
    for _ in 0..8 {
        commit(1);
        envelopes.rotate_memtable_and_wait().unwrap();
    }
    assert!(journals(dir.path()).is_disjoint(&first));
}

/// A sync that says when it begins, and waits to be let through.
struct Gate {
    door: Arc<Door>,
    entered: UnboundedSender<()>,
    left: Arc<AtomicU64>,
}

#[derive(Default)]
struct Door {
    is_shut: Mutex<bool>,
    opened: Condvar,
}

impl Door {
    fn shut(&self) {
        *self.is_shut.lock() = true;
    }

    fn open(&self) {
        *self.is_shut.lock() = false;
        self.opened.notify_all();
    }

    fn pass(&self) {
        let mut is_shut = self.is_shut.lock();
        self.opened.wait_while(&mut is_shut, |is_shut| *is_shut);
    }
}

impl Sync for Gate {
    fn sync(&self, commit: &mut dyn FnMut() -> Result<(), StoreError>) -> Result<(), StoreError> {
        let _ = self.entered.send(());
        self.door.pass();
        let committed = commit();
        self.left.fetch_add(1, Ordering::SeqCst);
        committed
    }
}

/// The attack: power goes between the write and the sync. Nothing may have been said, or shown, before the sync's end.
#[tokio::test]
async fn nothing_is_accepted_or_shown_before_the_sync_that_covers_it() {
    let dir = TempDir::new().unwrap();
    let (door, left) = (Arc::new(Door::default()), Arc::new(AtomicU64::new(0)));
    let (entered, mut entering) = unbounded_channel();
    let gate = Gate {
        door: Arc::clone(&door),
        entered,
        left: Arc::clone(&left),
    };
    let store = open_with(dir.path(), LIMITS, gate);
    store.append(one(mailbox(1), 1)).await.unwrap();
    while entering.try_recv().is_ok() {}
    door.shut();
    let synced = left.load(Ordering::SeqCst);
    let mut second = store.append(one(mailbox(1), 2));
    entering.recv().await.unwrap();
    let mut third = store.append(one(mailbox(2), 3));
    let shown = store
        .read_after(mailbox(1), Seq::new(0), 9, 9_999)
        .await
        .unwrap();
    assert_eq!(shown.len(), 1, "what is not synced is not shown");
    assert!((&mut second).now_or_never().is_none());
    assert!((&mut third).now_or_never().is_none());
    assert_eq!(left.load(Ordering::SeqCst), synced);

    door.open();
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
    fn sync(&self, commit: &mut dyn FnMut() -> Result<(), StoreError>) -> Result<(), StoreError> {
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
    free.store((1 << 19) - 1, Ordering::SeqCst);
    let opened = store.open(mailbox(1), Incarnation::new(1)).await;
    assert_eq!(opened, Err(StoreError::Unavailable));
    assert_eq!(
        store.state(mailbox(1)).await,
        Ok(Some(state)),
        "for reading"
    );
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
    let document = include_str!("../../../../../docs/threat-model.md");
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

/// A disk that takes everything and says that it did not: what was written is in memory, and may never be on the platter.
struct Liar {
    lies: Arc<AtomicBool>,
}

impl Sync for Liar {
    fn sync(&self, commit: &mut dyn FnMut() -> Result<(), StoreError>) -> Result<(), StoreError> {
        commit()?;
        match self.lies.load(Ordering::SeqCst) {
            true => Err(StoreError::Unavailable),
            false => Ok(()),
        }
    }
}

/// The attack: a sync fails, the client sends again, and power goes. What was written by the failed sync shows in the system's memory, so
/// that the second try finds its envelope there and writes nothing: it may be accepted only if the first is on disk by now.
#[cfg(unix)]
#[tokio::test]
async fn what_a_failed_sync_left_is_written_again_before_it_counts() {
    use std::os::unix::fs::MetadataExt as _;
    let dir = TempDir::new().unwrap();
    let lies = Arc::new(AtomicBool::new(false));
    let liar = Liar {
        lies: Arc::clone(&lies),
    };
    let store = open_with(dir.path(), LIMITS, liar);
    store.append(one(mailbox(1), 1)).await.unwrap();
    let journal = journals::newest(dir.path()).unwrap().unwrap();
    let before = journal.metadata().unwrap().ino();
    lies.store(true, Ordering::SeqCst);
    let refused = store.append(one(mailbox(1), 2)).await;
    assert_eq!(refused, Err(StoreError::Unavailable));
    lies.store(false, Ordering::SeqCst);
    let again = store.append(one(mailbox(1), 2)).await.unwrap();
    assert!(!again[0].new, "it is known");
    let after = journal.metadata().unwrap().ino();
    assert_ne!(before, after, "because it was written to another file");
    let next = store.append(one(mailbox(1), 3)).await.unwrap();
    assert_eq!(next[0].seq.get(), 3);
}

/// A mistake in one verb must not stop the server while it looks alive: there are two threads that read, and one that writes.
#[tokio::test]
async fn a_verb_that_panics_fails_and_takes_no_thread_with_it() {
    let dir = TempDir::new().unwrap();
    let (disk, store) = open(dir.path());
    for _ in 0..=limits::STORE_READERS {
        let read = crate::store::disk::read::<(), _>(&*disk, |_| panic!("on purpose"));
        assert_eq!(read.await, Err(StoreError::Corrupt));
        let write =
            crate::store::disk::write::<(), _>(&*disk, 1, true, |_, _| panic!("on purpose"));
        assert_eq!(write.await, Err(StoreError::Unavailable));
    }
    store.append(one(mailbox(1), 1)).await.unwrap();
    let found = store.read_after(mailbox(1), Seq::new(0), 9, 9_999).await;
    assert_eq!(found.unwrap().len(), 1);
}

#[test]
fn a_store_is_made_once_and_never_by_opening_it() {
    let dir = TempDir::new().unwrap();
    for place in [dir.path().to_owned(), dir.path().join("unmounted")] {
        let none = EmbeddedDisk::open(&place, LIMITS, Metrics::new().store);
        assert!(matches!(none.err(), Some(OpenError::Missing(_))));
    }
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    create(dir.path()).unwrap();
    create(dir.path()).unwrap();
    EmbeddedDisk::open(dir.path(), LIMITS, Metrics::new().store).unwrap();
    std::fs::remove_file(dir.path().join("version")).unwrap();
    for found in [create(dir.path()), FjallTables::open(dir.path()).map(drop)] {
        assert!(matches!(found, Err(OpenError::Damaged { .. })));
    }
}

#[test]
fn a_panic_while_a_store_opens_is_damage_and_is_known_for_it_at_once() {
    let dir = TempDir::new().unwrap();
    assert!(opening().is_none());
    let opened = undamaged::<()>(dir.path(), || {
        assert!(matches!(opening(), Some(OpenError::Damaged { .. })));
        panic!("on purpose")
    });
    assert!(matches!(opened, Err(OpenError::Damaged { .. })));
    assert!(opening().is_none());
}
