use std::ops::ControlFlow;
use std::sync::Arc;

use tempfile::TempDir;

use super::*;
use crate::mailboxes::Mailboxes;
use crate::mailboxes::conformance::{LIMITS, mailbox, one};
use crate::metrics::Metrics;
use crate::store::embedded::{FjallTables, create};
use crate::store::transaction::Tables;
use crate::store::{EmbeddedDisk, Store, Table};

/// A row: its table, key and value.
type Row = (Table, Vec<u8>, Vec<u8>);

/// A store with mail in it, stopped in order, twice: its journal is as long as what is in it.
struct Sample {
    dir: TempDir,
    rows: Vec<Row>,
}

impl Sample {
    async fn new() -> Self {
        let dir = TempDir::new().unwrap();
        create(dir.path()).unwrap();
        for session in 1..=2 {
            let disk = EmbeddedDisk::open(dir.path(), LIMITS, Metrics::new().store).unwrap();
            let store = Store::embedded(Arc::new(disk));
            for id in 1..=4 {
                store.append(one(mailbox(session), id)).await.unwrap();
            }
        }
        let rows = rows(dir.path()).unwrap();
        Self { dir, rows }
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }

    /// What is written in the only journal.
    fn journal(&self) -> Vec<u8> {
        let bytes = fs::read(newest(self.path()).unwrap().unwrap()).unwrap();
        let end = bytes.iter().rposition(|byte| *byte != 0).unwrap() + 1;
        bytes[..end].to_vec()
    }

    /// A copy of the store with these journals instead of its own.
    fn with(&self, journals: &[&[u8]]) -> TempDir {
        let copy = TempDir::new().unwrap();
        copy_dir(self.path(), copy.path());
        let first = numbers(copy.path()).unwrap()[0];
        fs::remove_file(newest(copy.path()).unwrap().unwrap()).unwrap();
        for (number, bytes) in (first..).zip(journals) {
            fs::write(copy.path().join(format!("{number}.jnl")), bytes).unwrap();
        }
        copy
    }

    /// Whether a store is whole: it opens and has every row. If not it is refused, and stays as it is.
    fn is_whole(&self, dir: &Path) -> bool {
        let files = |dir: &Path| -> Vec<_> {
            let numbers = numbers(dir).unwrap();
            let read = |number| fs::read(dir.join(format!("{number}.jnl"))).unwrap();
            numbers.into_iter().map(read).collect()
        };
        if look(dir).is_err() {
            let before = files(dir);
            assert!(FjallTables::open(dir).is_err());
            assert_eq!(files(dir), before);
            return false;
        }
        match rows(dir) {
            Ok(rows) => {
                assert!(rows == self.rows, "something else is served");
                true
            }
            Err(_) => false,
        }
    }
}

fn rows(dir: &Path) -> Result<Vec<Row>, OpenError> {
    let tables = FjallTables::open(dir)?;
    let mut rows = Vec::new();
    for table in Table::ALL {
        let visited = tables.range(table, &[], &[], &mut |key, value| {
            rows.push((table, key.to_vec(), value.to_vec()));
            ControlFlow::Continue(())
        });
        visited.unwrap();
    }
    Ok(rows)
}

fn copy_dir(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&target).unwrap();
            copy_dir(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Where each batch of a journal begins, and where the last one ends.
fn places(bytes: &[u8]) -> Vec<usize> {
    let mut rest = bytes;
    let mut places = vec![0];
    while let Some((_, after)) = Batch::read(rest) {
        rest = after;
        places.push(bytes.len() - rest.len());
    }
    places
}

fn forget_watermark(dir: &Path) {
    fs::remove_file(dir.join("durable")).unwrap();
}

/// The attack: a disk that gives back other bytes than it was given, or somebody with access to it. What was acknowledged
/// is all there, or the store says that it is not; never does it serve a part as if it were all.
#[tokio::test]
async fn a_damaged_or_shortened_journal_is_told_and_never_served() {
    let sample = Sample::new().await;
    let written = sample.journal();
    let zeros = vec![0; written.len()];
    assert!(sample.is_whole(sample.with(&[&written]).path()));
    for (what, journals) in [
        ("wiped", &[&zeros[..]][..]),
        ("empty", &[&[]]),
        ("gone", &[]),
    ] {
        assert!(!sample.is_whole(sample.with(journals).path()), "{what}");
    }
    let copy = sample.with(&[&written]);
    let journal = newest(copy.path()).unwrap().unwrap();
    for place in 0..written.len() {
        fs::write(&journal, &written[..place]).unwrap();
        let is_told = look(copy.path()).is_err() || !sample.is_whole(copy.path());
        assert!(is_told, "shortened to {place} of {} bytes", written.len());
    }
    let last = places(&written).into_iter().rev().nth(1).unwrap();
    for place in 0..written.len() {
        let mut flipped = written.clone();
        flipped[place] ^= 1 << (place % 8);
        fs::write(&journal, &flipped).unwrap();
        // The last number of all may be a higher one: that changes nothing.
        let is_harmless = (last + 5..last + 13).contains(&place);
        if look(copy.path()).is_ok() {
            assert!(is_harmless, "bit flipped at {place} of {}", written.len());
            assert!(sample.is_whole(sample.with(&[&flipped]).path()));
        }
    }
}

#[tokio::test]
async fn what_a_crash_left_half_written_is_no_damage() {
    let sample = Sample::new().await;
    let mut written = sample.journal();
    let places = places(&written);
    let last = written[places[places.len() - 2]..].to_vec();
    written.extend_from_slice(&last[..last.len() / 2]);
    assert!(sample.is_whole(sample.with(&[&written]).path()));
}

/// Power goes, and of the last group, which was answered to nobody, a part in the middle is not on the disk.
#[tokio::test]
async fn a_group_with_a_hole_in_it_is_no_damage() {
    let sample = Sample::new().await;
    let mut written = sample.journal();
    let places = places(&written);
    let mut last = written[places[places.len() - 2]..].to_vec();
    // The last byte before the checksum.
    let end = last.len() - 1 - 8 - 4;
    last[end - 1] ^= 0xff;
    written.extend_from_slice(&last);
    assert!(sample.is_whole(sample.with(&[&written]).path()));
}

/// The attack goes on: journals that are not written to any more, which stay until all that is in them has been put into tables.
#[tokio::test]
async fn sealed_journals_are_whole_and_all_there() {
    let sample = Sample::new().await;
    let written = sample.journal();
    let places = places(&written);
    assert!(places.len() > 6);
    let (one, two) = (places[2], places[5]);
    let parts = [&written[..one], &written[one..two], &written[two..]];
    let with_zeros = [parts[1], &[0; 99]].concat();
    assert!(sample.is_whole(sample.with(&parts).path()));
    assert!(sample.is_whole(sample.with(&[parts[0], &with_zeros, parts[2]]).path()));

    let copy = sample.with(&parts);
    let sealed = copy
        .path()
        .join(format!("{}.jnl", numbers(copy.path()).unwrap()[1]));
    for place in 0..parts[1].len() {
        let mut flipped = parts[1].to_vec();
        flipped[place] ^= 1 << (place % 8);
        fs::write(&sealed, &flipped).unwrap();
        if look(copy.path()).is_ok() {
            let dir = sample.with(&[parts[0], &flipped, parts[2]]);
            assert!(sample.is_whole(dir.path()), "bit flipped at {place}");
        }
        fs::write(&sealed, &parts[1][..place]).unwrap();
        assert!(look(copy.path()).is_err(), "shortened to {place}");
    }
    fs::remove_file(sealed).unwrap();
    assert!(!sample.is_whole(copy.path()), "a journal is gone");
    let renumbered = sample.with(&[parts[0], parts[2]]);
    assert!(!sample.is_whole(renumbered.path()), "a group is gone");
}

/// The number of a batch, which decides what is newer, is not in its checksum.
#[tokio::test]
async fn a_batch_that_was_made_an_older_one_is_told() {
    let sample = Sample::new().await;
    let mut written = sample.journal();
    for place in &places(&written)[1..] {
        if *place < written.len() {
            written[place + 5..place + 13].fill(0);
            let copy = sample.with(&[&written]);
            assert!(matches!(look(copy.path()), Err(OpenError::Damaged { .. })));
        }
    }
}

#[tokio::test]
async fn without_the_watermark_nothing_may_follow_what_cannot_be_read() {
    let sample = Sample::new().await;
    let written = sample.journal();
    let places = places(&written);
    let mut flipped = written.clone();
    flipped[places[2] + 20] ^= 1;
    let copy = sample.with(&[&flipped]);
    forget_watermark(copy.path());
    assert!(!sample.is_whole(copy.path()));

    let torn = sample.with(&[&written[..written.len() - 20]]);
    forget_watermark(torn.path());
    assert!(
        FjallTables::open(torn.path()).is_ok(),
        "a crash looks like this"
    );
}

/// The attack: a file of a table is gone, and the database would remove the table, or all of them, and begin with empty ones.
#[tokio::test]
async fn tables_that_are_gone_are_told() {
    let sample = Sample::new().await;
    let written = sample.journal();
    let tables = Table::ALL.len();
    let copy = || sample.with(&[&written]);
    for number in 0..=tables {
        let (emptied, gone) = (copy(), copy());
        let table = format!("keyspaces/{number}");
        fs::remove_file(emptied.path().join(&table).join("current")).unwrap();
        fs::remove_dir_all(gone.path().join(&table)).unwrap();
        for dir in [emptied, gone] {
            assert!(matches!(look(dir.path()), Err(OpenError::Damaged { .. })));
            assert!(!sample.is_whole(dir.path()));
            let left = fs::read_dir(dir.path().join("keyspaces")).unwrap().count();
            assert!(left >= tables, "nothing else was removed");
        }
    }
    let strange = copy();
    fs::create_dir(strange.path().join("keyspaces/x")).unwrap();
    assert!(!sample.is_whole(strange.path()));
}

/// What is left of a shortened store may be served after a restore, which makes devices send again.
#[tokio::test]
async fn a_restore_takes_what_is_left() {
    let sample = Sample::new().await;
    let written = sample.journal();
    let copy = sample.with(&[&written[..written.len() - 20]]);
    let refused = FjallTables::open(copy.path()).err();
    assert!(matches!(
        refused,
        Some(OpenError::Shortened { missing: 1, .. })
    ));
    let restored = crate::store::restore::restore(copy.path(), 7).unwrap();
    assert!(restored.rows(Table::Envelopes) > 0);
    let disk = EmbeddedDisk::open(copy.path(), LIMITS, Metrics::new().store).unwrap();
    let store = Store::embedded(Arc::new(disk));
    store.append(one(mailbox(1), 9)).await.unwrap();
}
