//! One transaction of the encrypted store, as the engine sees it.

use pulse_engine::{
    ContactRow, ContentId, ConversationId, ConversationRow, MessageId, MessageRow, MessageStatus,
    Room, StoreError, StoreTx,
};
use pulse_protocol::{AccountId, DeviceId, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

use super::{contacts, conversations, drafts, from_sqlite, messages, removed};

type Result<T> = std::result::Result<T, StoreError>;

/// A transaction that is rolled back unless it is committed.
pub struct SqlTx<'a> {
    connection: &'a Connection,
    is_open: bool,
}

impl<'a> SqlTx<'a> {
    /// The turn of the one writer: takes the write lock at once, so that it cannot fail to get it halfway.
    pub(super) fn write(connection: &'a Connection) -> Result<Self> {
        Self::begin(connection, "BEGIN IMMEDIATE")
    }

    /// One snapshot for several reads.
    pub(crate) fn read(connection: &'a Connection) -> Result<Self> {
        Self::begin(connection, "BEGIN DEFERRED")
    }

    fn begin(connection: &'a Connection, sql: &str) -> Result<Self> {
        execute(connection, sql)?;
        Ok(Self {
            connection,
            is_open: true,
        })
    }

    /// Makes everything durable: when this returns, a power cut takes nothing back.
    pub fn commit(mut self) -> Result<()> {
        execute(self.connection, "COMMIT")?;
        self.is_open = false;
        Ok(())
    }

    /// Takes everything back, as dropping does.
    pub fn rollback(self) {}
}

impl Drop for SqlTx<'_> {
    fn drop(&mut self) {
        // SQLite itself rolls back after some errors, such as a full disk.
        if self.is_open && !self.connection.is_autocommit() {
            let _ = execute(self.connection, "ROLLBACK");
        }
    }
}

fn execute(connection: &Connection, sql: &str) -> Result<()> {
    let mut statement = connection.prepare_cached(sql).map_err(from_sqlite)?;
    statement.execute([]).map(|_| ()).map_err(from_sqlite)
}

impl StoreTx for SqlTx<'_> {
    fn get(&mut self, room: Room, key: &[u8]) -> Result<Option<Vec<u8>>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT value FROM record WHERE room = ?1 AND key = ?2")
            .map_err(from_sqlite)?;
        let value = statement.query_row(params![room.number(), key], |row| row.get(0));
        value.optional().map_err(from_sqlite)
    }

    fn put(&mut self, room: Room, key: &[u8], value: &[u8]) -> Result<()> {
        let mut statement = self
            .connection
            .prepare_cached(
                "INSERT INTO record (room, key, value) VALUES (?1, ?2, ?3) \
                 ON CONFLICT DO UPDATE SET value = excluded.value",
            )
            .map_err(from_sqlite)?;
        statement
            .execute(params![room.number(), key, value])
            .map_err(from_sqlite)?;
        Ok(())
    }

    fn delete(&mut self, room: Room, key: &[u8]) -> Result<()> {
        let mut statement = self
            .connection
            .prepare_cached("DELETE FROM record WHERE room = ?1 AND key = ?2")
            .map_err(from_sqlite)?;
        statement
            .execute(params![room.number(), key])
            .map_err(from_sqlite)?;
        Ok(())
    }

    fn scan(
        &mut self,
        room: Room,
        prefix: &[u8],
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<(Vec<u8>, Vec<u8>)>> {
        // One range of the primary key: from the prefix, or behind `after`, to the end of the prefix.
        let (from, is_inclusive) = match after {
            Some(after) if after >= prefix => (after, false),
            _ => (prefix, true),
        };
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT key, value FROM record \
                 WHERE room = ?1 AND key >= ?2 AND (?3 OR key > ?2) AND (?4 IS NULL OR key < ?4) \
                 ORDER BY key LIMIT ?5",
            )
            .map_err(from_sqlite)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let end = end_of_prefix(prefix);
        let found = statement
            .query_map(
                params![room.number(), from, is_inclusive, end, limit],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .and_then(Iterator::collect);
        found.map_err(from_sqlite)
    }

    fn insert_message(&mut self, row: &MessageRow) -> Result<bool> {
        messages::insert(self.connection, row).map_err(from_sqlite)
    }

    fn message(&mut self, id: MessageId) -> Result<Option<MessageRow>> {
        messages::by_id(self.connection, id).map_err(from_sqlite)
    }

    fn set_message_status(&mut self, id: MessageId, status: MessageStatus) -> Result<()> {
        messages::set_status(self.connection, id, status).map_err(from_sqlite)
    }

    fn last_sort_at(
        &mut self,
        conversation: ConversationId,
        sender: AccountId,
        sender_device: DeviceId,
    ) -> Result<Option<u64>> {
        messages::last_sort_at(self.connection, conversation, sender, sender_device)
            .map_err(from_sqlite)
    }

    fn last_message(&mut self, conversation: ConversationId) -> Result<Option<MessageRow>> {
        messages::last(self.connection, conversation).map_err(from_sqlite)
    }

    fn unseen(
        &mut self,
        conversation: ConversationId,
        through: (u64, ContentId),
        limit: usize,
    ) -> Result<Vec<MessageId>> {
        messages::unseen(self.connection, conversation, through, limit).map_err(from_sqlite)
    }

    fn remove_message(&mut self, id: MessageId, at: Timestamp) -> Result<bool> {
        messages::remove(self.connection, id, at).map_err(from_sqlite)
    }

    fn remove_messages(&mut self, conversation: ConversationId, at: Timestamp) -> Result<()> {
        messages::remove_all(self.connection, conversation, at).map_err(from_sqlite)
    }

    fn was_removed(&mut self, id: MessageId) -> Result<bool> {
        removed::contains(self.connection, id).map_err(from_sqlite)
    }

    fn forget_removed(&mut self, before: Timestamp) -> Result<()> {
        removed::forget(self.connection, before).map_err(from_sqlite)
    }

    fn put_contact(&mut self, row: &ContactRow) -> Result<()> {
        contacts::put(self.connection, row).map_err(from_sqlite)
    }

    fn contact(&mut self, account: AccountId) -> Result<Option<ContactRow>> {
        contacts::by_account(self.connection, account).map_err(from_sqlite)
    }

    fn contacts(&mut self) -> Result<Vec<ContactRow>> {
        contacts::all(self.connection).map_err(from_sqlite)
    }

    fn remove_contact(&mut self, account: AccountId) -> Result<()> {
        contacts::remove(self.connection, account).map_err(from_sqlite)
    }

    fn put_conversation(&mut self, row: &ConversationRow) -> Result<()> {
        conversations::put(self.connection, row).map_err(from_sqlite)
    }

    fn conversation(&mut self, id: ConversationId) -> Result<Option<ConversationRow>> {
        conversations::by_id(self.connection, id).map_err(from_sqlite)
    }

    fn conversations(&mut self) -> Result<Vec<ConversationRow>> {
        conversations::page(self.connection, 0, usize::MAX).map_err(from_sqlite)
    }

    fn remove_conversation(&mut self, id: ConversationId) -> Result<()> {
        conversations::remove(self.connection, id).map_err(from_sqlite)
    }

    fn put_draft(&mut self, conversation: ConversationId, text: &str) -> Result<()> {
        drafts::put(self.connection, conversation, text).map_err(from_sqlite)
    }

    fn draft(&mut self, conversation: ConversationId) -> Result<Option<String>> {
        drafts::by_conversation(self.connection, conversation).map_err(from_sqlite)
    }
}

/// The least key greater than every key with this prefix; none for a prefix of nothing but 0xff.
fn end_of_prefix(prefix: &[u8]) -> Option<Vec<u8>> {
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            return Some(end);
        }
    }
    None
}
