//! Messages that are stored already.

use pulse_client::{ConversationRow, MessageId, MessageRow, MessageStatus, Page, View};

use crate::exit::{Exit, Failure};

/// Rows read at once.
const PAGE_ROWS: usize = 500;

/// Everything of others that nobody here has seen, in the order of arrival.
pub(super) fn unseen(view: &View) -> Result<Vec<MessageRow>, Failure> {
    let mut rows = Vec::new();
    let mut page = Page::first(PAGE_ROWS);
    loop {
        let conversations = view.conversations(page)?;
        for conversation in conversations.iter().filter(|row| row.unread > 0) {
            rows.extend(unseen_of(view, conversation)?);
        }
        if conversations.len() < page.limit {
            break;
        }
        page.offset += page.limit;
    }
    rows.sort_by_key(|row| (row.received_at, row.sort_at));
    Ok(rows)
}

/// The unseen rows stand among the newest; as many as the conversation counts are looked for.
fn unseen_of(view: &View, conversation: &ConversationRow) -> Result<Vec<MessageRow>, Failure> {
    let mut found = Vec::new();
    let mut before = None;
    while found.len() < conversation.unread as usize {
        let page = view.history(conversation.id, PAGE_ROWS, before)?;
        before = page.first().map(|row| row.id);
        let is_last = page.len() < PAGE_ROWS;
        found.extend(
            page.into_iter()
                .filter(|row| row.status == MessageStatus::Received),
        );
        if is_last {
            break;
        }
    }
    Ok(found)
}

/// Everything stored after a message, seen or not, in the order in which it was stored.
pub(super) fn after(view: &View, id: MessageId) -> Result<After, Failure> {
    if view.message(id)?.is_none() {
        return Err(Failure::new(
            Exit::Data,
            "no message here has the id of --since",
        ));
    }
    Ok(After { last: id })
}

/// Pages of [`after`].
pub(super) struct After {
    last: MessageId,
}

impl After {
    /// The next page; `None` after the last.
    pub(super) fn next_page(&mut self, view: &View) -> Result<Option<Vec<MessageRow>>, Failure> {
        let rows = view.since(Some(self.last), PAGE_ROWS)?;
        let Some(last) = rows.last() else {
            return Ok(None);
        };
        self.last = last.id;
        Ok(Some(rows))
    }
}
