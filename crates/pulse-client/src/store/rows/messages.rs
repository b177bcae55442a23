//! The table `message`.

use pulse_engine::{ContentId, ConversationId, MessageId, MessageRow, MessageStatus, RowKind};
use pulse_protocol::{AccountId, DeviceId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Params, Result, Row, params};

use super::{count, named, removed, signed, stretches, unsigned};

const COLUMNS: &str = "id, conversation, sender, sender_device, content_id, kind, text, raw, sent_at, received_at, \
                       sort_at, status, refusal, outgoing";

/// Rows from a place on, for [`from_place`].
pub(super) const FROM_PLACE: &str = "WHERE conversation = ?1 AND (sort_at, content_id, id) >= (?2, ?3, ?4) \
                                     ORDER BY sort_at, content_id, id LIMIT ?5 OFFSET ?6";

pub(crate) fn insert(connection: &Connection, row: &MessageRow) -> Result<bool> {
    if removed::contains(connection, row.id)? {
        return Ok(false);
    }
    // No number of an arrival is given twice, not even that of a removed row: whoever reads on from there misses nothing.
    let mut statement = connection.prepare_cached(
        "INSERT INTO message (arrival, id, conversation, sender, sender_device, content_id, kind, text, raw, sent_at, \
         received_at, sort_at, status, refusal, outgoing) \
         VALUES (1 + max(ifnull((SELECT max(arrival) FROM message), 0), ifnull((SELECT max(arrival) FROM removed), 0)), \
         ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) ON CONFLICT (id) DO NOTHING",
    )?;
    let (status, refusal) = row.status.numbers();
    let inserted = statement.execute(params![
        row.id.as_bytes(),
        row.conversation.as_bytes(),
        row.sender.as_bytes(),
        row.sender_device.get(),
        row.content_id.as_bytes(),
        row.kind.number(),
        row.text,
        row.raw,
        signed(row.sent_at.as_millis()),
        signed(row.received_at.as_millis()),
        signed(row.sort_at),
        status,
        refusal,
        row.outgoing,
    ])?;
    if inserted == 1 {
        stretches::added(connection, row)?;
    }
    Ok(inserted == 1)
}

/// Takes a row away and leaves a mark of it.
pub(crate) fn remove(connection: &Connection, id: MessageId, at: Timestamp) -> Result<bool> {
    let Some(row) = by_id(connection, id)? else {
        return Ok(false);
    };
    removed::mark(connection, id, at)?;
    connection
        .prepare_cached("DELETE FROM message WHERE id = ?1")?
        .execute([id.as_bytes()])?;
    stretches::removed(connection, &row)?;
    Ok(true)
}

/// Takes all rows of a conversation away and leaves marks of them.
pub(crate) fn remove_all(
    connection: &Connection,
    conversation: ConversationId,
    at: Timestamp,
) -> Result<()> {
    removed::mark_all(connection, conversation, at)?;
    connection
        .prepare_cached("DELETE FROM message WHERE conversation = ?1")?
        .execute([conversation.as_bytes()])?;
    stretches::removed_all(connection, conversation)
}

pub(crate) fn by_id(connection: &Connection, id: MessageId) -> Result<Option<MessageRow>> {
    let sql = format!("SELECT {COLUMNS} FROM message WHERE id = ?1");
    connection
        .prepare_cached(&sql)?
        .query_row([id.as_bytes()], read)
        .optional()
}

/// A row by its place in the order of arrival.
pub(crate) fn by_arrival(connection: &Connection, arrival: i64) -> Result<Option<MessageRow>> {
    connection
        .prepare_cached(&select("WHERE arrival = ?1"))?
        .query_row([arrival], read)
        .optional()
}

pub(crate) fn set_status(
    connection: &Connection,
    id: MessageId,
    status: MessageStatus,
) -> Result<()> {
    let (status, refusal) = status.numbers();
    connection
        .prepare_cached("UPDATE message SET status = ?2, refusal = ?3 WHERE id = ?1")?
        .execute(params![id.as_bytes(), status, refusal])?;
    Ok(())
}

pub(crate) fn last_sort_at(
    connection: &Connection,
    conversation: ConversationId,
    sender: AccountId,
    device: DeviceId,
) -> Result<Option<u64>> {
    connection
        .prepare_cached(
            "SELECT sort_at FROM message WHERE conversation = ?1 AND sender = ?2 AND sender_device = ?3 \
             ORDER BY sort_at DESC LIMIT 1",
        )?
        .query_row(params![conversation.as_bytes(), sender.as_bytes(), device.get()], |row| {
            unsigned(row, 0)
        })
        .optional()
}

pub(crate) fn last(
    connection: &Connection,
    conversation: ConversationId,
) -> Result<Option<MessageRow>> {
    let rows = newest(connection, conversation, None, 1)?;
    Ok(rows.into_iter().next())
}

pub(crate) fn unseen(
    connection: &Connection,
    conversation: ConversationId,
    (sort_at, content): (u64, ContentId),
    limit: usize,
) -> Result<Vec<MessageId>> {
    connection
        .prepare_cached(
            "SELECT id FROM message WHERE status = 6 AND outgoing = 0 AND conversation = ?1 \
             AND (sort_at, content_id) <= (?2, ?3) ORDER BY sort_at, content_id, id LIMIT ?4",
        )?
        .query_map(
            params![
                conversation.as_bytes(),
                signed(sort_at),
                content.as_bytes(),
                count(limit)
            ],
            |row| row.get(0).map(MessageId::from_bytes),
        )?
        .collect()
}

/// The rows of a conversation before a place in its order, newest first.
pub(crate) fn newest(
    connection: &Connection,
    conversation: ConversationId,
    before: Option<&MessageRow>,
    limit: usize,
) -> Result<Vec<MessageRow>> {
    let conversation = conversation.as_bytes();
    match before {
        None => list(
            connection,
            "WHERE conversation = ?1 ORDER BY sort_at DESC, content_id DESC, id DESC LIMIT ?2",
            params![conversation, count(limit)],
        ),
        Some(row) => list(
            connection,
            "WHERE conversation = ?1 AND (sort_at, content_id, id) < (?3, ?4, ?5) \
             ORDER BY sort_at DESC, content_id DESC, id DESC LIMIT ?2",
            params![
                conversation,
                count(limit),
                signed(row.sort_at),
                row.content_id.as_bytes(),
                row.id.as_bytes()
            ],
        ),
    }
}

/// The rows of a conversation from a place in its order on, `offset` of them passed over, oldest first.
pub(crate) fn from_place(
    connection: &Connection,
    conversation: ConversationId,
    place: &stretches::Place,
    offset: u64,
    limit: usize,
) -> Result<Vec<MessageRow>> {
    list(
        connection,
        FROM_PLACE,
        params![
            conversation.as_bytes(),
            place.sort_at,
            place.content_id,
            place.id,
            count(limit),
            signed(offset)
        ],
    )
}

/// Rows in the order in which they were stored, from behind `arrival` on.
pub(crate) fn arrived_after(
    connection: &Connection,
    arrival: i64,
    limit: usize,
) -> Result<Vec<MessageRow>> {
    let tail = "WHERE arrival > ?1 ORDER BY arrival LIMIT ?2";
    list(connection, tail, params![arrival, count(limit)])
}

/// A row's place in the order of arrival, also that of a removed one.
pub(crate) fn arrival(connection: &Connection, id: MessageId) -> Result<Option<i64>> {
    connection
        .prepare_cached(
            "SELECT arrival FROM message WHERE id = ?1 UNION ALL SELECT arrival FROM removed WHERE id = ?1",
        )?
        .query_row([id.as_bytes()], |row| row.get(0))
        .optional()
}

/// How many of our messages wait to be sent.
pub(crate) fn pending_count(connection: &Connection) -> Result<u64> {
    connection
        .prepare_cached("SELECT count(*) FROM message WHERE status = 1")?
        .query_row([], |row| unsigned(row, 0))
}

/// How many of our messages wait, in each conversation that has any.
pub(crate) fn pending_counts(connection: &Connection) -> Result<Vec<(ConversationId, u64)>> {
    connection
        .prepare_cached("SELECT conversation, count(*) FROM message WHERE status = 1 GROUP BY 1")?
        .query_map([], |row| {
            Ok((ConversationId::from_bytes(row.get(0)?), unsigned(row, 1)?))
        })?
        .collect()
}

fn list(connection: &Connection, tail: &str, params: impl Params) -> Result<Vec<MessageRow>> {
    connection
        .prepare_cached(&select(tail))?
        .query_map(params, read)?
        .collect()
}

/// The statement that reads whole rows.
pub(super) fn select(tail: &str) -> String {
    format!("SELECT {COLUMNS} FROM message {tail}")
}

fn read(row: &Row<'_>) -> Result<MessageRow> {
    let refusal: u32 = row.get(12)?;
    Ok(MessageRow {
        id: MessageId::from_bytes(row.get(0)?),
        conversation: ConversationId::from_bytes(row.get(1)?),
        sender: AccountId::from_bytes(row.get(2)?),
        sender_device: DeviceId::new(row.get(3)?),
        content_id: ContentId::from_bytes(row.get(4)?),
        kind: named(row, 5, RowKind::from_number)?,
        text: row.get(6)?,
        raw: row.get(7)?,
        sent_at: Timestamp::from_millis(unsigned(row, 8)?),
        received_at: Timestamp::from_millis(unsigned(row, 9)?),
        sort_at: unsigned(row, 10)?,
        status: named(row, 11, |state| MessageStatus::from_numbers(state, refusal))?,
        outgoing: row.get(13)?,
    })
}
