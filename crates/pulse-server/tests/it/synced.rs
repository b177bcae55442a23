//! What is answered is on disk: looked at where the system is asked to put it there.

use std::collections::BTreeMap;
use std::ffi::c_int;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use pulse_protocol::{AccountId, Day, DeviceId, EnvelopeId, Incarnation, MailLane};
use pulse_server::limits::StoreLimits;
use pulse_server::mailboxes::{Append, MailboxId, Mailboxes, NewEnvelope};
use pulse_server::metrics::Metrics;
use pulse_server::store::{EmbeddedDisk, Store, embedded};
use tempfile::TempDir;

/// How often which file was synced in this process.
static SYNCED: Mutex<BTreeMap<PathBuf, u64>> = Mutex::new(BTreeMap::new());

/// Takes the place of the system's function in the program of these tests, counts, and does what that one does.
#[expect(
    unsafe_code,
    reason = "the only way to see a sync is to stand where it goes by"
)]
#[unsafe(no_mangle)]
extern "C" fn fdatasync(file: c_int) -> c_int {
    if let Ok(path) = std::fs::read_link(format!("/proc/self/fd/{file}")) {
        *SYNCED.lock().unwrap().entry(path).or_default() += 1;
    }
    // SAFETY: the arguments are those of the function that this one replaces.
    let done = unsafe { libc::syscall(libc::SYS_fdatasync, file) };
    c_int::try_from(done).unwrap_or(-1)
}

/// Syncs of the journals of a store.
fn syncs(store: &Path) -> u64 {
    let synced = SYNCED.lock().unwrap();
    let journals = synced.iter().filter(|(path, _)| {
        path.starts_with(store) && path.extension().is_some_and(|extension| extension == "jnl")
    });
    journals.map(|(_, count)| count).sum()
}

/// The attack: power goes right after an answer.
#[tokio::test]
async fn no_answer_comes_before_the_systems_own_sync() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().canonicalize().unwrap();
    embedded::create(&path).unwrap();
    let limits = StoreLimits {
        reserve_bytes: 0,
        ..StoreLimits::default()
    };
    let disk = EmbeddedDisk::open(&path, limits, Metrics::new().store).unwrap();
    let store = Store::embedded(Arc::new(disk));
    let mailbox = MailboxId {
        account: AccountId::from_bytes([1; 32]),
        device: DeviceId::new(1),
    };
    for id in 1..=20 {
        let before = syncs(&path);
        let envelope = NewEnvelope {
            mailbox,
            id: EnvelopeId::from_bytes([id; EnvelopeId::LEN]),
            sealed: Bytes::from_static(b"kept"),
        };
        let append = Append {
            envelopes: vec![envelope],
            lane: MailLane::Contact,
            today: Day(20_000),
            incarnation: Incarnation::new(1),
            stamp: None,
        };
        assert!(store.append(append).await.unwrap()[0].new);
        assert_eq!(syncs(&path), before + 1, "answer {id}");
    }
}
