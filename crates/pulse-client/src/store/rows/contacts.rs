//! The table `contact`.

use pulse_engine::{ContactRow, ContactState, IdentityState};
use pulse_protocol::{AccountId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use super::{named, signed, unsigned};

const SELECT: &str = "SELECT account, name, own_name, their_name, state, verified, identity, added_at, compared FROM contact";

pub(crate) fn put(connection: &Connection, row: &ContactRow) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO contact \
             (account, name, own_name, their_name, state, verified, identity, added_at, compared) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            row.account.as_bytes(),
            row.name,
            row.own_name,
            row.their_name,
            row.state.number(),
            row.verified,
            row.identity.number(),
            signed(row.added_at.as_millis()),
            row.compared,
        ])?;
    Ok(())
}

pub(crate) fn by_account(
    connection: &Connection,
    account: AccountId,
) -> Result<Option<ContactRow>> {
    let sql = format!("{SELECT} WHERE account = ?1");
    connection
        .prepare_cached(&sql)?
        .query_row([account.as_bytes()], read)
        .optional()
}

pub(crate) fn remove(connection: &Connection, account: AccountId) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM contact WHERE account = ?1")?
        .execute([account.as_bytes()])?;
    Ok(())
}

/// In order of account ids.
pub(crate) fn all(connection: &Connection) -> Result<Vec<ContactRow>> {
    let sql = format!("{SELECT} ORDER BY account");
    connection
        .prepare_cached(&sql)?
        .query_map([], read)?
        .collect()
}

fn read(row: &Row<'_>) -> Result<ContactRow> {
    Ok(ContactRow {
        account: AccountId::from_bytes(row.get(0)?),
        name: row.get(1)?,
        own_name: row.get(2)?,
        their_name: row.get(3)?,
        state: named(row, 4, ContactState::from_number)?,
        verified: row.get(5)?,
        identity: named(row, 6, IdentityState::from_number)?,
        added_at: Timestamp::from_millis(unsigned(row, 7)?),
        compared: row.get(8)?,
    })
}
