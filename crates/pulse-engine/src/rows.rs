//! What people look at, as typed rows: messages, contacts, conversations, the own account.
//!
//! Protocol state is opaque records; these are columns, because screens page through them and search in them.

use std::fmt;

use pulse_crypto::keys::{AccountId, DeviceId};
use pulse_protocol::Timestamp;
use pulse_protocol::link::{ContactLink, ServerLink};
use serde::{Deserialize, Serialize};

use crate::{ContentId, ConversationId, MessageId};

/// One line of a conversation.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageRow {
    /// The same on both sides.
    pub id: MessageId,
    /// Where it is shown.
    pub conversation: ConversationId,
    /// Who sent it.
    pub sender: AccountId,
    /// From which of their devices.
    pub sender_device: DeviceId,
    /// The sender's id of the content.
    pub content_id: ContentId,
    /// What kind of line.
    pub kind: RowKind,
    /// What is shown. Empty for kinds whose sentence the screen chooses.
    pub text: String,
    /// The content as it came, byte for byte, so that a later version can read more out of it.
    pub raw: Vec<u8>,
    /// The sender's claim, clamped to our receive time plus five minutes. Never changes once stored.
    pub sent_at: Timestamp,
    /// When this device stored it.
    pub received_at: Timestamp,
    /// Its place: `max(sent_at, the same sender device's previous row)` in milliseconds, ties broken by content id.
    pub sort_at: u64,
    /// How far it got.
    pub status: MessageStatus,
    /// Whether this account sent it.
    pub outgoing: bool,
}

/// What kind of line a row is. The numbers are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(u8)]
pub enum RowKind {
    /// A text.
    Text = 1,
    /// Something arrived that could not be read.
    Unreadable = 2,
    /// Something arrived that only a newer Pulse understands; `raw` keeps it.
    NeedsNewer = 3,
    /// A sentence of Pulse itself ("devices changed").
    Notice = 4,
    /// The sender used the same content id for two different contents.
    Conflict = 5,
}

impl RowKind {
    /// The stored number.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The kind of a stored number.
    pub fn from_number(number: u8) -> Option<RowKind> {
        Some(match number {
            1 => RowKind::Text,
            2 => RowKind::Unreadable,
            3 => RowKind::NeedsNewer,
            4 => RowKind::Notice,
            5 => RowKind::Conflict,
            _ => return None,
        })
    }
}

/// How far a message got.
///
/// ```text
/// ours:    Pending ──► Sent ──► Delivered ──► Read
///             └──► Failed(code) ──► Pending (RetryMessage)
/// theirs:  Received ──► Seen
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MessageStatus {
    /// Waits here.
    Pending,
    /// The server has it on disk.
    Sent,
    /// A device of theirs has it.
    Delivered,
    /// They saw it.
    Read,
    /// Given up, with the refusal's number (0: no refusal, something here).
    Failed(u32),
    /// Theirs, not seen yet.
    Received,
    /// Theirs, seen.
    Seen,
}

impl MessageStatus {
    /// Two stored numbers: the state, and the refusal's code.
    pub fn numbers(self) -> (u8, u32) {
        match self {
            MessageStatus::Pending => (1, 0),
            MessageStatus::Sent => (2, 0),
            MessageStatus::Delivered => (3, 0),
            MessageStatus::Read => (4, 0),
            MessageStatus::Failed(code) => (5, code),
            MessageStatus::Received => (6, 0),
            MessageStatus::Seen => (7, 0),
        }
    }

    /// The status of two stored numbers.
    pub fn from_numbers(state: u8, code: u32) -> Option<MessageStatus> {
        Some(match state {
            1 => MessageStatus::Pending,
            2 => MessageStatus::Sent,
            3 => MessageStatus::Delivered,
            4 => MessageStatus::Read,
            5 => MessageStatus::Failed(code),
            6 => MessageStatus::Received,
            7 => MessageStatus::Seen,
            _ => return None,
        })
    }
}

/// Somebody we know, or who wants to be known.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactRow {
    /// Who.
    pub account: AccountId,
    /// What to show: our own name for them, else theirs, else the beginning of the id.
    pub name: String,
    /// Our name for them.
    pub own_name: Option<String>,
    /// Their own name.
    pub their_name: Option<String>,
    /// Where we stand with each other.
    pub state: ContactState,
    /// Whether their link carried their id, or the safety numbers were compared.
    pub verified: bool,
    /// Whether the person compared the safety numbers. Without it a verified contact is who their link says; links travel by
    /// ways on which others can swap them.
    pub compared: bool,
    /// What happened to their devices since the person last looked.
    pub identity: IdentityState,
    /// Since when.
    pub added_at: Timestamp,
}

/// Where we stand with somebody. The numbers are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(u8)]
pub enum ContactState {
    /// We added them and have no answer yet.
    Added = 1,
    /// They wrote to us and wait.
    Requested = 2,
    /// Both sides agreed.
    Accepted = 3,
    /// We want to hear nothing.
    Blocked = 4,
}

impl ContactState {
    /// The stored number.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The state of a stored number.
    pub fn from_number(number: u8) -> Option<ContactState> {
        Some(match number {
            1 => ContactState::Added,
            2 => ContactState::Requested,
            3 => ContactState::Accepted,
            4 => ContactState::Blocked,
            _ => return None,
        })
    }
}

/// What holds messages of ours, beside a server that is out of reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldReason {
    /// They have not answered, and as many messages as may wait for an answer have left. It ends when they do.
    Unanswered,
    /// Two versions of their device list exist. It ends when the person decides.
    Forked,
    /// Two versions of our own device list exist. It ends when the server shows the one that this device knows, or one that
    /// follows it.
    OwnForked,
    /// This device was removed from the account. It ends only if a later list of the account's devices names it again.
    Removed,
}

/// What happened to a contact's devices. The numbers are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(u8)]
pub enum IdentityState {
    /// Nothing new.
    Unchanged = 1,
    /// A device came or went.
    DevicesChanged = 2,
    /// The account was recovered from its phrase.
    Recovered = 3,
    /// Two versions of the device list exist: nothing is sent until the person decides.
    Forked = 4,
}

impl IdentityState {
    /// The stored number.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The state of a stored number.
    pub fn from_number(number: u8) -> Option<IdentityState> {
        Some(match number {
            1 => IdentityState::Unchanged,
            2 => IdentityState::DevicesChanged,
            3 => IdentityState::Recovered,
            4 => IdentityState::Forked,
            _ => return None,
        })
    }
}

/// One line of the list of conversations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConversationRow {
    /// Which one.
    pub id: ConversationId,
    /// The newest message by order.
    pub last_message: Option<MessageId>,
    /// Its time; the list is sorted by it.
    pub last_at: Timestamp,
    /// Messages of others that were not seen.
    pub unread: u32,
    /// The newest message that was seen.
    pub read_through: Option<MessageId>,
}

/// What contacts are told about what we do. What is not told is not shown either: whoever hides is not shown what others do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Privacy {
    /// That we have seen their messages.
    pub read_receipts: bool,
    /// That we are writing.
    pub typing: bool,
}

impl Default for Privacy {
    /// Everything is told, as most people expect of a messenger.
    fn default() -> Self {
        Self {
            read_receipts: true,
            typing: true,
        }
    }
}

/// How long nothing is announced of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mute {
    /// Until a time, this device's.
    Until(Timestamp),
    /// Until it is taken back.
    Always,
}

impl Mute {
    /// Whether it has not ended by itself.
    pub fn holds(self, now: Timestamp) -> bool {
        match self {
            Self::Until(end) => now < end,
            Self::Always => true,
        }
    }
}

/// The account of this home.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountSummary {
    /// Its id.
    pub account: AccountId,
    /// This device's id.
    pub device: DeviceId,
    /// The name that contacts see.
    pub name: String,
    /// Where it lives.
    pub server: ServerLink,
    /// What to give to others.
    pub contact_link: ContactLink,
    /// Whether the server has confirmed the registration.
    pub registered: bool,
    /// Whether the phrase was written down and proven; the root key is gone from this device then.
    pub phrase_confirmed: bool,
}

impl fmt::Debug for MessageRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MessageRow")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("text_bytes", &self.text.len())
            .field("status", &self.status)
            .field("outgoing", &self.outgoing)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ContactRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContactRow")
            .field("state", &self.state)
            .field("verified", &self.verified)
            .field("compared", &self.compared)
            .field("identity", &self.identity)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for AccountSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountSummary")
            .field("registered", &self.registered)
            .field("phrase_confirmed", &self.phrase_confirmed)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_numbers_come_back() {
        for number in 0..=u8::MAX {
            if let Some(kind) = RowKind::from_number(number) {
                assert_eq!(kind.number(), number);
            }
            if let Some(state) = ContactState::from_number(number) {
                assert_eq!(state.number(), number);
            }
            if let Some(state) = IdentityState::from_number(number) {
                assert_eq!(state.number(), number);
            }
            if let Some(status) = MessageStatus::from_numbers(number, 0) {
                assert_eq!(status.numbers(), (number, 0));
            }
        }
        assert_eq!(
            MessageStatus::from_numbers(5, 302),
            Some(MessageStatus::Failed(302))
        );
        assert_eq!(MessageStatus::from_numbers(8, 0), None);
    }
}
