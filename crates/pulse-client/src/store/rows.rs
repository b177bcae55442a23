//! The typed rows as SQL: one file per table, the same statements for the engine's transaction and for views.

pub(crate) mod contacts;
pub(crate) mod conversations;
pub(crate) mod drafts;
pub(crate) mod list;
pub(crate) mod messages;
pub(crate) mod removed;
pub(crate) mod stretches;
pub(crate) mod texts;

use rusqlite::types::{FromSql, FromSqlError, Type};
use rusqlite::{Error, Result, Row};

/// SQLite's integers are signed. No time reaches 2^63 milliseconds: the engine clamps what senders claim.
fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn unsigned(row: &Row<'_>, column: usize) -> Result<u64> {
    let value: i64 = row.get(column)?;
    u64::try_from(value).map_err(|_| Error::IntegralValueOutOfRange(column, value))
}

/// A limit as SQLite takes it.
fn count(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// A stored number that must name something.
fn named<N: FromSql, T>(
    row: &Row<'_>,
    column: usize,
    name: impl FnOnce(N) -> Option<T>,
) -> Result<T> {
    name(row.get(column)?).ok_or_else(|| {
        Error::FromSqlConversionFailure(column, Type::Integer, Box::new(FromSqlError::InvalidType))
    })
}
