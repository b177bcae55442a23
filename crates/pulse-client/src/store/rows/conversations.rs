//! The table `conversation`.

use pulse_engine::{ConversationId, ConversationRow, MessageId};
use pulse_protocol::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use super::{count, signed, unsigned};

const SELECT: &str = "SELECT id, last_message, last_at, unread, read_through FROM conversation";

pub(crate) fn put(connection: &Connection, row: &ConversationRow) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO conversation (id, last_message, last_at, unread, read_through) \
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            row.id.as_bytes(),
            row.last_message.as_ref().map(MessageId::as_bytes),
            signed(row.last_at.as_millis()),
            row.unread,
            row.read_through.as_ref().map(MessageId::as_bytes),
        ])?;
    Ok(())
}

pub(crate) fn by_id(
    connection: &Connection,
    id: ConversationId,
) -> Result<Option<ConversationRow>> {
    let sql = format!("{SELECT} WHERE id = ?1");
    connection
        .prepare_cached(&sql)?
        .query_row([id.as_bytes()], read)
        .optional()
}

pub(crate) fn remove(connection: &Connection, id: ConversationId) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM conversation WHERE id = ?1")?
        .execute([id.as_bytes()])?;
    Ok(())
}

/// Newest first, `offset` of them passed over.
pub(crate) fn page(
    connection: &Connection,
    offset: usize,
    limit: usize,
) -> Result<Vec<ConversationRow>> {
    let sql = format!("{SELECT} ORDER BY last_at DESC, id LIMIT ?1 OFFSET ?2");
    connection
        .prepare_cached(&sql)?
        .query_map([count(limit), count(offset)], read)?
        .collect()
}

fn read(row: &Row<'_>) -> Result<ConversationRow> {
    let message = |column| -> Result<Option<MessageId>> {
        row.get::<_, Option<_>>(column)
            .map(|bytes| bytes.map(MessageId::from_bytes))
    };
    Ok(ConversationRow {
        id: ConversationId::from_bytes(row.get(0)?),
        last_message: message(1)?,
        last_at: Timestamp::from_millis(unsigned(row, 2)?),
        unread: row.get(3)?,
        read_through: message(4)?,
    })
}
