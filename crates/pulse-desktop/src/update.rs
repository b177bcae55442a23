//! What the client's thread tells the window. Bursts are told together: at most a few updates for each screen refresh.

use std::collections::{BTreeMap, BTreeSet};

use pulse_client::transport::ConnectError;
use pulse_client::{
    AccountId, AccountSummary, ClientError, ContactRow, ContactState, ConversationId, HeldReason,
    IdentityState, MessageId, MessageRow, MessageStatus, Mute, Notice, RowKind, SecretText,
    ServerLink, StoreError, Timestamp, WorkPurpose,
};

use crate::found::{Found, SearchKind};
use crate::state::AccountAlarm;

/// Something changed, or a request was answered.
#[derive(Clone, Debug)]
pub enum Update {
    /// There is no home yet: the first run begins.
    NoHome,
    /// This system has no keychain: what protects a new home is a passphrase. Told some time after `NoHome`.
    NoKeychain,
    /// The home is kept under a passphrase; `wrong` when one was given and was not right.
    NeedsPassphrase {
        /// Whether one was tried.
        wrong: bool,
    },
    /// The home cannot be opened.
    OpenFailed(OpenTrouble),
    /// The home is open. `account` is missing when a registration was never finished.
    Opened {
        /// The own account.
        account: Option<AccountSummary>,
        /// Whether read receipts are told.
        read_receipts: bool,
        /// Whether typing is told.
        typing: bool,
        /// Whether a passphrase for the app lock is set.
        app_lock: bool,
        /// Whether the home itself is under a passphrase.
        passphrase: bool,
    },
    /// The own account changed.
    Account(AccountSummary),
    /// All conversations, newest first.
    Conversations(Vec<ChatSummary>),
    /// All contacts, by name.
    Contacts(Vec<ContactRow>),
    /// A conversation that was to be deleted is still there: something came that the window had not been told of.
    ConversationKept(ConversationId),
    /// A conversation was opened: its size and the place of its first unread row, then `Rows` follow.
    ConversationOpened {
        /// Which.
        conversation: ConversationId,
        /// How many rows it has.
        total: usize,
        /// The position of the first row that was not seen.
        first_unread: Option<usize>,
        /// What was written and not sent.
        draft: String,
    },
    /// Rows of a conversation.
    Rows {
        /// Which.
        conversation: ConversationId,
        /// The position of the first of them, counted from the oldest.
        first: usize,
        /// They, oldest first.
        rows: Vec<MessageRow>,
        /// How many rows the conversation has now.
        total: usize,
    },
    /// A new row. Rows at and after `position` moved one place.
    RowAdded {
        /// It.
        row: MessageRow,
        /// Its position.
        position: usize,
        /// How many rows there are now.
        total: usize,
    },
    /// A row's status moved.
    RowStatus {
        /// Where.
        conversation: ConversationId,
        /// Which.
        id: MessageId,
        /// To what.
        status: MessageStatus,
    },
    /// Positions in this conversation are no longer what they were: ask for rows again.
    RowsMoved {
        /// Which.
        conversation: ConversationId,
        /// How many rows it has now.
        total: usize,
        /// Where the first unread one stands now.
        first_unread: Option<usize>,
    },
    /// What holds the messages that wait in the open conversation, when that is not the server.
    Held {
        /// Which.
        conversation: ConversationId,
        /// Why they wait.
        reason: Option<HeldReason>,
    },
    /// Messages arrived that may be worth a notification; never told for what was shown before a restart.
    Arrived(Vec<MessageRow>),
    /// Somebody began or ceased to write.
    Typing {
        /// Where.
        conversation: ConversationId,
        /// Whether.
        active: bool,
    },
    /// How the connection is.
    Connection(ConnectionHealth),
    /// What waited on the server has arrived.
    CaughtUp,
    /// Work goes on, for instance a proof of work.
    Working {
        /// What for.
        purpose: WorkPurpose,
        /// 0 to 1, when that can be said.
        fraction: Option<f32>,
    },
    /// A server was tried before there is an account on it.
    ServerTried {
        /// Which.
        server: ServerLink,
        /// Why no connection came about, if none did.
        error: Option<ConnectError>,
    },
    /// The account was made.
    Registered(AccountSummary),
    /// A contact was added.
    ContactAdded(AccountId),
    /// The 24 words.
    Phrase(SecretText),
    /// The phrase was proven and is no longer on this device.
    PhraseConfirmed,
    /// Something was not done.
    Failed {
        /// What.
        wish: Wish,
        /// Why.
        error: ClientError,
    },
    /// The passphrase was set, changed or removed.
    AppLockChanged {
        /// Whether the app lock has one of its own now.
        set: bool,
    },
    /// The passphrase stays: what was given as the present one is not.
    AppLockKept,
    /// The app lock's passphrase was checked.
    AppUnlocked {
        /// Whether it was right.
        right: bool,
    },
    /// How large the store is.
    Storage {
        /// In bytes.
        bytes: u64,
        /// How many messages it holds.
        messages: u64,
    },
    /// Something happened to the own devices that somebody else may have done.
    Alarm(AccountAlarm),
    /// Something else to know of.
    Notice(Notice),
    /// The clocks of this computer and of the server differ so much that times of messages look wrong. Told once.
    ClockIsOff {
        /// The server's clock minus ours, in milliseconds.
        skew_ms: i64,
    },
    /// The store fails: what arrives stays on the server until that is mended.
    StoreProblem(StoreError),
    /// The client is closed; the process may end.
    Closed,
    /// All conversations of which nothing is announced.
    Mutes(BTreeMap<ConversationId, Mute>),
    /// All conversations that were marked as unread by hand.
    UnreadMarks(BTreeSet<ConversationId>),
    /// A search found a page of messages, or came to its end.
    Found {
        /// Which of the two.
        kind: SearchKind,
        /// Its number.
        number: u64,
        /// What it found.
        found: Result<Found, StoreError>,
    },
    /// Where a message stands. The rows around it were told before.
    Located {
        /// Where.
        conversation: ConversationId,
        /// Which.
        message: MessageId,
        /// How many rows it has before it.
        position: usize,
    },
}

/// What failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Making the account.
    Create,
    /// Sending.
    Send {
        /// Where; the text comes back into the composer.
        conversation: ConversationId,
        /// What.
        text: String,
    },
    /// Adding a contact.
    AddContact,
    /// Proving the phrase.
    ConfirmPhrase,
    /// Checking or changing the passphrase of the app lock.
    AppLock,
    /// Anything else.
    Other,
}

/// Why a home cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenTrouble {
    /// No keychain, or it does not let us in.
    Keychain {
        /// What is missing and what to do.
        hint: String,
    },
    /// The key is in a file of its own, which was not given at the start.
    KeyElsewhere,
    /// Another process took the home over and ended, and no way back was found.
    Lost,
    /// Not the key of this home.
    WrongKey,
    /// Made by a newer Pulse.
    Newer {
        /// Its version.
        found: u32,
        /// The newest we know.
        known: u32,
    },
    /// Damaged.
    Damaged {
        /// Which part.
        what: String,
    },
    /// No space.
    DiskFull,
    /// Not ours to read or write.
    Permission {
        /// What is wrong.
        what: String,
    },
    /// Another program holds it and does not answer.
    InUse {
        /// Which.
        what: String,
    },
    /// The file system failed.
    Io {
        /// How.
        what: String,
    },
}

/// One line of the list of conversations, with all it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatSummary {
    /// Which conversation.
    pub id: ConversationId,
    /// Who it is with.
    pub account: AccountId,
    /// Their name as shown.
    pub name: String,
    /// Where we stand with them.
    pub state: ContactState,
    /// Whether the safety number was compared, or their id came with their link.
    pub verified: bool,
    /// Whether the safety number was compared: only then is it shown as verified.
    pub compared: bool,
    /// What happened to their devices.
    pub identity: IdentityState,
    /// The newest row.
    pub last: Option<LastMessage>,
    /// What a stranger wrote, while they wait for an answer.
    pub asked: Option<Asked>,
    /// When something last happened.
    pub last_at: Timestamp,
    /// How many of theirs were not seen.
    pub unread: u32,
    /// What was written and not sent.
    pub draft: Option<String>,
}

impl ChatSummary {
    /// How far the conversation is known with this line.
    pub fn known(&self) -> Known {
        Known {
            last: self.last.as_ref().map(|last| last.id),
            last_at: self.last_at,
            unread: self.unread,
        }
    }

    /// Whether somebody wrote since the conversation was known so far. Reading it and taking rows away does not count.
    pub fn is_written_since(&self, known: Known) -> bool {
        let another = self
            .last
            .as_ref()
            .filter(|last| Some(last.id) != known.last);
        let is_theirs = another.is_some_and(|last| !last.outgoing);
        self.unread > known.unread || (is_theirs && self.last_at >= known.last_at)
    }
}

/// How far somebody knew a conversation when they deleted it. The default knows nothing of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Its newest row.
    pub last: Option<MessageId>,
    /// When that was.
    pub last_at: Timestamp,
    /// How many were not seen.
    pub unread: u32,
}

/// What a stranger wrote.
#[derive(Clone, PartialEq, Eq)]
pub struct Asked {
    /// The beginning of the first message, on one line.
    pub first: String,
    /// How many messages there are.
    pub count: usize,
}

impl std::fmt::Debug for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Asked")
            .field("count", &self.count)
            .finish_non_exhaustive()
    }
}

/// The newest row of a conversation, as far as a list shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct LastMessage {
    /// Which row.
    pub id: MessageId,
    /// What kind of line.
    pub kind: RowKind,
    /// The beginning of its text, on one line.
    pub preview: String,
    /// How far it got.
    pub status: MessageStatus,
    /// Whether it is ours.
    pub outgoing: bool,
}

impl std::fmt::Debug for LastMessage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LastMessage")
            .field("id", &self.id)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// How the connection is, both lanes taken together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ConnectionHealth {
    /// Nothing was tried yet.
    #[default]
    Offline,
    /// Trying.
    Connecting,
    /// Connected; what waited is being fetched.
    Updating,
    /// Connected and up to date.
    Connected,
    /// The same, and the server cannot store what is sent: its disk is full.
    ServerFull,
    /// Not connected; the next try comes by itself.
    Waiting {
        /// Why.
        reason: Outage,
        /// When that is.
        retry_at: Option<Timestamp>,
        /// Whether it is tried at this moment.
        is_trying: bool,
    },
    /// The server does not want us.
    Refused {
        /// Its sentence.
        text: String,
    },
    /// The server says that this device was removed from its account. Proven it is by [`AccountAlarm::DeviceRemoved`] alone.
    Removed,
    /// The server has another key than its link says.
    WrongServerKey,
    /// Another program with this very device took over.
    Replaced,
}

/// Why there is no connection for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outage {
    /// None came about, or it was lost.
    Lost(ConnectError),
    /// The server stops, perhaps to start again.
    ServerStops,
    /// The server has a problem, or more to do than it can.
    ServerBusy,
}
