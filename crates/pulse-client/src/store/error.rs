//! What SQLite says, in the words of whoever has to act on it.

use std::io;
use std::path::Path;

use pulse_engine::StoreError;
use rusqlite::ErrorCode;

/// Why the store did not open.
#[derive(Debug, thiserror::Error)]
pub enum StoreOpenError {
    /// The key is not the one the store was made with.
    #[error("the key does not open the store")]
    WrongKey,
    /// A newer Pulse wrote this store.
    #[error("the store has version {found}, and this Pulse knows versions up to {known}")]
    Newer {
        /// The version in the file.
        found: u32,
        /// The newest version this program knows.
        known: u32,
    },
    /// The store failed, see there.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file system failed.
    #[error("the store's files cannot be used: {0}")]
    Io(#[from] io::Error),
}

impl From<rusqlite::Error> for StoreOpenError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(from_sqlite(error))
    }
}

/// A failure of the first page. `is_key_right` is what the key check knows.
pub(super) fn on_opening(
    error: rusqlite::Error,
    path: &Path,
    is_key_right: Option<bool>,
) -> StoreOpenError {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) if is_key_right.is_none() => StoreOpenError::WrongKey,
        _ => not_opened(error, path).into(),
    }
}

/// As [`from_sqlite`], of a file that is being opened: SQLite's words do not name it.
pub(crate) fn not_opened(error: rusqlite::Error, path: &Path) -> StoreError {
    match from_sqlite(error) {
        StoreError::Unavailable(words) => StoreError::Unavailable(format!(
            "{} does not open ({words}); see that it is a file which you may read and write",
            path.display()
        )),
        other => other,
    }
}

/// A failure while the store is in use. The words are SQLite's for the kind of error and hold nothing that was stored.
pub(crate) fn from_sqlite(error: rusqlite::Error) -> StoreError {
    match &error {
        rusqlite::Error::SqliteFailure(failure, _) => from_code(*failure),
        rusqlite::Error::SqlInputError { error, .. } => from_code(*error),
        rusqlite::Error::InvalidColumnType(_, name, _) => {
            StoreError::Corrupt(format!("column {name} has another type"))
        }
        rusqlite::Error::FromSqlConversionFailure(column, _, _)
        | rusqlite::Error::IntegralValueOutOfRange(column, _) => {
            StoreError::Corrupt(format!("column {column} holds an impossible value"))
        }
        _ => StoreError::Unavailable("an internal error of the store".into()),
    }
}

fn from_code(failure: rusqlite::ffi::Error) -> StoreError {
    let words = || rusqlite::ffi::code_to_str(failure.extended_code).to_owned();
    match failure.code {
        ErrorCode::DiskFull => StoreError::Full,
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => StoreError::Corrupt(words()),
        // A page whose MAC does not match reaches SQLite as an error of the codec without a code of its own.
        ErrorCode::Unknown | ErrorCode::OutOfMemory => StoreError::Corrupt(words()),
        _ => StoreError::Unavailable(words()),
    }
}
