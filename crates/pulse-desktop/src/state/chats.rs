//! The list of conversations.

use std::collections::BTreeSet;

use pulse_client::{ContactState, ConversationId};

use crate::update::ChatSummary;

/// All conversations and how the list is narrowed.
#[derive(Clone, Debug, Default)]
pub struct Chats {
    /// All, newest first, as the core told them.
    pub all: Vec<ChatSummary>,
    /// Whether the core has told them at all: an empty list before that is not an empty account.
    pub loaded: bool,
    /// What is typed into the filter.
    pub filter: String,
    /// Conversations that were deleted and go away as soon as that cannot be undone any more; they are not shown.
    pub leaving: BTreeSet<ConversationId>,
}

impl Chats {
    /// What the list shows: those whose name or last text holds the filter, without requests and blocked people.
    pub fn shown(&self) -> impl Iterator<Item = &ChatSummary> {
        let wanted = self.filter.trim().to_lowercase();
        self.all_shown()
            .filter(move |chat| wanted.is_empty() || chat.name.to_lowercase().contains(&wanted))
    }

    /// The same without the filter.
    pub fn all_shown(&self) -> impl Iterator<Item = &ChatSummary> {
        self.all.iter().filter(|chat| {
            !matches!(chat.state, ContactState::Requested | ContactState::Blocked)
                && !self.leaving.contains(&chat.id)
        })
    }

    /// Strangers who wait for an answer.
    pub fn requests(&self) -> impl Iterator<Item = &ChatSummary> {
        self.all.iter().filter(|chat| {
            chat.state == ContactState::Requested && !self.leaving.contains(&chat.id)
        })
    }
}
