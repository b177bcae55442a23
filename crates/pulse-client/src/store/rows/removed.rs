//! The table `removed`: marks of rows that were taken away.

use pulse_engine::{ConversationId, MessageId};
use pulse_protocol::Timestamp;
use rusqlite::{Connection, Result, params};

use super::signed;

/// Marks a row that is still there.
pub(crate) fn mark(connection: &Connection, id: MessageId, at: Timestamp) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO removed (id, arrival, at) SELECT id, arrival, ?2 FROM message WHERE id = ?1",
        )?
        .execute(params![id.as_bytes(), signed(at.as_millis())])?;
    Ok(())
}

/// Marks all rows of a conversation.
pub(crate) fn mark_all(
    connection: &Connection,
    conversation: ConversationId,
    at: Timestamp,
) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO removed (id, arrival, at) \
             SELECT id, arrival, ?2 FROM message WHERE conversation = ?1",
        )?
        .execute(params![conversation.as_bytes(), signed(at.as_millis())])?;
    Ok(())
}

pub(crate) fn contains(connection: &Connection, id: MessageId) -> Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM removed WHERE id = ?1")?
        .exists([id.as_bytes()])
}

/// Forgets what was removed before a moment.
pub(crate) fn forget(connection: &Connection, before: Timestamp) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM removed WHERE at < ?1")?
        .execute([signed(before.as_millis())])?;
    Ok(())
}
