//! The table `draft`.

use pulse_engine::ConversationId;
use rusqlite::{Connection, OptionalExtension, Result, params};

/// Writes a draft, over an older one too; an empty one is none.
pub(crate) fn put(connection: &Connection, conversation: ConversationId, text: &str) -> Result<()> {
    let conversation = conversation.as_bytes();
    if text.is_empty() {
        connection
            .prepare_cached("DELETE FROM draft WHERE conversation = ?1")?
            .execute([conversation])?;
    } else {
        connection
            .prepare_cached("INSERT OR REPLACE INTO draft (conversation, text) VALUES (?1, ?2)")?
            .execute(params![conversation, text])?;
    }
    Ok(())
}

pub(crate) fn by_conversation(
    connection: &Connection,
    conversation: ConversationId,
) -> Result<Option<String>> {
    connection
        .prepare_cached("SELECT text FROM draft WHERE conversation = ?1")?
        .query_row([conversation.as_bytes()], |row| row.get(0))
        .optional()
}

pub(crate) fn all(connection: &Connection) -> Result<Vec<(ConversationId, String)>> {
    connection
        .prepare_cached("SELECT conversation, text FROM draft ORDER BY conversation")?
        .query_map([], |row| {
            Ok((ConversationId::from_bytes(row.get(0)?), row.get(1)?))
        })?
        .collect()
}
