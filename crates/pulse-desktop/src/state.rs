//! Everything the window shows, as plain data: no egui, no clock, no files. Tests drive it without a window.

mod act;
mod alarms;
mod app_lock;
mod apply;
mod chats;
mod composing;
mod due;
mod find;
mod first_run;
mod last_shown;
mod links;
mod message_search;
mod mutes;
mod names;
mod navigation;
mod news;
mod overlay;
mod phase;
mod problems;
mod quick_switch;
mod route;
mod settings;
mod timeline;
mod toasts;

use std::collections::{BTreeMap, BTreeSet};

use pulse_client::{
    AccountId, AccountSummary, ContactRow, ContactState, ConversationId, IdentityState, MessageId,
    Timestamp,
};

pub use alarms::AccountAlarm;
pub use app_lock::{AppLock, LockChange, PhraseProof};
pub use chats::Chats;
pub use composing::Composing;
pub use find::Find;
pub(crate) use first_run::check_passphrase;
pub use first_run::{FirstRun, FirstRunStep, ProtectionChoice, Registering};
pub(crate) use links::oddities;
pub use message_search::{MessageSearch, Running};
pub use mutes::MuteLength;
pub use overlay::Overlay;
pub use phase::{Phase, QrPurpose};
pub use problems::Said;
pub(crate) use problems::{of_contact_link, refused_message_key};
pub use route::{Route, SettingsPage};
pub use settings::{
    ForThisStart, Language, ListKind, ListWidths, LockTimeout, NotificationContent, Settings,
    ThemeChoice, WindowPlace,
};
pub(crate) use timeline::PAGE_ROWS;
#[cfg(test)]
pub(crate) use timeline::samples as timeline_samples;
pub use timeline::{Jump, Timeline};
pub use toasts::{Toast, ToastId, ToastKind, Toasts};

use crate::request::Protection;
use crate::update::ConnectionHealth;

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
    /// The messages that hold what the list is narrowed to.
    pub message_search: MessageSearch,
    /// What is looked for in the open conversation, while its field is shown.
    pub find: Option<Find>,
    /// How many searches were begun: what one finds that is not wanted any more is not taken for the next one's.
    pub searches: u64,
    /// All contacts, by name.
    pub contacts: Vec<ContactRow>,
    /// Those of them who share their name with another one, and the name of a contact among the others.
    pub namesakes: BTreeMap<AccountId, Option<String>>,
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
    /// The last error of the page that is shown (adding a contact, changing a name), as a key of the texts.
    pub page_error: Option<String>,
    /// What belongs into that error's text.
    pub page_error_values: Vec<(String, String)>,
    /// How large the store is, once asked for.
    pub storage: Option<Storage>,
    /// Conversations in the order in which they were opened, the newest first.
    pub recent: Vec<ConversationId>,
    /// What is being written, as far as others and the store have to learn of it.
    pub composing: Composing,
    /// Which words of the phrase are asked back, counted from 1. Whoever starts the program draws them.
    pub words_to_ask: Vec<usize>,
    /// The number of unread messages that was told last.
    pub unread_told: u32,
    /// Up to where the open conversation was last said to be seen.
    pub seen_told: Option<(ConversationId, MessageId)>,
    /// The server that whoever runs this computer suggests, as its link.
    pub suggested_server: Option<String>,
    /// What a home is opened and made with, when that was given at the start.
    pub given: Option<Protection>,
    /// Whether the window has the keyboard.
    pub focused: bool,
    /// Whether there is a tray to stay in when the window is closed.
    pub has_tray: bool,
    /// When this frame is drawn.
    pub now: Timestamp,
    /// What was chosen on the command line.
    pub for_this_start: ForThisStart,
    /// Alarms that are told with each connection, as far as somebody has read them since the start.
    pub alarms_answered: BTreeSet<AccountAlarm>,
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
    /// The conversation that is open.
    pub fn open_conversation(&self) -> Option<ConversationId> {
        self.timeline.as_ref().map(|timeline| timeline.conversation)
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

    /// Messages that were not seen, over all conversations that may notify: tray and title count them. A conversation that was
    /// marked by hand counts as one at least.
    pub fn unread(&self) -> u32 {
        self.chats
            .all
            .iter()
            .filter(|chat| !matches!(chat.state, ContactState::Requested | ContactState::Blocked))
            .filter(|chat| !self.chats.leaving.contains(&chat.id))
            .filter(|chat| !self.is_muted(chat.id))
            .map(|chat| chat.unread.max(self.is_marked_unread(chat.id).into()))
            .fold(0, u32::saturating_add)
    }

    /// Whether a conversation was marked as unread by hand.
    pub fn is_marked_unread(&self, conversation: ConversationId) -> bool {
        self.chats.marked.contains(&conversation)
    }

    /// Whether a message was deleted and goes away as soon as that cannot be undone any more.
    pub fn is_leaving(&self, message: MessageId) -> bool {
        self.toasts
            .shown
            .iter()
            .any(|toast| toast.kind == ToastKind::MessageDeleted(message))
    }

    /// Whether a contact was removed and goes away as soon as that cannot be undone any more.
    pub fn is_removed(&self, account: AccountId) -> bool {
        let removed = ToastKind::ContactRemoved(account);
        self.toasts.shown.iter().any(|toast| toast.kind == removed)
    }

    /// Whether people can be at the everyday pages: the home is open and not locked.
    pub fn is_usable(&self) -> bool {
        matches!(self.phase, Phase::Home) && !self.lock.locked
    }

    /// The conversation whose composer is on the page, when something can be written there.
    pub fn writes_in(&self) -> Option<ConversationId> {
        let open = self.open_conversation()?;
        let is_shown = self.route == Route::Chats && self.pending_link.is_none();
        let can_write = self.chat_or_contact(open).is_none_or(|chat| {
            matches!(chat.state, ContactState::Added | ContactState::Accepted)
                && chat.identity != IdentityState::Forked
        });
        (is_shown && can_write).then_some(open)
    }

    /// Whether an account is open, everyday or while its phrase is shown and asked back: what the lock covers and the tray keeps.
    pub fn has_account_open(&self) -> bool {
        match self.phase {
            Phase::Home => true,
            Phase::FirstRun(_) => self.account.is_some(),
            _ => false,
        }
    }

    /// Whether there is something to cover and a passphrase to cover it with.
    pub fn can_lock(&self) -> bool {
        self.has_account_open() && self.lock.available && !self.lock.locked
    }

    /// Whether the person is looking at this conversation.
    pub fn is_watching(&self, conversation: ConversationId) -> bool {
        self.is_usable()
            && self.focused
            && self.route == Route::Chats
            && self.open_conversation() == Some(conversation)
    }
}
