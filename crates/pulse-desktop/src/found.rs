//! What a search through messages found, as the window is told it.

use std::ops::Range;

use pulse_client::{ConversationId, MessageId, Search, Timestamp};

/// Which of the two searches. Each has one that counts: what an earlier one finds is not wanted any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchKind {
    /// From the list, through all conversations.
    List,
    /// Within the open conversation.
    Conversation,
}

/// A page of what was found, the newest first.
#[derive(Clone, Debug)]
pub struct Found {
    /// The messages.
    pub hits: Hits,
    /// How to go on; `None` when everything was looked at.
    pub more: Option<Search>,
}

/// The messages, with as much of them as is shown.
#[derive(Clone, Debug)]
pub enum Hits {
    /// For [`SearchKind::List`].
    Lines(Vec<MessageHit>),
    /// For [`SearchKind::Conversation`].
    Places(Vec<MessageId>),
}

/// A message as the list shows that it was found.
#[derive(Clone, PartialEq, Eq)]
pub struct MessageHit {
    /// Which.
    pub id: MessageId,
    /// Where.
    pub conversation: ConversationId,
    /// Whether it is ours.
    pub outgoing: bool,
    /// When it was sent.
    pub at: Timestamp,
    /// The part of its text around the first of the words, on one line.
    pub line: String,
    /// Where the words stand in it, in bytes, in order.
    pub marks: Vec<Range<usize>>,
}

impl std::fmt::Debug for MessageHit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MessageHit")
            .field("id", &self.id)
            .field("outgoing", &self.outgoing)
            .finish_non_exhaustive()
    }
}
