//! What lies over a page.

use pulse_client::{ConversationId, MessageId};

/// One at a time; Escape takes it away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// Ctrl+K: type a name, Enter opens.
    QuickSwitcher,
    /// All keyboard shortcuts.
    Shortcuts,
    /// Emoji for the composer.
    EmojiPicker,
    /// Who, when, how far, with which protection.
    MessageDetails(MessageId),
    /// A web link that differs from its text or looks odd, before it is opened.
    LinkWarning {
        /// Where it leads.
        link: String,
        /// Whether the message shows other words in its place.
        is_hidden: bool,
    },
    /// How long a conversation is to be muted.
    Mute(ConversationId),
}
