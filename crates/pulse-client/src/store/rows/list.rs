//! The list of conversations as a screen shows it: four tables, one statement.

use std::fmt;

use pulse_engine::{
    ContactRow, ContactState, ConversationId, ConversationRow, IdentityState, MessageId,
    MessageStatus, RowKind,
};
use pulse_protocol::{AccountId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use super::{count, named, unsigned};
use crate::limits::LIST_TEXT_CHARS;

/// A conversation with everything that a list of them shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversationSummary {
    /// Its place, what was said last, how much of it was not seen.
    pub conversation: ConversationRow,
    /// The person it is with; `None` only when they are no contact any more.
    pub contact: Option<ContactRow>,
    /// Its newest row.
    pub last: Option<LastRow>,
    /// What is written and not sent yet.
    pub draft: Option<String>,
}

/// What a list shows of a row.
#[derive(Clone, PartialEq, Eq)]
pub struct LastRow {
    /// Which one.
    pub id: MessageId,
    /// What kind of line.
    pub kind: RowKind,
    /// The beginning of its text, at most [`LIST_TEXT_CHARS`] characters.
    pub text: String,
    /// When it was sent, as its sender claims.
    pub sent_at: Timestamp,
    /// How far it got.
    pub status: MessageStatus,
    /// Whether this account sent it.
    pub outgoing: bool,
}

impl fmt::Debug for LastRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LastRow")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// Conversations between two are named by the account of the other one.
const SELECT: &str = "SELECT c.id, c.last_message, c.last_at, c.unread, c.read_through, \
     k.name, k.own_name, k.their_name, k.state, k.verified, k.identity, k.added_at, \
     m.kind, substr(m.text, 1, ?1), m.sent_at, m.status, m.refusal, m.outgoing, d.text, k.compared \
     FROM conversation c \
     LEFT JOIN contact k ON k.account = c.id \
     LEFT JOIN message m ON m.id = c.last_message \
     LEFT JOIN draft d ON d.conversation = c.id";

/// Newest first, `offset` of them passed over.
pub(crate) fn page(
    connection: &Connection,
    offset: usize,
    limit: usize,
) -> Result<Vec<ConversationSummary>> {
    let sql = format!("{SELECT} ORDER BY c.last_at DESC, c.id LIMIT ?2 OFFSET ?3");
    connection
        .prepare_cached(&sql)?
        .query_map(
            params![count(LIST_TEXT_CHARS), count(limit), count(offset)],
            read,
        )?
        .collect()
}

pub(crate) fn by_id(
    connection: &Connection,
    id: ConversationId,
) -> Result<Option<ConversationSummary>> {
    let sql = format!("{SELECT} WHERE c.id = ?2");
    connection
        .prepare_cached(&sql)?
        .query_row(params![count(LIST_TEXT_CHARS), id.as_bytes()], read)
        .optional()
}

fn read(row: &Row<'_>) -> Result<ConversationSummary> {
    let id: [u8; 32] = row.get(0)?;
    let last_message = row.get::<_, Option<_>>(1)?.map(MessageId::from_bytes);
    let conversation = ConversationRow {
        id: ConversationId::from_bytes(id),
        last_message,
        last_at: Timestamp::from_millis(unsigned(row, 2)?),
        unread: row.get(3)?,
        read_through: row.get::<_, Option<_>>(4)?.map(MessageId::from_bytes),
    };
    Ok(ConversationSummary {
        conversation,
        contact: contact(row, AccountId::from_bytes(id))?,
        last: match last_message {
            Some(id) => last(row, id)?,
            None => None,
        },
        draft: row.get(18)?,
    })
}

fn contact(row: &Row<'_>, account: AccountId) -> Result<Option<ContactRow>> {
    let Some(name) = row.get(5)? else {
        return Ok(None);
    };
    Ok(Some(ContactRow {
        account,
        name,
        own_name: row.get(6)?,
        their_name: row.get(7)?,
        state: named(row, 8, ContactState::from_number)?,
        verified: row.get(9)?,
        identity: named(row, 10, IdentityState::from_number)?,
        added_at: Timestamp::from_millis(unsigned(row, 11)?),
        compared: row.get(19)?,
    }))
}

fn last(row: &Row<'_>, id: MessageId) -> Result<Option<LastRow>> {
    let Some(text) = row.get(13)? else {
        return Ok(None);
    };
    let refusal: u32 = row.get(16)?;
    Ok(Some(LastRow {
        id,
        kind: named(row, 12, RowKind::from_number)?,
        text,
        sent_at: Timestamp::from_millis(unsigned(row, 14)?),
        status: named(row, 15, |state| MessageStatus::from_numbers(state, refusal))?,
        outgoing: row.get(17)?,
    }))
}
