//! What the line of a conversation shows while its newest message is deleted and can still come back: the one before it.

use std::collections::BTreeSet;

use pulse_client::limits::LIST_TEXT_CHARS;
use pulse_client::{MessageId, MessageRow, Timestamp};

use super::AppState;
use crate::update::{ChatSummary, LastMessage};

/// A row before one that was deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Earlier {
    last: LastMessage,
    at: Timestamp,
}

impl AppState {
    /// The newest row of a conversation that was not deleted, and when it was written.
    pub fn last_shown<'a>(&'a self, chat: &'a ChatSummary) -> Option<(&'a LastMessage, Timestamp)> {
        let last = chat.last.as_ref()?;
        if !self.is_leaving(last.id) {
            return Some((last, chat.last_at));
        }
        let earlier = self.toasts.earlier.get(&last.id)?;
        let shown = earlier.iter().find(|row| !self.is_leaving(row.last.id))?;
        Some((&shown.last, shown.at))
    }

    /// A message of the open conversation is about to go: what stands before it is kept, since the conversation may be closed
    /// while it can still come back. Down to the first row that stays, for each that is about to go.
    pub(super) fn note_earlier(&mut self, message: MessageId) {
        let Some(timeline) = &self.timeline else {
            return;
        };
        let going: BTreeSet<_> = self.toasts.going().chain([message]).collect();
        for message in &going {
            let mut earlier = Vec::new();
            for row in timeline.before(*message) {
                earlier.push(Earlier::of(row));
                if !going.contains(&row.id) {
                    self.toasts.earlier.insert(*message, earlier);
                    break;
                }
            }
        }
    }

    /// A message went for good; the client has not said so yet.
    pub(super) fn forget_last(&mut self, message: MessageId) {
        let earlier = self.toasts.earlier.remove(&message).unwrap_or_default();
        for rows in self.toasts.earlier.values_mut() {
            rows.retain(|row| row.last.id != message);
        }
        let is_last = |chat: &&mut ChatSummary| {
            let last = chat.last.as_ref();
            last.is_some_and(|last| last.id == message)
        };
        if let Some(chat) = self.chats.all.iter_mut().find(is_last) {
            let next = earlier.into_iter().next();
            chat.last_at = next.as_ref().map_or(chat.last_at, |next| next.at);
            chat.last = next.map(|next| next.last);
        }
    }
}

impl Earlier {
    fn of(row: &MessageRow) -> Self {
        let text: String = row.text.chars().take(LIST_TEXT_CHARS).collect();
        Self {
            last: LastMessage {
                id: row.id,
                kind: row.kind,
                preview: crate::rich_text::one_line(&text),
                status: row.status,
                outgoing: row.outgoing,
            },
            at: Timestamp::from_millis(row.sort_at),
        }
    }
}
