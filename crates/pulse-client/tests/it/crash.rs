//! A process that is killed in the middle of its commits has lost none that returned.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use pulse_client::keychain::StoreKey;
use pulse_client::store::Store;
use pulse_engine::{Room, StoreTx};

const STORE: &str = "PULSE_TEST_STORE";
const KILLS: u64 = 12;

/// Not a test by itself: the process that the test below starts, over and over, and kills.
#[test]
#[ignore = "a process of what_was_committed_survives_a_kill_at_any_moment, which starts it"]
fn committer() {
    let Some(path) = std::env::var_os(STORE).map(PathBuf::from) else {
        return;
    };
    let mut store = Store::open(&path, &key()).unwrap();
    let mut out = std::io::stdout();
    let mut next = count(&mut store);
    loop {
        let mut tx = store.begin().unwrap();
        tx.put(Room::Sessions, &next.to_be_bytes(), &vec![next as u8; 3000])
            .unwrap();
        tx.put(Room::Cursor, b"count", &(next + 1).to_be_bytes())
            .unwrap();
        tx.commit().unwrap();
        writeln!(out, "committed {next}").unwrap();
        out.flush().unwrap();
        next += 1;
    }
}

#[test]
fn what_was_committed_survives_a_kill_at_any_moment() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store.db");
    let mut reported = 0;
    for round in 0..KILLS {
        let mut child = start_committer(&path);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // A different moment each time: some turns in, and then somewhere inside one.
        for _ in 0..=round * 3 {
            reported = reported.max(1 + next_commit(&mut lines));
        }
        child.kill().unwrap();
        // What it reported between our decision and its end counts too.
        while let Some(Ok(line)) = lines.next() {
            if let Some(number) = commit_of(&line) {
                reported = reported.max(1 + number);
            }
        }
        child.wait().unwrap();

        let mut store = Store::open(&path, &key()).unwrap();
        let stored = count(&mut store);
        assert!(
            stored >= reported,
            "{reported} were committed, {stored} are there"
        );
        let mut tx = store.begin().unwrap();
        let rows = tx.scan(Room::Sessions, b"", None, usize::MAX).unwrap();
        assert_eq!(rows.len() as u64, stored, "half a transaction is there");
        assert!(rows.iter().all(|(_, value)| value.len() == 3000));
    }
    assert!(reported > KILLS);
}

fn start_committer(path: &PathBuf) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "it::crash::committer",
            "--ignored",
            "--nocapture",
        ])
        .env(STORE, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn next_commit(lines: &mut impl Iterator<Item = std::io::Result<String>>) -> u64 {
    loop {
        let line = lines
            .next()
            .expect("the committer ended by itself")
            .unwrap();
        if let Some(number) = commit_of(&line) {
            return number;
        }
    }
}

/// The last line may be cut off by the kill; its number then is not a report.
fn commit_of(line: &str) -> Option<u64> {
    line.split("committed ").nth(1)?.trim().parse().ok()
}

fn count(store: &mut Store) -> u64 {
    let mut tx = store.begin().unwrap();
    let count = tx.get(Room::Cursor, b"count").unwrap();
    count.map_or(0, |bytes| u64::from_be_bytes(bytes.try_into().unwrap()))
}

fn key() -> StoreKey {
    StoreKey::from_bytes([9; 32])
}
