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
        /// The first line.
        title: String,
        /// What is shown below.
        body: String,
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
    /// Insert this where the cursor is in the composer.
    InsertText(String),
    /// Show the window and give it the keyboard.
    ShowWindow,
    /// Hide the window.
    HideWindow,
    /// Wake up again when this many milliseconds have passed (an undo ends, a lock falls due).
    WakeIn(u64),
    /// End the process once the client is closed.
    Quit,
}
