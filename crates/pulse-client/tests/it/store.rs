//! The encrypted store keeps what every store must, and tells apart what can be wrong with it.

use std::fs;
use std::path::{Path, PathBuf};

use pulse_client::keychain::StoreKey;
use pulse_client::store::{STORE_VERSION, Store, StoreOpenError};
use pulse_engine::store::conformance::{ALL, Fixture};
use pulse_engine::{MessageId, Room, StoreError, StoreTx};
use tempfile::TempDir;

struct OnDisk {
    _dir: TempDir,
    path: PathBuf,
    key: StoreKey,
    store: Option<Store>,
}

impl OnDisk {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("store.db");
        let key = key(1);
        let store = Some(Store::open(&path, &key).unwrap());
        Self {
            _dir: dir,
            path,
            key,
            store,
        }
    }
}

impl Fixture for OnDisk {
    fn turn(&mut self, commit: bool, work: &mut dyn FnMut(&mut dyn StoreTx)) {
        let mut tx = self.store.as_mut().unwrap().begin().unwrap();
        work(&mut tx);
        if commit {
            tx.commit().unwrap()
        } else {
            tx.rollback()
        }
    }

    fn reopen(&mut self) {
        self.store.take().unwrap().close().unwrap();
        self.store = Some(Store::open(&self.path, &self.key).unwrap());
    }
}

fn key(byte: u8) -> StoreKey {
    StoreKey::from_bytes([byte; 32])
}

#[test]
fn the_encrypted_store_conforms() {
    for (name, case) in ALL {
        println!("{name}");
        case(&mut OnDisk::new());
    }
}

/// Everything that SQLite writes, in whatever file.
fn bytes_of(dir: &Path) -> Vec<u8> {
    let files = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    files.flat_map(|path| fs::read(path).unwrap()).collect()
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle)
}

#[test]
fn no_file_holds_plaintext_or_the_key() {
    let secret = b"the boat leaves at nine, bring nothing";
    let mut store = OnDisk::new();
    store.turn(true, &mut |tx| {
        for number in 0..200_u32 {
            tx.put(Room::Sessions, &number.to_be_bytes(), secret)
                .unwrap();
        }
        tx.put(Room::Settings, secret, b"").unwrap();
    });
    let dir = store.path.parent().unwrap().to_owned();
    // With the log as it is while the store is in use, and after closing.
    for _ in 0..2 {
        let bytes = bytes_of(&dir);
        assert!(bytes.len() > 200 * secret.len());
        assert!(!contains(&bytes, secret));
        assert!(!contains(&bytes, b"SQLite format 3"));
        assert!(!contains(&bytes, b"CREATE TABLE"));
        assert!(!contains(&bytes, key(1).as_bytes()));
        if let Some(store) = store.store.take() {
            store.close().unwrap();
        }
    }
}

/// A first start that was interrupted left a check of the key and an empty file, and nobody's account.
#[test]
fn an_interrupted_first_start_begins_anew_and_a_lost_store_does_not() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store.db");
    let mark = dir.path().join("store.db.made");
    Store::open(&path, &key(1)).unwrap().close().unwrap();
    assert!(Store::exists(&path) && mark.exists());
    let whole = fs::read(&path).unwrap();

    fs::remove_file(&mark).unwrap();
    fs::write(&path, "").unwrap();
    assert!(!Store::exists(&path));
    Store::open(&path, &key(1)).unwrap().close().unwrap();

    for lose in [
        |path: &Path| fs::write(path, "").unwrap(),
        |path: &Path| fs::remove_file(path).unwrap(),
    ] {
        lose(&path);
        assert!(Store::exists(&path), "and is not to be made");
        let Err(StoreOpenError::Store(StoreError::Corrupt(what))) = Store::open(&path, &key(1))
        else {
            panic!("a store that was lost was made anew");
        };
        assert!(what.contains("store.db is"), "{what}");
        fs::write(&path, &whole).unwrap();
        Store::open(&path, &key(1)).unwrap().close().unwrap();
    }

    // One that an older Pulse made gets its mark when it is opened.
    fs::remove_file(&mark).unwrap();
    Store::open(&path, &key(1)).unwrap().close().unwrap();
    assert!(mark.exists());
}

#[test]
fn closing_leaves_no_log_behind() {
    let mut store = OnDisk::new();
    store.turn(true, &mut |tx| {
        tx.put(Room::Sessions, b"key", b"value").unwrap()
    });
    store.store.take().unwrap().close().unwrap();
    let log = store.path.with_file_name("store.db-wal");
    assert!(fs::metadata(log).map_or(true, |file| file.len() == 0));
}

#[test]
fn another_key_is_refused_and_harms_nothing() {
    let mut store = OnDisk::new();
    store.turn(true, &mut |tx| {
        tx.put(Room::Sessions, b"key", b"value").unwrap()
    });
    store.store.take().unwrap().close().unwrap();
    assert!(matches!(
        Store::open(&store.path, &key(2)),
        Err(StoreOpenError::WrongKey)
    ));
    // Without the check beside the store it is still the likelier of the two explanations.
    fs::remove_file(store.path.with_file_name("store.db.check")).unwrap();
    assert!(matches!(
        Store::open(&store.path, &key(2)),
        Err(StoreOpenError::WrongKey)
    ));
    let mut again = Store::open(&store.path, &key(1)).unwrap();
    let value = again.begin().unwrap().get(Room::Sessions, b"key").unwrap();
    assert_eq!(value.unwrap(), b"value");
}

#[test]
fn a_newer_store_is_refused_by_its_version() {
    let store = OnDisk::new();
    set_version(&store.path, &store.key, STORE_VERSION + 3);
    match Store::open(&store.path, &store.key) {
        Err(StoreOpenError::Newer { found, known }) => {
            assert_eq!((found, known), (STORE_VERSION + 3, STORE_VERSION));
        }
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("a newer store was opened"),
    }
}

fn set_version(path: &Path, key: &StoreKey, version: u32) {
    let connection = raw(path, key);
    connection
        .pragma_update(None, "user_version", version)
        .unwrap();
}

fn raw(path: &Path, key: &StoreKey) -> rusqlite::Connection {
    let hex: String = key
        .as_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let connection = rusqlite::Connection::open(path).unwrap();
    connection
        .execute_batch(&format!("PRAGMA key = \"x'{hex}'\""))
        .unwrap();
    connection
}

/// Fills several pages, so that there is something to damage behind the first.
fn filled() -> OnDisk {
    let mut store = OnDisk::new();
    store.turn(true, &mut |tx| {
        for number in 0..100_u32 {
            tx.put(Room::Sessions, &number.to_be_bytes(), &[7; 1000])
                .unwrap();
        }
    });
    store.store.take().unwrap().close().unwrap();
    store
}

fn read_all(path: &Path) -> Result<usize, StoreOpenError> {
    let mut store = Store::open(path, &key(1))?;
    let rows = store.begin()?.scan(Room::Sessions, b"", None, 1000)?;
    Ok(rows.len())
}

#[test]
fn a_flipped_bit_anywhere_is_noticed() {
    let store = filled();
    let whole = fs::read(&store.path).unwrap();
    assert_eq!(read_all(&store.path).unwrap(), 100);
    for place in (0..whole.len()).step_by(4096 + 97) {
        let mut damaged = whole.clone();
        damaged[place] ^= 1;
        fs::write(&store.path, &damaged).unwrap();
        match read_all(&store.path) {
            // A page of which nothing was read, such as a free one, does no harm.
            Ok(rows) => assert_eq!(rows, 100, "byte {place}"),
            Err(StoreOpenError::Store(StoreError::Corrupt(_))) => {}
            Err(error) => panic!("byte {place}: {error}"),
        }
    }
}

#[test]
fn a_torn_file_is_damaged_and_not_a_wrong_key() {
    let store = filled();
    let whole = fs::read(&store.path).unwrap();
    for kept in [1, 100, 4095, 4096, 4097, 20_000] {
        fs::write(&store.path, &whole[..kept]).unwrap();
        match read_all(&store.path) {
            Err(StoreOpenError::Store(StoreError::Corrupt(_))) => {}
            Err(error) => panic!("{kept} bytes: {error}"),
            Ok(rows) => panic!("{kept} bytes gave {rows} rows"),
        }
    }
    fs::write(&store.path, [0xa5; 40_000]).unwrap();
    assert!(matches!(
        read_all(&store.path),
        Err(StoreOpenError::Store(StoreError::Corrupt(_)))
    ));
}

/// A store as an older version wrote it, kept as SQL: rows of every table, in every column.
fn written_by(fixture: &str) -> (TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store.db");
    raw(&path, &key(1)).execute_batch(fixture).unwrap();
    let store = Store::open(&path, &key(1)).unwrap();
    (dir, store)
}

#[test]
fn a_store_of_version_1_is_read_by_this_version() {
    let (_dir, mut store) = written_by(include_str!("fixtures/store-v1.sql"));
    check_first_rows(&mut store, false);
}

#[test]
fn a_store_of_version_2_is_read_by_this_version() {
    let (_dir, mut store) = written_by(include_str!("fixtures/store-v2.sql"));
    check_second_rows(&mut store, false);
}

#[test]
fn a_store_of_version_3_is_read_by_this_version() {
    let (_dir, mut store) = written_by(include_str!("fixtures/store-v3.sql"));
    check_second_rows(&mut store, true);
}

fn check_second_rows(store: &mut Store, compared: bool) {
    check_first_rows(store, compared);
    let mut tx = store.begin().unwrap();
    let [conversation] = tx.conversations().unwrap().try_into().unwrap();
    let draft = tx.draft(conversation.id).unwrap();
    assert_eq!(draft.as_deref(), Some("half a thought"));
    let removed = MessageId::from_bytes([12; 16]);
    assert!(tx.was_removed(removed).unwrap());
}

/// What version 1 and 2 kept does not say that safety numbers were compared, so it is not claimed.
fn check_first_rows(store: &mut Store, compared: bool) {
    let mut tx = store.begin().unwrap();
    assert_eq!(tx.get(Room::Account, b"own").unwrap().unwrap(), [1, 2, 3]);
    let [contact] = tx.contacts().unwrap().try_into().unwrap();
    assert_eq!(contact.name, "Bob");
    assert_eq!(contact.their_name.as_deref(), Some("Robert"));
    assert_eq!((contact.verified, contact.compared), (true, compared));
    let [conversation] = tx.conversations().unwrap().try_into().unwrap();
    let message = tx
        .message(conversation.last_message.unwrap())
        .unwrap()
        .unwrap();
    assert_eq!(message.text, "hello 文字");
    assert_eq!(message.sort_at, 1_700_000_000_123);
    assert_eq!(message.status, pulse_engine::MessageStatus::Failed(302));
}
