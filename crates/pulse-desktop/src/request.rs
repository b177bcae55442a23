//! What the window asks of the client's thread. Every answer is an [`crate::Update`].

use pulse_client::{
    AccountId, ContactLink, ConversationId, MessageId, Mute, Search, SecretText, ServerLink,
};

use crate::action::Hidden;
use crate::found::SearchKind;
use crate::update::Known;

/// A wish to the client. None of them blocks whoever sends it.
#[derive(Clone, Debug)]
pub enum Request {
    /// Open the home with what it is protected with; answers `Opened`, `NeedsPassphrase`, `NoHome` or `OpenFailed`.
    Open(Protection),
    /// Make a home and an account; answers with progress, then `Registered` or `Failed(Wish::Create)`.
    Create {
        /// How the new home is protected.
        protection: Protection,
        /// Where the account lives.
        server: ServerLink,
        /// The name that contacts see.
        name: String,
        /// The invite, when the server asks for one.
        invite: Option<String>,
    },
    /// Look whether this server answers and is the one of its link, without saying anything to it; answers `ServerTried`.
    TryServer(ServerLink),
    /// Give up the registration that is going on.
    CancelCreate,
    /// Send a text.
    Send {
        /// Where.
        conversation: ConversationId,
        /// What.
        text: String,
    },
    /// Try a failed message again.
    Retry(MessageId),
    /// Take a message away on this device.
    DeleteMessage(MessageId),
    /// Take a conversation away on this device; answers `ConversationKept` when there is more in it than was known.
    DeleteConversation {
        /// Which.
        conversation: ConversationId,
        /// What was in it for whoever deleted it.
        known: Known,
    },
    /// Read these rows; answers `Rows`.
    Rows {
        /// Where.
        conversation: ConversationId,
        /// The first position, counted from the oldest.
        first: usize,
        /// How many at most.
        limit: usize,
    },
    /// A conversation is shown: read its end and its first unread row; answers `ConversationOpened`.
    OpenConversation(ConversationId),
    /// Everything up to this was seen.
    MarkRead {
        /// Where.
        conversation: ConversationId,
        /// The newest one.
        through: MessageId,
    },
    /// We began or ceased to write.
    SetTyping {
        /// Where.
        conversation: ConversationId,
        /// Whether we write.
        active: bool,
    },
    /// Keep an unsent text.
    SetDraft {
        /// Where.
        conversation: ConversationId,
        /// All of it; empty removes it.
        text: String,
    },
    /// Add a contact.
    AddContact {
        /// Whose.
        link: ContactLink,
        /// What to call them.
        name: Option<String>,
    },
    /// Let a stranger in.
    Accept(AccountId),
    /// Hear nothing of them.
    Block(AccountId),
    /// Hear of them again.
    Unblock(AccountId),
    /// Forget them and the conversation with them; should they write again, they are a stranger who asks.
    RemoveContact {
        /// Whom.
        account: AccountId,
        /// What was in the conversation with them for whoever removed them; with more they stay, as there.
        known: Known,
    },
    /// Call them by another name.
    Rename {
        /// Who.
        account: AccountId,
        /// The name; empty goes back to theirs.
        name: String,
    },
    /// The safety numbers match, or that is taken back.
    ConfirmSafetyNumber {
        /// With whom.
        account: AccountId,
        /// Whether.
        confirmed: bool,
    },
    /// Go on although their devices changed.
    AcceptIdentityChange(AccountId),
    /// The 24 words; answers `Phrase`.
    RevealPhrase,
    /// The words were written down and given back; answers `PhraseConfirmed`.
    ConfirmPhrase(SecretText),
    /// Change the own name.
    SetName(String),
    /// Whether receipts and typing are told.
    SetPrivacy {
        /// Read receipts.
        read_receipts: bool,
        /// Typing.
        typing: bool,
    },
    /// Set, change or (with no new one) remove the passphrase of the app lock, or change that of the home when it is the lock's
    /// too; answers `AppLockChanged` or `AppLockKept`.
    SetAppLock {
        /// The one that is set now.
        present: Option<Hidden>,
        /// The one to come.
        new: Option<Hidden>,
    },
    /// Check the app lock's passphrase; answers `AppUnlocked`.
    CheckAppLock(Hidden),
    /// Connect now instead of waiting for the next attempt; answers `Connection` when something changes.
    Reconnect,
    /// How large the store is; answers `Storage`.
    Storage,
    /// Finish what is begun and close the home; answers `Closed`.
    Shutdown,
    /// Announce nothing of a conversation, or with `None` again what comes; answers `Mutes`.
    SetMute {
        /// Which one.
        conversation: ConversationId,
        /// How long.
        mute: Option<Mute>,
    },
    /// Mark a conversation as unread, to come back to it, or take the mark away; answers `UnreadMarks`.
    SetUnreadMark {
        /// Which one.
        conversation: ConversationId,
        /// Whether it is to have the mark.
        marked: bool,
    },
    /// Look for messages, or go on with that; answers `Found`, unless another one of its kind is asked for before.
    Search {
        /// Which of the two.
        kind: SearchKind,
        /// Tells its answer from those of others; larger than those of before.
        number: u64,
        /// What is looked for, and how far that is.
        search: Search,
    },
    /// What is looked for is not wanted any more.
    EndSearch(SearchKind),
    /// Where a message of the open conversation stands; answers `Rows` and `Located` when it is there.
    Locate {
        /// Where.
        conversation: ConversationId,
        /// Which.
        message: MessageId,
    },
}

/// What a home is opened with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Protection {
    /// Whatever this home was made with; a passphrase is asked for when it needs one.
    AsMade,
    /// The system's keychain.
    Keychain,
    /// A passphrase.
    Passphrase(Hidden),
    /// A file with the key, given when Pulse was started.
    KeyFile(std::path::PathBuf),
    /// A file with the passphrase, given when Pulse was started.
    PassphraseFile(std::path::PathBuf),
}
