//! What the store holds, as the window is told it.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use pulse_client::{
    ContactState, ConversationId, ConversationSummary, LastRow, MessageId, MessageRow, Page,
    StoreError, View,
};

use super::batch::Lines;
use crate::limits::{CONVERSATIONS_MAX, ROWS_BEFORE_UNREAD, ROWS_FIRST_READ, ROWS_READ_MAX};
use crate::rich_text::one_line;
use crate::state::PAGE_ROWS;
use crate::update::Asked;
use crate::{ChatSummary, LastMessage, Update};

type Result<T> = std::result::Result<T, StoreError>;

/// Brings the list up to date: all of it, or the lines that changed. False when nothing is different.
pub(super) fn update_list(view: &View, list: &mut Vec<ChatSummary>, lines: &Lines) -> Result<bool> {
    let before = list.clone();
    match lines {
        Lines::None => return Ok(false),
        Lines::All => {
            let page = view.conversation_list(Page::first(CONVERSATIONS_MAX))?;
            *list = page.into_iter().filter_map(chat).collect();
            for chat in list.iter_mut() {
                chat.asked = asked(view, chat)?;
            }
        }
        Lines::Some(lines) => {
            for id in lines {
                let mut line = line(view, *id)?;
                if let Some(chat) = &mut line {
                    chat.asked = asked(view, chat)?;
                }
                list.retain(|chat| chat.id != *id);
                list.extend(line);
            }
            list.sort_by_key(|chat| (Reverse(chat.last_at), chat.id));
        }
    }
    Ok(*list != before)
}

/// The line of a conversation as it is now, without what a stranger asked.
pub(super) fn line(view: &View, conversation: ConversationId) -> Result<Option<ChatSummary>> {
    Ok(view.conversation_summary(conversation)?.and_then(chat))
}

/// A line of the list. Whoever is no contact any more has none.
fn chat(summary: ConversationSummary) -> Option<ChatSummary> {
    let contact = summary.contact?;
    Some(ChatSummary {
        id: summary.conversation.id,
        account: contact.account,
        name: contact.name,
        state: contact.state,
        verified: contact.verified,
        compared: contact.compared,
        identity: contact.identity,
        last: summary.last.map(last),
        asked: None,
        last_at: summary.conversation.last_at,
        unread: summary.conversation.unread,
        draft: summary.draft,
    })
}

/// What a stranger wrote first: whoever decides about them reads that, and not the last of many messages.
fn asked(view: &View, chat: &ChatSummary) -> Result<Option<Asked>> {
    if chat.state != ContactState::Requested {
        return Ok(None);
    }
    let rows = view.rows_at(chat.id, 0, 1)?;
    let count = count(view, chat.id)?;
    Ok(rows.first().map(|row| Asked {
        first: one_line(&row.text).chars().take(PREVIEW_LETTERS).collect(),
        count,
    }))
}

/// More than a card shows.
const PREVIEW_LETTERS: usize = 300;

fn last(row: LastRow) -> LastMessage {
    LastMessage {
        id: row.id,
        kind: row.kind,
        preview: one_line(&row.text),
        status: row.status,
        outgoing: row.outgoing,
    }
}

/// A conversation as it is opened: its size, then the pages of its end and around its first unread row. `draft` is what
/// was written and is not in the store yet.
pub(super) fn opened(
    view: &View,
    conversation: ConversationId,
    draft: Option<&str>,
) -> Result<(Vec<Update>, usize)> {
    let total = count(view, conversation)?;
    let first_unread = first_unread(view, conversation)?;
    let draft = match draft {
        Some(draft) => draft.to_owned(),
        None => view.draft(conversation)?.unwrap_or_default(),
    };
    let mut updates = vec![Update::ConversationOpened {
        conversation,
        total,
        first_unread,
        draft,
    }];
    for page in first_pages(total, first_unread) {
        updates.push(rows(view, conversation, page * PAGE_ROWS, PAGE_ROWS)?);
    }
    Ok((updates, total))
}

/// The pages that are seen first: a screen at the end, and one around the first unread row.
fn first_pages(total: usize, first_unread: Option<usize>) -> BTreeSet<usize> {
    let end = total.saturating_sub(ROWS_FIRST_READ)..total;
    let unread = first_unread.map(|first| {
        let first = first.saturating_sub(ROWS_BEFORE_UNREAD);
        first..total.min(first + ROWS_FIRST_READ)
    });
    [Some(end), unread]
        .into_iter()
        .flatten()
        .filter(|rows| !rows.is_empty())
        .flat_map(|rows| rows.start / PAGE_ROWS..=(rows.end - 1) / PAGE_ROWS)
        .collect()
}

/// Rows from a position on.
pub(super) fn rows(
    view: &View,
    conversation: ConversationId,
    first: usize,
    limit: usize,
) -> Result<Update> {
    let position = u64::try_from(first).unwrap_or(u64::MAX);
    let rows = view.rows_at(conversation, position, limit.min(ROWS_READ_MAX))?;
    Ok(Update::Rows {
        conversation,
        first,
        rows,
        total: count(view, conversation)?,
    })
}

/// Where a message stands in its conversation, after the pages around it; nothing of one that is not there any more.
pub(super) fn located(
    view: &View,
    conversation: ConversationId,
    message: MessageId,
) -> Result<(Vec<Update>, usize)> {
    let total = count(view, conversation)?;
    let Some(position) = view.position(message)?.map(index) else {
        return Ok((Vec::new(), total));
    };
    let half = ROWS_FIRST_READ / 2;
    let first = position.saturating_sub(half) / PAGE_ROWS;
    let last = (position + half).min(total.saturating_sub(1)) / PAGE_ROWS;
    let mut updates = Vec::new();
    for page in first..=last {
        updates.push(rows(view, conversation, page * PAGE_ROWS, PAGE_ROWS)?);
    }
    updates.push(Update::Located {
        conversation,
        message,
        position,
    });
    Ok((updates, total))
}

/// Where the first row stands that was not seen.
pub(super) fn first_unread(view: &View, conversation: ConversationId) -> Result<Option<usize>> {
    Ok(view.first_unread(conversation)?.map(index))
}

pub(super) fn count(view: &View, conversation: ConversationId) -> Result<usize> {
    view.count(conversation).map(index)
}

/// New rows of the open conversation, which had `known` rows when the window was last told. In ascending order each moves
/// those behind it by one place, so that the places they have now are also the places where they are put in. When rows
/// came or went of which nothing was heard yet, places cannot be told, and `RowsMoved` is.
pub(super) fn added(
    view: &View,
    conversation: ConversationId,
    added: Vec<MessageRow>,
    known: usize,
) -> Result<(Vec<Update>, usize)> {
    let total = count(view, conversation)?;
    let mut placed = Vec::with_capacity(added.len());
    for row in added {
        if let Some(position) = view.position(row.id)? {
            placed.push((index(position), row));
        }
    }
    if known + placed.len() != total {
        let moved = Update::RowsMoved {
            conversation,
            total,
            first_unread: first_unread(view, conversation)?,
        };
        return Ok((vec![moved], total));
    }
    placed.sort_by_key(|(position, _)| *position);
    let updates = placed
        .into_iter()
        .zip(known + 1..)
        .map(|((position, row), total)| Update::RowAdded {
            row,
            position,
            total,
        });
    Ok((updates.collect(), total))
}

fn index(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_seen_first_are_whole_ones() {
        let pages = |total, unread| Vec::from_iter(first_pages(total, unread));
        assert!(pages(0, None).is_empty());
        assert_eq!(pages(1, Some(0)), [0]);
        assert_eq!(pages(PAGE_ROWS, None), [0]);
        assert_eq!(pages(PAGE_ROWS + 1, None), [0, 1]);
        assert_eq!(pages(100 * PAGE_ROWS, None), [99]);
        assert_eq!(pages(100 * PAGE_ROWS, Some(10 * PAGE_ROWS)), [9, 10, 99]);
    }
}
