//! The local store: SQLite through SQLCipher, one encrypted file, one writer, one transaction per turn.
//!
//! The file is opened with a raw 32-byte key from the [keychain](crate::keychain); what a passphrase costs is paid there.
//! Writes are durable when a commit returns (`synchronous=FULL`), deleted content is overwritten (`secure_delete`), and
//! every page carries a MAC, so a damaged file is noticed and never read as something else.

mod at_exit;
mod connection;
mod error;
mod migrations;
mod rows;
mod transaction;

use std::fs;
use std::path::{Path, PathBuf};

use pulse_crypto::{hash, labels};
use pulse_engine::StoreError;
use rusqlite::Connection;

use crate::files;
use crate::keychain::StoreKey;

pub(crate) use connection::open_reader;
pub use error::StoreOpenError;
pub(crate) use error::{from_sqlite, not_opened};
pub use rows::list::{ConversationSummary, LastRow};
pub(crate) use rows::{contacts, conversations, drafts, list, messages, removed, stretches, texts};
pub use transaction::SqlTx;

/// The version this program writes. A store of a newer one is refused, one of an older one is migrated after a copy.
pub const STORE_VERSION: u32 = migrations::LATEST;

/// Bytes of a page, SQLCipher's default.
const PAGE_BYTES: u64 = 4096;

/// The writer's connection to a home's store. There is one per home: its owner holds the lock.
pub struct Store {
    connection: Connection,
    path: PathBuf,
}

impl Store {
    /// Opens the store at `path` with `key`, and makes an empty one if there is none.
    pub fn open(path: &Path, key: &StoreKey) -> Result<Self, StoreOpenError> {
        let length = fs::metadata(path).map_or(0, |file| file.len());
        let is_new = length == 0;
        if !is_new && length < PAGE_BYTES {
            // SQLite takes a file without a whole page for an empty one, and would begin anew over what was there.
            return Err(StoreError::Corrupt("the file is cut off".into()).into());
        }
        let mark = Mark::of(path);
        if is_new && mark.is_there() {
            return Err(StoreError::Corrupt(mark.what_is_missing(path)).into());
        }
        let check = KeyCheck::of(path, key);
        if is_new {
            check.write()?;
            files::private_options().open(path)?;
        }
        let is_key_right = check.matches()?;
        if is_key_right == Some(false) {
            return Err(StoreOpenError::WrongKey);
        }
        let mut connection = connection::open_writer(path, key)
            .map_err(|error| error::on_opening(error, path, is_key_right))?;
        migrations::migrate(&mut connection, path)?;
        if is_new {
            files::sync_parent(path)?;
            mark.write()?;
        } else if !mark.is_there() {
            // Of a Pulse that made none. A full disk is no reason to keep the home closed.
            let _later = mark.write();
        }
        Ok(Self {
            connection,
            path: path.to_owned(),
        })
    }

    /// Whether there is a store at `path`, of whatever key or version; also one whose file was lost, which no other takes the place of.
    pub fn exists(path: &Path) -> bool {
        fs::metadata(path).is_ok_and(|file| file.len() > 0) || Mark::of(path).is_there()
    }

    /// The file that says so. It goes before the store when that is removed for good.
    pub(crate) fn mark_of(path: &Path) -> PathBuf {
        Mark::of(path).path
    }

    /// Begins the turn's transaction. Dropping it takes everything back.
    pub fn begin(&mut self) -> Result<SqlTx<'_>, StoreError> {
        SqlTx::write(&self.connection)
    }

    /// Closes the store: what the log still holds goes into the file, and the log is cut to nothing.
    pub fn close(self) -> Result<(), StoreError> {
        connection::checkpoint(&self.connection).map_err(from_sqlite)?;
        self.connection
            .close()
            .map_err(|(_, error)| from_sqlite(error))
    }

    /// Where the store is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Tells a store that was lost from one that was never made whole: an empty file beside it, which comes after its first commit. A first
/// start that was interrupted leaves none, and begins anew.
struct Mark {
    path: PathBuf,
}

impl Mark {
    fn of(store: &Path) -> Self {
        Self {
            path: beside(store, ".made"),
        }
    }

    fn is_there(&self) -> bool {
        self.path.exists()
    }

    fn write(&self) -> std::io::Result<()> {
        files::write_private(&self.path, &[])
    }

    fn what_is_missing(&self, store: &Path) -> String {
        let state = match store.exists() {
            true => "empty",
            false => "missing",
        };
        format!(
            "{} is {state}, which held the account; whoever has no copy and begins anew removes {} first",
            store.display(),
            self.path.display()
        )
    }
}

/// The name of a file beside the store.
fn beside(store: &Path, end: &str) -> PathBuf {
    let mut name = store.file_name().unwrap_or_default().to_os_string();
    name.push(end);
    store.with_file_name(name)
}

/// Tells a wrong key from a damaged file: SQLCipher alone cannot, both are pages whose MAC does not match.
///
/// A labelled hash of the key beside the store. The key is 32 random bytes, so its hash helps nobody to find it.
struct KeyCheck {
    path: PathBuf,
    value: [u8; 32],
}

impl KeyCheck {
    fn of(store: &Path, key: &StoreKey) -> Self {
        Self {
            path: beside(store, ".check"),
            value: hash::labelled(labels::STORE_KEY_CHECK, &[key.as_bytes()]),
        }
    }

    fn write(&self) -> std::io::Result<()> {
        files::write_private(&self.path, &self.value)
    }

    /// `None` when the file is not there or is no check: then nobody knows.
    fn matches(&self) -> std::io::Result<Option<bool>> {
        match fs::read(&self.path) {
            Ok(bytes) if bytes.len() == self.value.len() => {
                Ok(Some(hash::eq_constant_time(&bytes, &self.value)))
            }
            Ok(_) => Ok(None),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}
