//! What the state asks the world to do after an action or an update.

use pulse_client::ConversationId;

use crate::request::Request;
use crate::state::{QrPurpose, Settings};

/// One thing to do outside. The app does them in order and tells results back as actions or updates.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Ask the client.
    Ask(Request),
    /// Put text into the clipboard.
    CopyText(String),
    /// Open a web link with the system.
    OpenUrl(String),
    /// Show the system's file dialog for an image with a QR code.
    PickQrImage(QrPurpose),
    /// Read the clipboard's image for a QR code.
    ReadClipboardImage(QrPurpose),
    /// Read a file for a QR code.
    ReadQrFile {
        /// What it is for.
        purpose: QrPurpose,
        /// Where it is.
        path: std::path::PathBuf,
    },
    /// Show a notification, instead of an earlier one of the same conversation.
    Notify {
        /// Which conversation.
        conversation: ConversationId,
        /// What may be shown of it.
        content: NotificationText,
    },
    /// Take the conversation's notification away: it was read.
    Unnotify(ConversationId),
    /// Show this number on the tray icon and in the title.
    Unread(u32),
    /// Keep the settings.
    SaveSettings(Settings),
    /// Start with the session, or not.
    Autostart(bool),
    /// Put the keyboard into the composer.
    FocusComposer,
    /// Put the keyboard into the filter of the list.
    FocusFilter,
    /// Put the keyboard into the field in which messages of the open conversation are looked for.
    FocusFind,
    /// Insert this where the cursor is in the composer.
    InsertText {
        /// Whose composer.
        conversation: ConversationId,
        /// What.
        text: String,
    },
    /// Show the window and give it the keyboard.
    ShowWindow,
    /// Hide the window.
    HideWindow,
    /// End the process once the client is closed.
    Quit,
    /// Put a QR code of this into the clipboard, as a picture.
    CopyQr(String),
    /// Let the person choose where a QR code of this is written, as a picture.
    SaveQr(String),
}

/// What a notification may show. The words around it are in the texts, keys `notification-…`.
#[derive(Clone, PartialEq, Eq)]
pub struct NotificationText {
    /// Who wrote, when that may be seen.
    pub name: Option<String>,
    /// The beginning of what they wrote, when that may be seen.
    pub text: Option<String>,
    /// Whether a stranger asks to be let in.
    pub is_request: bool,
    /// How many messages of this conversation were not seen.
    pub unread: u32,
}

impl std::fmt::Debug for NotificationText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NotificationText")
            .field("has_name", &self.name.is_some())
            .field("has_text", &self.text.is_some())
            .field("is_request", &self.is_request)
            .field("unread", &self.unread)
            .finish()
    }
}
