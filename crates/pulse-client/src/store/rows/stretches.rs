//! The table `stretch`: finds the n-th row of a conversation, and the number of a row, without counting all rows before it.
//!
//! A conversation is cut into stretches of a few hundred rows, each with its number of rows. A row belongs to the last
//! stretch that does not begin behind it. With 100,000 rows there are about 400 stretches: summing them up and counting
//! within one takes well under a millisecond.

use pulse_engine::{ConversationId, MessageRow};
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use super::{messages, signed, unsigned};
use crate::limits::STRETCH_ROWS_MAX;

/// The stretches of a conversation in their order.
const STRETCHES: &str = "SELECT sort_at, content_id, id, rows FROM stretch WHERE conversation = ?1 \
                         ORDER BY sort_at, content_id, id";

/// What finding a page runs, for the test that looks at how.
#[cfg(test)]
pub(crate) fn page_statements() -> [String; 2] {
    [STRETCHES.to_owned(), messages::select(messages::FROM_PLACE)]
}

/// A place in the order of a conversation.
pub(crate) struct Place {
    pub(crate) sort_at: i64,
    pub(crate) content_id: Vec<u8>,
    pub(crate) id: Vec<u8>,
}

struct Stretch {
    begin: Place,
    rows: u64,
}

/// A row was inserted.
pub(crate) fn added(connection: &Connection, row: &MessageRow) -> Result<()> {
    let conversation = row.conversation;
    let Some(stretch) = around(connection, row)? else {
        let first = Place {
            sort_at: 0,
            content_id: Vec::new(),
            id: Vec::new(),
        };
        return write(connection, INSERT, conversation, &first, 1);
    };
    let rows = stretch.rows + 1;
    if rows <= STRETCH_ROWS_MAX {
        return write(connection, SET_ROWS, conversation, &stretch.begin, rows);
    }
    let kept = rows / 2;
    let middle = connection
        .prepare_cached(
            "SELECT sort_at, content_id, id FROM message \
             WHERE conversation = ?1 AND (sort_at, content_id, id) >= (?2, ?3, ?4) \
             ORDER BY sort_at, content_id, id LIMIT 1 OFFSET ?5",
        )?
        .query_row(
            params![
                conversation.as_bytes(),
                stretch.begin.sort_at,
                stretch.begin.content_id,
                stretch.begin.id,
                signed(kept)
            ],
            place,
        )?;
    write(connection, SET_ROWS, conversation, &stretch.begin, kept)?;
    write(connection, INSERT, conversation, &middle, rows - kept)
}

/// A row was removed.
pub(crate) fn removed(connection: &Connection, row: &MessageRow) -> Result<()> {
    match around(connection, row)? {
        // An empty stretch stays: the next row may fall into it, and the first must be there.
        Some(stretch) => {
            let rows = stretch.rows.saturating_sub(1);
            write(connection, SET_ROWS, row.conversation, &stretch.begin, rows)
        }
        None => Ok(()),
    }
}

/// All rows of a conversation were removed.
pub(crate) fn removed_all(connection: &Connection, conversation: ConversationId) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM stretch WHERE conversation = ?1")?
        .execute([conversation.as_bytes()])?;
    Ok(())
}

/// How many rows a conversation has.
pub(crate) fn count(connection: &Connection, conversation: ConversationId) -> Result<u64> {
    connection
        .prepare_cached("SELECT ifnull(sum(rows), 0) FROM stretch WHERE conversation = ?1")?
        .query_row([conversation.as_bytes()], |row| unsigned(row, 0))
}

/// How many rows there are in all conversations.
pub(crate) fn total(connection: &Connection) -> Result<u64> {
    connection
        .prepare_cached("SELECT ifnull(sum(rows), 0) FROM stretch")?
        .query_row([], |row| unsigned(row, 0))
}

/// How many rows a row has before it.
pub(crate) fn position(connection: &Connection, row: &MessageRow) -> Result<u64> {
    let conversation = row.conversation.as_bytes();
    let Some(Stretch { begin, .. }) = around(connection, row)? else {
        return Ok(0);
    };
    let before: u64 = connection
        .prepare_cached(
            "SELECT ifnull(sum(rows), 0) FROM stretch \
             WHERE conversation = ?1 AND (sort_at, content_id, id) < (?2, ?3, ?4)",
        )?
        .query_row(
            params![conversation, begin.sort_at, begin.content_id, begin.id],
            |row| unsigned(row, 0),
        )?;
    let within: u64 = connection
        .prepare_cached(
            "SELECT count(*) FROM message WHERE conversation = ?1 \
             AND (sort_at, content_id, id) >= (?2, ?3, ?4) AND (sort_at, content_id, id) < (?5, ?6, ?7)",
        )?
        .query_row(
            params![
                conversation,
                begin.sort_at,
                begin.content_id,
                begin.id,
                signed(row.sort_at),
                row.content_id.as_bytes(),
                row.id.as_bytes()
            ],
            |row| unsigned(row, 0),
        )?;
    Ok(before + within)
}

/// Rows from the one that has `position` rows before it, oldest first.
pub(crate) fn rows_at(
    connection: &Connection,
    conversation: ConversationId,
    position: u64,
    limit: usize,
) -> Result<Vec<MessageRow>> {
    let mut statement = connection.prepare_cached(STRETCHES)?;
    let mut stretches = statement.query([conversation.as_bytes()])?;
    let mut before = 0;
    while let Some(row) = stretches.next()? {
        let stretch = read(row)?;
        if position < before + stretch.rows {
            let offset = position - before;
            return messages::from_place(connection, conversation, &stretch.begin, offset, limit);
        }
        before += stretch.rows;
    }
    Ok(Vec::new())
}

/// The stretch to which a row belongs; `None` when the conversation has none yet.
fn around(connection: &Connection, row: &MessageRow) -> Result<Option<Stretch>> {
    connection
        .prepare_cached(
            "SELECT sort_at, content_id, id, rows FROM stretch \
             WHERE conversation = ?1 AND (sort_at, content_id, id) <= (?2, ?3, ?4) \
             ORDER BY sort_at DESC, content_id DESC, id DESC LIMIT 1",
        )?
        .query_row(
            params![
                row.conversation.as_bytes(),
                signed(row.sort_at),
                row.content_id.as_bytes(),
                row.id.as_bytes()
            ],
            read,
        )
        .optional()
}

const INSERT: &str =
    "INSERT INTO stretch (conversation, sort_at, content_id, id, rows) VALUES (?1, ?2, ?3, ?4, ?5)";

const SET_ROWS: &str = "UPDATE stretch SET rows = ?5 \
    WHERE conversation = ?1 AND sort_at = ?2 AND content_id = ?3 AND id = ?4";

/// [`INSERT`] or [`SET_ROWS`].
fn write(
    connection: &Connection,
    statement: &str,
    conversation: ConversationId,
    begin: &Place,
    rows: u64,
) -> Result<()> {
    connection.prepare_cached(statement)?.execute(params![
        conversation.as_bytes(),
        begin.sort_at,
        begin.content_id,
        begin.id,
        signed(rows)
    ])?;
    Ok(())
}

fn place(row: &Row<'_>) -> Result<Place> {
    Ok(Place {
        sort_at: row.get(0)?,
        content_id: row.get(1)?,
        id: row.get(2)?,
    })
}

fn read(row: &Row<'_>) -> Result<Stretch> {
    Ok(Stretch {
        begin: place(row)?,
        rows: unsigned(row, 3)?,
    })
}
