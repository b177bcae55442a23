//! What a person did, as screens tell it. A screen changes nothing itself.

use pulse_client::{AccountId, ConversationId, MessageId};

use crate::state::{
    AccountAlarm, FirstRunStep, Language, ListKind, LockTimeout, MuteLength, NotificationContent,
    Overlay, ProtectionChoice, QrPurpose, Route, Scanned, ThemeChoice, ToastId,
};

/// One thing somebody did. `state::AppState::act` is the only place that knows what follows from it.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Show another page.
    Go(Route),
    /// One page back; in a wide window from a detail to the conversation, on a phone to the list.
    Back,
    /// Lay something over the page: a picker, a sheet.
    Open(Overlay),
    /// Take the topmost overlay away.
    CloseOverlay,
    /// Show a conversation and put the cursor into its composer.
    OpenConversation(ConversationId),
    /// The next conversation in the list, or the previous one.
    StepConversation {
        /// Towards the end of the list.
        forward: bool,
    },
    /// Put the keyboard into the filter of the list.
    FocusFilter,
    /// What the list of conversations is narrowed to; empty shows all.
    Filter(String),
    /// Open what is first of what was typed there, somebody or a message, as soon as that is known.
    OpenFirst,

    /// Show more of the messages that hold it.
    MoreMessages,
    /// Show a message where it stands in its conversation.
    OpenMessage {
        /// Where.
        conversation: ConversationId,
        /// Which.
        message: MessageId,
    },
    /// Show the field in which messages of the open conversation are looked for, and put the keyboard there.
    OpenFind,
    /// Take it away.
    CloseFind,
    /// What is looked for there.
    Find(String),
    /// Show the next message that holds it.
    StepFind {
        /// Towards the beginning of the conversation, or towards its end.
        older: bool,
    },

    /// Something in the first run, see [`FirstRunAction`].
    FirstRun(FirstRunAction),
    /// Open the home that exists, with a passphrase when it needs one.
    Unlock {
        /// What was typed; empty for homes without a passphrase.
        passphrase: Hidden,
    },
    /// Try again what ended on the trouble screen.
    TryAgain,
    /// Connect now instead of waiting for the next attempt.
    Reconnect,

    /// The text in the composer changed.
    EditDraft {
        /// Where.
        conversation: ConversationId,
        /// All of it.
        text: String,
    },
    /// Send what is in the composer.
    SendDraft(ConversationId),
    /// Send a text that was written in a notification.
    Reply {
        /// Where.
        conversation: ConversationId,
        /// What.
        text: String,
    },
    /// Everything in a conversation counts as seen without opening it, said from a notification or the list.
    MarkRead(ConversationId),
    /// Mark a conversation as unread, to come back to it.
    MarkUnread(ConversationId),
    /// Put text where the cursor is in the composer.
    InsertText(String),
    /// Try a failed message again.
    RetryMessage(MessageId),
    /// Take a message away on this device; can be undone for a few seconds.
    DeleteMessage(MessageId),
    /// Rows from `first` to before `end`, counted from the oldest, are about to be seen and must be loaded.
    NeedRows {
        /// Where.
        conversation: ConversationId,
        /// The first position.
        first: usize,
        /// One after the last position.
        end: usize,
    },
    /// Everything up to this message was on the screen of a focused window.
    Seen {
        /// Where.
        conversation: ConversationId,
        /// The newest one.
        through: MessageId,
    },

    /// Add somebody by their link.
    AddContact {
        /// `pulse://…`, as typed or read from a QR code.
        link: String,
        /// What to call them; empty: their own name.
        name: String,
    },
    /// Let a stranger in.
    Accept(AccountId),
    /// Hear nothing of them any more; can be undone.
    Block(AccountId),
    /// Hear of them again.
    Unblock(AccountId),
    /// Call them by another name; empty goes back to theirs.
    Rename {
        /// Who.
        account: AccountId,
        /// The name.
        name: String,
    },
    /// The safety numbers were compared, or that is taken back.
    ConfirmSafetyNumber {
        /// With whom.
        account: AccountId,
        /// Whether they match.
        confirmed: bool,
    },
    /// Go on although their devices changed.
    AcceptIdentityChange(AccountId),
    /// Take a conversation away on this device; can be undone for a few seconds.
    DeleteConversation(ConversationId),

    /// Choose an image with a QR code through the system's file dialog.
    PickQrImage(QrPurpose),
    /// Read a QR code from the image in the clipboard.
    PasteQrImage(QrPurpose),
    /// A file was dropped on the window.
    DropFile {
        /// What it is for.
        purpose: QrPurpose,
        /// Where it is.
        path: std::path::PathBuf,
    },
    /// What a QR code held, or why there is none.
    Scanned(Scanned),
    /// The page took what was read from a QR code.
    ScanTaken,
    /// Put text into the clipboard and say so.
    Copy(String),
    /// Open a link: `https:` in the browser after it was shown, `pulse:` here.
    OpenLink(String),
    /// A link came from another program: only one of Pulse is looked at.
    LinkFromOutside(String),
    /// The contact link that came from outside is not wanted.
    DismissPendingLink,

    /// A setting.
    Settings(SettingsChange),
    /// Change the own name that contacts see.
    SetName(String),
    /// Show the phrase once more (only before it was confirmed).
    RevealPhrase {
        /// That of the app lock, where there is one.
        passphrase: Option<Hidden>,
    },
    /// The phrase was shown and is to be asked back.
    ConfirmPhrase,
    /// Cover the window until the passphrase is typed.
    Lock,
    /// The passphrase for the app lock, typed on the lock screen.
    UnlockApp {
        /// What was typed.
        passphrase: Hidden,
    },

    /// The session was locked or goes to sleep: the app lock follows.
    ScreenLocked,
    /// Take back what a toast tells of.
    Undo(ToastId),
    /// Take a toast away; what it tells of stays done.
    DismissToast(ToastId),
    /// Show the window and give it the keyboard: the tray, a notification or a second start asks for it.
    ShowWindow,
    /// The window goes away, Pulse stays in the tray when there is one.
    HideWindow,
    /// End Pulse.
    Quit,
    /// What happened to the account was read.
    AnswerAlarm(AccountAlarm),
    /// Forget a contact and the conversation with them; can be undone for a few seconds.
    RemoveContact(AccountId),
    /// Nothing on this computer opens a link: it can be copied.
    LinkNotOpened(String),
    /// An emoji was taken by its name in the composer: it is offered first the next time.
    EmojiUsed(String),
    /// Announce nothing of a conversation for a while.
    Mute {
        /// Which one.
        conversation: ConversationId,
        /// How long.
        lasts: MuteLength,
    },
    /// Announce it again.
    Unmute(ConversationId),
    /// Somebody is at a toast: none goes for a moment.
    HoldToasts,
    /// Put a QR code of this into the clipboard, as a picture, and say so.
    CopyQr(String),
    /// Write a QR code of this to where the person chooses, as a picture.
    SaveQr(String),
    /// It was written; or why not, as a key of the texts.
    QrSaved(Result<(), &'static str>),
    /// A file or a picture was given to a conversation, which takes text alone.
    CannotAttach,
}

/// What was typed where others must not read: prints nothing, is erased when dropped.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Hidden(pub zeroize::Zeroizing<String>);

impl Hidden {
    /// Hides a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(zeroize::Zeroizing::new(text.into()))
    }
}

impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hidden")
    }
}

/// What happens in the first run.
#[derive(Clone, Debug, PartialEq)]
pub enum FirstRunAction {
    /// Show another step.
    Step(FirstRunStep),
    /// The server's link was typed, pasted or read.
    ServerLink(String),
    /// An invite was typed; empty for none.
    Invite(String),
    /// The name that contacts will see.
    Name(String),
    /// How the home is protected.
    Protect(ProtectionChoice),
    /// The passphrase, and the same again.
    Passphrase {
        /// Once.
        first: Hidden,
        /// And again.
        second: Hidden,
    },
    /// Make the account now.
    Create,
    /// Stop making it and go back to the link.
    Cancel,
    /// A word that was asked back was typed.
    PhraseWord {
        /// Which of the asked positions, from 0.
        slot: usize,
        /// What was typed.
        word: Hidden,
    },
    /// Check the words that were asked back.
    CheckPhrase,
    /// Write the phrase down later; a banner reminds.
    PhraseLater,
}

/// A change of one setting.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingsChange {
    /// Light, dark, or as the system.
    Theme(ThemeChoice),
    /// How large everything is, 0.75 to 2.5.
    Scale(f32),
    /// The language, or the system's.
    Language(Language),
    /// Whether to notify.
    Notifications(bool),
    /// What a notification shows.
    NotificationContent(NotificationContent),
    /// Whether others learn that their messages were read (and we of ours).
    ReadReceipts(bool),
    /// Whether others see that we write (and we that they do).
    Typing(bool),
    /// Whether Enter sends, or makes a new line and Ctrl+Enter sends.
    EnterSends(bool),
    /// Less movement.
    ReducedMotion(bool),
    /// Stay in the tray when the window is closed.
    CloseToTray(bool),
    /// Start with the session.
    Autostart(bool),
    /// When the window locks itself.
    LockTimeout(LockTimeout),
    /// How wide the list is, in points; said when its edge is let go.
    ListWidth {
        /// In which kind of window.
        kind: ListKind,
        /// How wide.
        width: f32,
    },
    /// The passphrase of the app lock, or of the home when that is the lock's too.
    AppLock {
        /// The one that is set now, if one is.
        present: Option<Hidden>,
        /// The one to come; `None` removes it.
        new: Option<Hidden>,
    },
}

/// What a frame collects.
#[derive(Debug, Default)]
pub struct Actions(Vec<Action>);

impl Actions {
    /// Adds one.
    pub fn push(&mut self, action: Action) {
        self.0.push(action);
    }

    /// Takes all, in the order in which they were added.
    pub fn take(&mut self) -> Vec<Action> {
        std::mem::take(&mut self.0)
    }

    /// Whether nobody did anything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
