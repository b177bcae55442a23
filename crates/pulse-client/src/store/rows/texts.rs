//! The texts of the table `message`, newest first, a bounded number at a time: what searches go through.

use pulse_engine::{ConversationId, RowKind};
use rusqlite::{Connection, Result, Row, Rows, params};

use super::count;
use crate::limits::{SEARCH_STEP_BYTES, SEARCH_STEP_ROWS};

/// The row that was looked at last.
#[derive(Clone)]
pub(crate) enum Place {
    /// In the order in which rows were stored.
    Stored { arrival: i64 },
    /// In the order of a conversation.
    InConversation {
        sort_at: i64,
        content_id: Vec<u8>,
        id: Vec<u8>,
    },
}

/// What looking at some rows came to.
pub(crate) struct Looked {
    /// The numbers of the rows that were wanted, newest first.
    pub(crate) found: Vec<i64>,
    /// The last row; `None` when there are no more.
    pub(crate) place: Option<Place>,
}

const STORED: &str =
    "SELECT arrival, kind, text FROM message WHERE arrival < ?1 ORDER BY arrival DESC LIMIT ?2";

const IN_CONVERSATION: &str = "SELECT arrival, kind, text, sort_at, content_id, id FROM message \
     WHERE conversation = ?1 AND (sort_at, content_id, id) < (?2, ?3, ?4) \
     ORDER BY sort_at DESC, content_id DESC, id DESC LIMIT ?5";

/// What going through texts runs, for the test that looks at how.
#[cfg(test)]
pub(crate) fn statements() -> [&'static str; 2] {
    [STORED, IN_CONVERSATION]
}

/// Looks at the next rows behind a place, from the newest on without one: a step, or fewer when `limit` of them are wanted.
pub(crate) fn look(
    connection: &Connection,
    conversation: Option<ConversationId>,
    behind: Option<&Place>,
    limit: usize,
    is_wanted: impl FnMut(&str) -> bool,
) -> Result<Looked> {
    let step = count(SEARCH_STEP_ROWS);
    let Some(conversation) = conversation else {
        let arrival = match behind {
            Some(Place::Stored { arrival }) => *arrival,
            _ => i64::MAX,
        };
        let mut statement = connection.prepare_cached(STORED)?;
        let rows = statement.query(params![arrival, step])?;
        return go_through(rows, limit, is_wanted, |row| {
            let arrival = row.get(0)?;
            Ok(Place::Stored { arrival })
        });
    };
    // Behind everything: no content id is that long.
    let end = (i64::MAX, vec![u8::MAX; 17], Vec::new());
    let (sort_at, content_id, id) = match behind {
        Some(Place::InConversation {
            sort_at,
            content_id,
            id,
        }) => (*sort_at, content_id, id),
        _ => (end.0, &end.1, &end.2),
    };
    let mut statement = connection.prepare_cached(IN_CONVERSATION)?;
    let rows = statement.query(params![
        conversation.as_bytes(),
        sort_at,
        content_id,
        id,
        step
    ])?;
    go_through(rows, limit, is_wanted, |row| {
        Ok(Place::InConversation {
            sort_at: row.get(3)?,
            content_id: row.get(4)?,
            id: row.get(5)?,
        })
    })
}

fn go_through(
    mut rows: Rows<'_>,
    limit: usize,
    mut is_wanted: impl FnMut(&str) -> bool,
    place: impl Fn(&Row<'_>) -> Result<Place>,
) -> Result<Looked> {
    let (mut found, mut looked, mut bytes) = (Vec::new(), 0, 0);
    while let Some(row) = rows.next()? {
        let (kind, text): (u8, &str) = (row.get(1)?, row.get_ref(2)?.as_str()?);
        looked += 1;
        bytes += text.len();
        if kind == RowKind::Text.number() && is_wanted(text) {
            found.push(row.get(0)?);
        }
        let is_enough = looked >= SEARCH_STEP_ROWS || bytes >= SEARCH_STEP_BYTES;
        if is_enough || found.len() >= limit {
            let place = Some(place(row)?);
            return Ok(Looked { found, place });
        }
    }
    Ok(Looked { found, place: None })
}
