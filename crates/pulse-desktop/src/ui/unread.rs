//! What is unread of a conversation, drawn and said the same way wherever conversations are listed.

use egui::{Pos2, Rect, Ui};
use pulse_client::ConversationId;

use super::{Cx, widgets};
use crate::state::AppState;
use crate::texts::Value;

/// What is unread of one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unread {
    count: u32,
    /// Somebody marked it by hand.
    is_marked: bool,
    /// Nothing is announced of it.
    pub(super) is_muted: bool,
}

impl Unread {
    /// That of a conversation with so many messages that were not seen.
    pub(super) fn of(state: &AppState, conversation: ConversationId, count: u32) -> Self {
        Self {
            count,
            is_marked: state.is_marked_unread(conversation),
            is_muted: state.is_muted(conversation),
        }
    }

    /// Whether there is anything.
    pub(super) fn is_any(self) -> bool {
        self.count > 0 || self.is_marked
    }

    /// Draws the number, or the mark; nothing when all was read. Its trailing edge is at `trailing_centre`. Returns where it stands.
    pub(super) fn paint(self, ui: &Ui, cx: &Cx<'_>, trailing_centre: Pos2) -> Rect {
        if self.count == 0 && self.is_marked {
            return widgets::dot(ui, cx, trailing_centre, self.is_muted);
        }
        widgets::badge(ui, cx, trailing_centre, self.count, self.is_muted)
    }

    /// What a screen reader says of it, in the order of what matters.
    pub(super) fn words(self, cx: &Cx<'_>) -> Vec<String> {
        let mut words = Vec::new();
        if self.count > 0 {
            let count = [("count", Value::from(self.count))];
            words.push(cx.texts.with("list-unread", &count).into_owned());
        } else if self.is_marked {
            words.push(cx.texts.get("list-marked-unread").into_owned());
        }
        if self.is_muted {
            words.push(cx.texts.get("list-muted").into_owned());
        }
        words
    }
}
