//! What the engine tells whoever listens: that something changed, and how commands ended.

use std::fmt;

use pulse_crypto::keys::{AccountId, DeviceId};
use pulse_protocol::Lane;
use serde::{Deserialize, Serialize};

use crate::{
    CommandError, CommandId, ConversationId, MessageId, MessageRow, MessageStatus, Privacy,
    RefusalInfo, SecretText, StoreError, WorkPurpose,
};

/// Something changed. Told only after the turn that changed it was committed.
#[derive(Clone, Serialize, Deserialize)]
pub enum Event {
    /// A command ended; exactly one for each.
    CommandDone {
        /// The caller's id of it.
        id: CommandId,
        /// How it ended.
        result: Result<CommandOutput, CommandError>,
    },
    /// A new row in a conversation, ours or theirs.
    MessageAdded {
        /// The whole row.
        row: MessageRow,
    },
    /// A row's status moved.
    MessageChanged {
        /// Which one.
        id: MessageId,
        /// Where it is.
        conversation: ConversationId,
        /// Its status now.
        status: MessageStatus,
    },
    /// A row was taken away on this device.
    MessageRemoved {
        /// Which one.
        id: MessageId,
        /// Where it was.
        conversation: ConversationId,
    },
    /// A conversation was taken away on this device, with all its rows.
    ConversationRemoved {
        /// Which one.
        conversation: ConversationId,
    },
    /// What is written and not sent yet changed.
    DraftChanged {
        /// Where.
        conversation: ConversationId,
    },
    /// What contacts are told about us changed.
    PrivacyChanged {
        /// The choice now.
        privacy: Privacy,
    },
    /// A conversation's summary (last message, unread count) changed.
    ConversationChanged {
        /// Which one.
        conversation: ConversationId,
    },
    /// A contact changed.
    ContactChanged {
        /// Who.
        account: AccountId,
        /// How.
        change: ContactChange,
    },
    /// Somebody began or ceased to write.
    Typing {
        /// Where.
        conversation: ConversationId,
        /// Who.
        account: AccountId,
        /// Whether they are writing.
        active: bool,
    },
    /// A connection's state moved.
    Connection {
        /// Which lane.
        lane: Lane,
        /// Its state now.
        state: ConnectionState,
    },
    /// What waited in the mailbox is processed and committed.
    CaughtUp,
    /// Nothing waits to be sent.
    QueueDrained,
    /// The server does not take now what waits for somebody. It is sent again by itself.
    PutOff {
        /// Where it waits.
        conversation: ConversationId,
        /// What the server said.
        refusal: RefusalInfo,
    },
    /// The server lists a device of ours that this one does not know: somebody may have our phrase.
    OwnDeviceUnknown {
        /// Its id.
        device: DeviceId,
    },
    /// The server or a contact knows another list of our devices than this one: somebody may have our phrase.
    OwnDevicesForked,
    /// The server shows the list of our devices that this one knows, or one that follows it, after it had shown another: what was held
    /// may leave.
    OwnDevicesAgree,
    /// This device is no longer one of the account's: a list of its devices that its own keys have signed does not name it. Told once
    /// while the program runs, whether the server showed the list or somebody else.
    OwnDeviceRemoved,
    /// The store failed: what arrives stays on the server until that is mended. Told by the driver, once for each problem.
    StoreProblem {
        /// What is wrong.
        problem: StoreError,
    },
    /// Something else that a person should know of.
    Notice(Notice),
    /// Work goes on. Told by the driver, not by the engine.
    Working {
        /// What for.
        purpose: WorkPurpose,
        /// How much of the expected work is done, 0 to 1, when that can be said.
        fraction: Option<f32>,
        /// How many tries so far.
        attempts: u64,
    },
    /// The listener was too slow and missed events: read everything again. Told by the driver.
    Resync,
    /// Something is announced of a conversation again, or no longer.
    MuteChanged {
        /// Which one.
        conversation: ConversationId,
    },
    /// A conversation was marked as unread by hand, or is no longer.
    UnreadMarkChanged {
        /// Which one.
        conversation: ConversationId,
    },
}

/// What a command brought.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum CommandOutput {
    /// Nothing but success.
    None,
    /// The account that was made.
    Registered {
        /// Its id.
        account: AccountId,
    },
    /// The contact that was added (or had been before).
    ContactAdded {
        /// Who.
        account: AccountId,
    },
    /// The row of the message.
    Message {
        /// Its id.
        id: MessageId,
    },
    /// The 24 words, separated by spaces.
    Phrase(SecretText),
}

/// What changed about a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContactChange {
    /// We added them.
    Added,
    /// A stranger asks to be let in.
    Requested,
    /// They are a contact now: we accepted them, or they answered us.
    Accepted,
    /// We blocked them.
    Blocked,
    /// The block was taken back: they are what they were before it.
    Unblocked,
    /// They are no contact any more.
    Removed,
    /// Their name, or ours for them, changed.
    Renamed,
    /// Their devices changed.
    DevicesChanged,
    /// Their account was recovered from its phrase. `verified` is gone.
    Recovered,
    /// Two versions of their device list exist. Sending stops until the person decides.
    Forked,
    /// The safety number was confirmed, or that was taken back.
    Verified,
    /// The person accepted the change and sending goes on.
    IdentityAccepted,
}

/// How a lane is doing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ConnectionState {
    /// The driver is trying.
    Connecting,
    /// The server knows us and frames flow.
    Connected,
    /// The server does not want us.
    Refused(RefusalInfo),
    /// A newer connection of this very device took over.
    Replaced,
    /// Nothing is connected.
    Offline,
}

/// What a person should know of and need not answer. Its `Display` is a sentence for a terminal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Notice {
    /// The server had forgotten the account, which is registered there again.
    RegisteredAgain,
    /// A device that is written to for the first time has keys older than they should be.
    OldPrekeys,
    /// Two messages of a contact were sealed with one key: one of their devices exists twice.
    ContactCloned {
        /// Who.
        account: AccountId,
    },
    /// The same of another device of ours.
    OwnDeviceCloned,
    /// A message that ended the program again and again was put aside. Told by the driver.
    PutAside,
    /// The program that worked for us has ended, and the home does not open yet. Told by the client.
    NoWayBack {
        /// Why not.
        why: String,
    },
}

impl std::fmt::Display for Notice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Notice::RegisteredAgain => {
                "The server did not know your account any more. It is registered there again."
            }
            Notice::OldPrekeys => {
                "A device that you write to for the first time has not renewed its keys for more than a month. It was away \
                 that long, or the server keeps its newer keys from you."
            }
            Notice::ContactCloned { .. } => {
                "A message was sealed with a key that was used before: a device of this contact was put back from a backup, \
                 or somebody has a copy of it."
            }
            Notice::OwnDeviceCloned => {
                "A message was sealed with a key that was used before: another device of yours was put back from a backup, \
                 or somebody has a copy of it."
            }
            Notice::PutAside => {
                "A message that ended Pulse again and again was put aside unread."
            }
            Notice::NoWayBack { why } => return write!(f, "No way back into this home yet: {why}"),
        })
    }
}

impl Event {
    /// The event's name, which is all a log may say about it.
    pub fn name(&self) -> &'static str {
        match self {
            Event::CommandDone { .. } => "CommandDone",
            Event::MessageAdded { .. } => "MessageAdded",
            Event::MessageChanged { .. } => "MessageChanged",
            Event::MessageRemoved { .. } => "MessageRemoved",
            Event::ConversationRemoved { .. } => "ConversationRemoved",
            Event::DraftChanged { .. } => "DraftChanged",
            Event::PrivacyChanged { .. } => "PrivacyChanged",
            Event::ConversationChanged { .. } => "ConversationChanged",
            Event::ContactChanged { .. } => "ContactChanged",
            Event::Typing { .. } => "Typing",
            Event::Connection { .. } => "Connection",
            Event::CaughtUp => "CaughtUp",
            Event::QueueDrained => "QueueDrained",
            Event::PutOff { .. } => "PutOff",
            Event::OwnDeviceUnknown { .. } => "OwnDeviceUnknown",
            Event::OwnDevicesForked => "OwnDevicesForked",
            Event::OwnDevicesAgree => "OwnDevicesAgree",
            Event::OwnDeviceRemoved => "OwnDeviceRemoved",
            Event::StoreProblem { .. } => "StoreProblem",
            Event::Notice(_) => "Notice",
            Event::Working { .. } => "Working",
            Event::Resync => "Resync",
            Event::MuteChanged { .. } => "MuteChanged",
            Event::UnreadMarkChanged { .. } => "UnreadMarkChanged",
        }
    }
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Event::CommandDone { result, .. } => write!(f, "CommandDone({result:?})"),
            Event::ContactChanged { change, .. } => write!(f, "ContactChanged({change:?})"),
            Event::MessageChanged { status, .. } => write!(f, "MessageChanged({status:?})"),
            Event::Connection { lane, state } => write!(f, "Connection({lane:?}, {state:?})"),
            other => f.write_str(other.name()),
        }
    }
}

impl fmt::Debug for CommandOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            CommandOutput::None => "None",
            CommandOutput::Registered { .. } => "Registered",
            CommandOutput::ContactAdded { .. } => "ContactAdded",
            CommandOutput::Message { .. } => "Message",
            CommandOutput::Phrase(_) => "Phrase",
        })
    }
}
