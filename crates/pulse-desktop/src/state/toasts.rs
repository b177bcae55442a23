//! Short messages at the edge of the window; some can be undone while they are there.

use pulse_client::{AccountId, ConversationId, MessageId, Timestamp};

/// Which toast.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ToastId(pub u64);

/// What a toast tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToastKind {
    /// Something is in the clipboard.
    Copied,
    /// A sentence: a key of the texts and what belongs into it.
    Info {
        /// The key.
        key: String,
        /// Names and values.
        values: Vec<(String, String)>,
    },
    /// Something was not done: a key of the texts and what belongs into it.
    Problem {
        /// The key.
        key: String,
        /// Names and values.
        values: Vec<(String, String)>,
    },
    /// A message goes away when the toast does.
    MessageDeleted(MessageId),
    /// A conversation goes away when the toast does.
    ConversationDeleted(ConversationId),
    /// Somebody was blocked.
    Blocked(AccountId),
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// Which.
    pub id: ToastId,
    /// What it tells.
    pub kind: ToastKind,
    /// When it goes by itself.
    pub until: Timestamp,
}

/// Those that are shown, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Toasts {
    /// They.
    pub shown: Vec<Toast>,
    /// The id of the next.
    pub next: u64,
}
