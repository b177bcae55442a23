//! Everything the window shows, as plain data: no egui, no clock, no files. Tests drive it without a window.

mod app_lock;
mod chats;
mod first_run;
mod overlay;
mod phase;
mod route;
mod settings;
mod timeline;
mod toasts;

use std::collections::BTreeMap;

use pulse_client::{AccountId, AccountSummary, ContactRow, ConversationId, Timestamp};

pub use app_lock::AppLock;
pub use chats::Chats;
pub use first_run::{FirstRun, FirstRunStep, ProtectionChoice, Registering};
pub use overlay::Overlay;
pub use phase::{Phase, QrPurpose};
pub use route::{Route, SettingsPage};
pub use settings::{
    Language, LockTimeout, NotificationContent, Settings, ThemeChoice, WindowPlace,
};
pub use timeline::Timeline;
pub use toasts::{Toast, ToastId, ToastKind, Toasts};

use crate::update::{ChatSummary, ConnectionHealth};

/// The whole of it. Fields are open for reading by screens; only [`AppState::act`] and [`AppState::apply`] write them.
#[derive(Clone, Debug, Default)]
pub struct AppState {
    /// What the program as a whole is doing.
    pub phase: Phase,
    /// The own account, once there is one.
    pub account: Option<AccountSummary>,
    /// How the connection is.
    pub connection: ConnectionHealth,
    /// The conversations and how they are filtered.
    pub chats: Chats,
    /// All contacts, by name.
    pub contacts: Vec<ContactRow>,
    /// The conversation that is open, if any, with the rows that are loaded.
    pub timeline: Option<Timeline>,
    /// Who is writing, by conversation.
    pub typing: BTreeMap<ConversationId, Timestamp>,
    /// The text in each composer that was touched since the start; others are in their summaries.
    pub drafts: BTreeMap<ConversationId, String>,
    /// Which page is shown.
    pub route: Route,
    /// Where `Back` leads.
    pub trail: Vec<Route>,
    /// What lies over the page.
    pub overlay: Option<Overlay>,
    /// Short messages at the edge, some with an undo.
    pub toasts: Toasts,
    /// What the person chose.
    pub settings: Settings,
    /// The app lock.
    pub lock: AppLock,
    /// The phrase while it is shown in the settings.
    pub phrase: Option<crate::action::Hidden>,
    /// What was read from a QR code, waiting for the page that asked for it.
    pub scanned: Option<Scanned>,
    /// A contact link that came from outside (`pulse://`), to be confirmed.
    pub pending_link: Option<String>,
    /// The last error of the page that is shown (adding a contact, changing a name), in the person's language key.
    pub page_error: Option<String>,
    /// How large the store is, once asked for.
    pub storage: Option<Storage>,
    /// Whether the window has the keyboard.
    pub focused: bool,
    /// When this frame is drawn.
    pub now: Timestamp,
}

/// What a QR code held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scanned {
    /// What it was read for.
    pub purpose: QrPurpose,
    /// Its text, or why there is none (a key of the texts).
    pub result: Result<String, &'static str>,
}

/// How large the store is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Storage {
    /// In bytes.
    pub bytes: u64,
    /// How many messages.
    pub messages: u64,
}

impl AppState {
    /// The summary of a conversation.
    pub fn chat(&self, id: ConversationId) -> Option<&ChatSummary> {
        self.chats.all.iter().find(|chat| chat.id == id)
    }

    /// The conversation that is open.
    pub fn open_conversation(&self) -> Option<ConversationId> {
        self.timeline.as_ref().map(|timeline| timeline.conversation)
    }

    /// The contact of an account.
    pub fn contact(&self, account: AccountId) -> Option<&ContactRow> {
        self.contacts.iter().find(|row| row.account == account)
    }

    /// What the composer of a conversation holds.
    pub fn draft(&self, id: ConversationId) -> &str {
        match self.drafts.get(&id) {
            Some(text) => text,
            None => self
                .chat(id)
                .and_then(|chat| chat.draft.as_deref())
                .unwrap_or_default(),
        }
    }

    /// Messages that were not seen, over all conversations that may notify.
    pub fn unread(&self) -> u32 {
        self.chats.all.iter().map(|chat| chat.unread).sum()
    }
}
