//! Numbered steps from one version of the store to the next. A released step never changes again; a fixture of every old
//! version stays in the tests.

use std::fs;
use std::path::{Path, PathBuf};

use pulse_engine::StoreError;
use rusqlite::Connection;

use super::{StoreOpenError, connection};
use crate::files;
use crate::limits::OLD_STORE_KEPT;

/// Step `n` stands at `n - 1` and leads from version `n - 1` to `n`.
const STEPS: &[&str] = &[
    include_str!("migrations/001.sql"),
    include_str!("migrations/002.sql"),
    include_str!("migrations/003.sql"),
];

/// The version after the last step.
pub(super) const LATEST: u32 = STEPS.len() as u32;

/// Brings the store to [`LATEST`]. An older one that holds something is copied first, to `<path>.v<version>`.
pub(super) fn migrate(connection: &mut Connection, path: &Path) -> Result<(), StoreOpenError> {
    migrate_with(connection, path, STEPS)
}

fn migrate_with(
    connection: &mut Connection,
    path: &Path,
    steps: &[&str],
) -> Result<(), StoreOpenError> {
    let known = u32::try_from(steps.len()).unwrap_or(u32::MAX);
    let found: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > known {
        return Err(StoreOpenError::Newer { found, known });
    }
    if found == known {
        forget_copies(path, known);
        return Ok(());
    }
    if found > 0 {
        copy(connection, path, found)?;
    }
    // All steps are one transaction: a crash leaves the old version, whole.
    let transaction = connection.transaction()?;
    for step in steps.iter().skip(found as usize) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", known)?;
    transaction.commit()?;
    Ok(())
}

/// The way back, should a step turn out wrong: the whole encrypted file as it was, under the same key.
fn copy(connection: &Connection, path: &Path, version: u32) -> Result<(), StoreOpenError> {
    if !connection::checkpoint(connection)? {
        let what = "another program reads the store, which has to be copied before it is changed";
        return Err(StoreError::Unavailable(what.into()).into());
    }
    let target = copy_path(path, version);
    let mut source = fs::File::open(path)?;
    let mut file = files::private_options().truncate(true).open(&target)?;
    std::io::copy(&mut source, &mut file)?;
    file.sync_all()?;
    files::sync_parent(&target)?;
    Ok(())
}

/// Removes copies once the version after them has been in use for a while: they hold what was deleted since. Opening does not
/// fail for that.
fn forget_copies(path: &Path, known: u32) {
    for version in 1..known {
        let copy = copy_path(path, version);
        let Ok(made) = copy.metadata().and_then(|found| found.modified()) else {
            continue;
        };
        // One from the future has no age that means something.
        let is_proven = made.elapsed().map_or(true, |age| age >= OLD_STORE_KEPT);
        if is_proven && let Err(error) = fs::remove_file(&copy) {
            tracing::warn!(%error, "the copy of an old store could not be removed");
        }
    }
}

fn copy_path(path: &Path, version: u32) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".v{version}"));
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::super::Store;
    use super::*;
    use crate::keychain::StoreKey;

    const KEY: [u8; 32] = [5; 32];

    #[test]
    fn an_older_store_is_copied_then_migrated() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("store");
        let key = StoreKey::from_bytes(KEY);
        let mut store = Store::open(&path, &key).unwrap();
        store
            .connection
            .execute(
                "INSERT INTO record (room, key, value) VALUES (1, x'01', x'02')",
                [],
            )
            .unwrap();

        let mut steps = STEPS.to_vec();
        steps.push("ALTER TABLE record ADD COLUMN extra INTEGER; UPDATE record SET extra = 9;");
        migrate_with(&mut store.connection, &path, &steps).unwrap();
        let extra: i64 = store
            .connection
            .query_row("SELECT extra FROM record", [], |row| row.get(0))
            .unwrap();
        assert_eq!(extra, 9);
        store.close().unwrap();

        assert!(matches!(
            Store::open(&path, &key),
            Err(StoreOpenError::Newer { found, known }) if found == known + 1
        ));

        // The copy is a whole store of the old version under the same key.
        let copied = copy_path(&path, LATEST);
        assert!(files::is_private(&copied).unwrap());
        let old = Store::open(&copied, &key).unwrap();
        let rows: i64 = old
            .connection
            .query_row("SELECT count(*) FROM record", [], |row| row.get(0))
            .unwrap();
        assert_eq!(rows, 1);
    }

    #[test]
    fn a_copy_goes_when_the_version_after_it_is_proven_and_not_before() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("store.db");
        let key = StoreKey::from_bytes(KEY);
        Store::open(&path, &key).unwrap().close().unwrap();
        let (fresh, proven) = (copy_path(&path, 1), copy_path(&path, 2));
        let now = std::time::SystemTime::now();
        for (copy, made) in [(&fresh, now), (&proven, now - OLD_STORE_KEPT)] {
            fs::write(copy, "an old store").unwrap();
            let file = fs::File::options().write(true).open(copy).unwrap();
            file.set_modified(made).unwrap();
        }
        Store::open(&path, &key).unwrap().close().unwrap();
        assert!(fresh.exists() && !proven.exists());
    }

    /// A copy without what is in the log would be no way back.
    #[test]
    fn a_store_that_cannot_be_copied_whole_is_not_changed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("store");
        let key = StoreKey::from_bytes(KEY);
        let mut store = Store::open(&path, &key).unwrap();
        let reader = connection::open_reader(&path, &key).unwrap();
        reader.execute_batch("BEGIN; SELECT * FROM record").unwrap();
        let row = "INSERT INTO record (room, key, value) VALUES (1, x'01', x'02')";
        store.connection.execute(row, []).unwrap();

        let waits_not = std::time::Duration::ZERO;
        store.connection.busy_timeout(waits_not).unwrap();
        let mut steps = STEPS.to_vec();
        steps.push("ALTER TABLE record ADD COLUMN extra INTEGER");
        let refused = migrate_with(&mut store.connection, &path, &steps);
        assert!(matches!(
            refused,
            Err(StoreOpenError::Store(StoreError::Unavailable(_)))
        ));
        assert!(!copy_path(&path, LATEST).exists());
        reader.execute_batch("COMMIT").unwrap();
        migrate_with(&mut store.connection, &path, &steps).unwrap();
        assert!(copy_path(&path, LATEST).exists());
    }

    #[test]
    fn a_step_that_fails_leaves_the_old_version_whole() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("store");
        let key = StoreKey::from_bytes(KEY);
        let mut store = Store::open(&path, &key).unwrap();
        let mut steps = STEPS.to_vec();
        steps.push("CREATE TABLE half (a INTEGER) STRICT; CREATE TABLE half (a INTEGER) STRICT;");
        assert!(migrate_with(&mut store.connection, &path, &steps).is_err());
        store.close().unwrap();
        let store = Store::open(&path, &key).unwrap();
        let halves: i64 = store
            .connection
            .query_row(
                "SELECT count(*) FROM sqlite_schema WHERE name = 'half'",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(halves, 0);
    }
}
