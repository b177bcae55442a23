//! The JSON objects of `--json`. Their keys are a promise, written down in `docs/cli.md`.

use pulse_client::{
    AccountSummary, ContactRow, ContactState, ConversationRow, CurrentRole, HeldReason,
    IdentityState, MessageRow, MessageStatus, RowKind, Status, SyncReport,
};
use serde::Serialize;

use crate::exit;
use crate::held::{self, Held};
use crate::trouble;

/// A message, in `send`, `listen`, `history` and `search` alike.
#[derive(Serialize)]
pub(crate) struct Message<'a> {
    event: &'static str,
    id: String,
    conversation: String,
    from: String,
    text: &'a str,
    sent_at: u64,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    refusal: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

impl<'a> Message<'a> {
    pub(crate) fn of(row: &'a MessageRow) -> Self {
        Self {
            event: "message",
            id: row.id.to_string(),
            conversation: row.conversation.to_string(),
            from: row.sender.to_string(),
            text: &row.text,
            sent_at: row.sent_at.as_millis(),
            status: status(row.status),
            refusal: match row.status {
                MessageStatus::Failed(code) => Some(code),
                _ => None,
            },
            kind: kind(row.kind),
            reason: None,
        }
    }

    /// The same with what holds the messages that wait in its conversation.
    pub(crate) fn held(mut self, reason: Option<HeldReason>) -> Self {
        if self.status == status(MessageStatus::Pending) {
            self.reason = reason.map(held::word);
        }
        self
    }
}

/// A message's status in a word.
pub(crate) fn status(status: MessageStatus) -> &'static str {
    match status {
        MessageStatus::Pending => "queued",
        MessageStatus::Sent => "sent",
        MessageStatus::Delivered => "delivered",
        MessageStatus::Read => "read",
        MessageStatus::Failed(_) => "failed",
        MessageStatus::Received => "received",
        MessageStatus::Seen => "seen",
    }
}

/// What a row is when it is not simply a text.
fn kind(kind: RowKind) -> Option<&'static str> {
    match kind {
        RowKind::Text => None,
        RowKind::Unreadable => Some("unreadable"),
        RowKind::NeedsNewer => Some("needs_newer"),
        RowKind::Notice => Some("notice"),
        RowKind::Conflict => Some("conflict"),
    }
}

/// A stranger asks to be let in.
#[derive(Serialize)]
pub(crate) struct Request<'a> {
    event: &'static str,
    from: String,
    name: &'a str,
}

impl<'a> Request<'a> {
    pub(crate) fn of(row: &'a ContactRow) -> Self {
        Self {
            event: "request",
            from: row.account.to_string(),
            name: &row.name,
        }
    }
}

/// The own account.
#[derive(Serialize)]
pub(crate) struct Account<'a> {
    event: &'static str,
    account: String,
    name: &'a str,
    server: String,
    contact_link: String,
    phrase_confirmed: bool,
    /// Whether the server has confirmed it.
    registered: bool,
}

impl<'a> Account<'a> {
    pub(crate) fn of(account: &'a AccountSummary) -> Self {
        Self {
            event: "account",
            account: account.account.to_string(),
            name: &account.name,
            server: account.server.to_string(),
            contact_link: account.contact_link.to_string(),
            phrase_confirmed: account.phrase_confirmed,
            registered: account.registered,
        }
    }
}

/// A contact.
#[derive(Serialize)]
pub(crate) struct Contact<'a> {
    event: &'static str,
    account: String,
    name: &'a str,
    their_name: Option<&'a str>,
    state: &'static str,
    verified: bool,
    compared: bool,
    identity: &'static str,
    added_at: u64,
}

impl<'a> Contact<'a> {
    pub(crate) fn of(row: &'a ContactRow) -> Self {
        Self {
            event: "contact",
            account: row.account.to_string(),
            name: &row.name,
            their_name: row.their_name.as_deref(),
            state: match row.state {
                ContactState::Added => "added",
                ContactState::Requested => "requested",
                ContactState::Accepted => "accepted",
                ContactState::Blocked => "blocked",
            },
            verified: row.verified,
            compared: row.compared,
            identity: match row.identity {
                IdentityState::Unchanged => "unchanged",
                IdentityState::DevicesChanged => "devices_changed",
                IdentityState::Recovered => "recovered",
                IdentityState::Forked => "forked",
            },
            added_at: row.added_at.as_millis(),
        }
    }
}

/// A conversation in the list.
#[derive(Serialize)]
pub(crate) struct Conversation<'a> {
    event: &'static str,
    conversation: String,
    name: &'a str,
    unread: u32,
    last_at: u64,
    last_message: Option<String>,
}

impl<'a> Conversation<'a> {
    pub(crate) fn of(row: &ConversationRow, name: &'a str) -> Self {
        Self {
            event: "conversation",
            conversation: row.id.to_string(),
            name,
            unread: row.unread,
            last_at: row.last_at.as_millis(),
            last_message: row.last_message.map(|id| id.to_string()),
        }
    }
}

/// A safety number.
#[derive(Serialize)]
pub(crate) struct Safety<'a> {
    pub(crate) event: &'static str,
    pub(crate) account: String,
    pub(crate) name: &'a str,
    pub(crate) safety_number: String,
    pub(crate) verified: bool,
    pub(crate) compared: bool,
}

/// How the client stands.
#[derive(Serialize)]
pub(crate) struct Standing {
    event: &'static str,
    account: Option<String>,
    /// Whether the server has confirmed the account.
    registered: bool,
    server: Option<String>,
    connected: bool,
    /// What stands in the way of a connection, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    trouble: Option<String>,
    queued: u64,
    store_bytes: u64,
    owner: bool,
    clock_skew_ms: Option<i64>,
    /// How many of the queued ones are held, and by what; with several reasons, the one that holds most.
    held: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

impl Standing {
    pub(crate) fn of(status: &Status, held: &[Held]) -> Self {
        Self {
            event: "status",
            account: status
                .account
                .as_ref()
                .map(|account| account.account.to_string()),
            registered: status
                .account
                .as_ref()
                .is_some_and(|account| account.registered),
            server: status.server.as_ref().map(ToString::to_string),
            connected: status.connected_lanes().len() == 2,
            trouble: trouble::in_words(status),
            queued: status.queued,
            store_bytes: status.store_bytes,
            owner: status.role == CurrentRole::Owner,
            clock_skew_ms: status.clock_skew_ms,
            held: held.iter().map(|held| held.count).sum(),
            reason: held
                .iter()
                .max_by_key(|held| held.count)
                .map(|held| held::word(held.reason)),
        }
    }
}

/// What a sync did.
#[derive(Serialize)]
pub(crate) struct Sync {
    event: &'static str,
    sent: u64,
    received: u64,
    queued: u64,
    held: u64,
    caught_up: bool,
}

impl Sync {
    pub(crate) fn of(report: SyncReport) -> Self {
        Self {
            event: "sync",
            sent: report.sent,
            received: report.received,
            queued: report.queued,
            held: report.held,
            caught_up: report.is_caught_up,
        }
    }
}

/// The recovery phrase.
#[derive(Serialize)]
pub(crate) struct Phrase<'a> {
    pub(crate) event: &'static str,
    pub(crate) phrase: &'a str,
}

/// The recovery phrase was written down and proven.
#[derive(Serialize)]
pub(crate) struct PhraseConfirmed {
    pub(crate) event: &'static str,
}

/// Why the command ended.
#[derive(Serialize)]
pub(crate) struct Failure<'a> {
    event: &'static str,
    exit: u8,
    text: &'a str,
    hint: Option<&'a str>,
    refusal: Option<u32>,
}

impl<'a> Failure<'a> {
    pub(crate) fn of(failure: &'a exit::Failure) -> Self {
        Self {
            event: "error",
            exit: failure.exit.code(),
            text: &failure.what,
            hint: failure.hint.as_deref(),
            refusal: failure.refusal,
        }
    }
}
