//! Connections to the encrypted file, with everything that must be set before the first page is read.

use std::fmt::Write as _;
use std::path::Path;

use rusqlite::{Connection, OpenFlags, Result};
use zeroize::Zeroizing;

use super::at_exit;
use crate::keychain::StoreKey;
use crate::limits;

/// The one writer. Fails with `NotADatabase` when the key does not open the first page.
pub(super) fn open_writer(path: &Path, key: &StoreKey) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = open(path, key, flags)?;
    // The log is per file and remembered by it; asking costs nothing once it is set.
    connection.execute_batch(&format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON; \
         PRAGMA trusted_schema = OFF; PRAGMA journal_size_limit = {}; PRAGMA temp_store = MEMORY;",
        limits::WAL_BYTES_KEPT
    ))?;
    Ok(connection)
}

/// A reader of its own snapshot, which can change nothing.
pub(crate) fn open_reader(path: &Path, key: &StoreKey) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = open(path, key, flags)?;
    connection.execute_batch(
        "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;",
    )?;
    Ok(connection)
}

/// Moves what the log holds into the file and cuts the log to nothing, so that no page stays behind in it. False when readers
/// in other processes held something back; the next close moves that.
pub(super) fn checkpoint(connection: &Connection) -> Result<bool> {
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
        let (is_busy, logged, moved): (bool, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        // A reader that is in the way of the cut alone keeps nothing out of the file; -1 says that nothing was looked at.
        Ok(!is_busy || (logged >= 0 && logged == moved))
    })
}

fn open(path: &Path, key: &StoreKey, flags: OpenFlags) -> Result<Connection> {
    at_exit::forgo_cleanup();
    let connection = Connection::open_with_flags(path, flags)?;
    connection.set_prepared_statement_cache_capacity(limits::STATEMENTS_MAX);
    connection.busy_timeout(limits::STORE_BUSY_TIMEOUT)?;
    // SQLCipher otherwise writes to standard error when a key is wrong.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    connection.execute_batch(&key_pragma(key))?;
    // Reads the first page, and so tries the key.
    connection.query_row("PRAGMA user_version", [], |_| Ok(()))?;
    Ok(connection)
}

/// `x'…'` is SQLCipher's way to say that these are the key's bytes and not a passphrase to be stretched.
fn key_pragma(key: &StoreKey) -> Zeroizing<String> {
    let mut sql = Zeroizing::new(String::with_capacity(96));
    sql.push_str("PRAGMA key = \"x'");
    for byte in key.as_bytes() {
        let _ = write!(sql, "{byte:02x}");
    }
    sql.push_str("'\"");
    sql
}
