//! Who appears in the pictures, and what they wrote. The same on every machine: no clock, no randomness.

use pulse_client::{
    AccountId, AccountSummary, ContactLink, ContactRow, ContactState, ContentId, ConversationId,
    DeviceId, IdentityState, MessageId, MessageRow, MessageStatus, RowKind, ServerLink, Timestamp,
};
use pulse_desktop::{ChatSummary, LastMessage};

/// Monday, 23 November 2026, 16:40 UTC: when all pictures are taken.
pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_795_452_000_000);

pub(crate) const MINUTE: u64 = 60;
pub(crate) const HOUR: u64 = 60 * MINUTE;
pub(crate) const DAY: u64 = 24 * HOUR;

/// A moment so many seconds ago.
pub(crate) fn ago(seconds: u64) -> Timestamp {
    Timestamp::from_millis(NOW.as_millis() - seconds * 1_000)
}

/// Somebody's id. Number 0 is the person whose window it is.
pub(crate) fn account(number: u8) -> AccountId {
    let mut bytes = [0; 32];
    for (index, byte) in (0_u8..).zip(bytes.iter_mut()) {
        *byte = number
            .wrapping_mul(83)
            .wrapping_add(index.wrapping_mul(57))
            .wrapping_add(11);
    }
    AccountId::from_bytes(bytes)
}

pub(crate) fn conversation(number: u8) -> ConversationId {
    ConversationId::direct(account(number))
}

pub(crate) fn server() -> ServerLink {
    ServerLink {
        host: "chat.example.org".to_owned(),
        port: 7443,
        fingerprint: None,
    }
}

/// The person whose window it is.
pub(crate) fn me() -> AccountSummary {
    AccountSummary {
        account: account(0),
        device: DeviceId::new(1),
        name: "Alice Brandt".to_owned(),
        server: server(),
        contact_link: ContactLink {
            server: server(),
            account: account(0),
        },
        registered: true,
        phrase_confirmed: true,
    }
}

/// Everybody, by number from 1.
const NAMES: &[&str] = &[
    "Bob Okafor",
    "Clara Ångström",
    "Dr. Maximiliane von und zu Hohenstein-Wallenburg-Schwarzach",
    "李小龙",
    "ليلى حداد",
    "Emil",
    "Family 👨‍👩‍👧",
    "Greta Lindqvist",
    "Hiroshi Tanaka",
    "Ines Carvalho",
    "Jonas Weber",
    "Katya Ivanova",
];

pub(crate) fn name(number: u8) -> &'static str {
    NAMES[usize::from(number) - 1]
}

/// How many there are.
pub(crate) fn everybody() -> std::ops::RangeInclusive<u8> {
    1..=u8::try_from(NAMES.len()).unwrap()
}

pub(crate) fn contact(number: u8) -> ContactRow {
    ContactRow {
        account: account(number),
        name: name(number).to_owned(),
        own_name: (number == 1).then(|| name(number).to_owned()),
        their_name: Some(name(number).split(' ').next().unwrap().to_owned()),
        state: ContactState::Accepted,
        verified: number.is_multiple_of(2),
        compared: number.is_multiple_of(2),
        identity: IdentityState::Unchanged,
        added_at: ago(40 * DAY),
    }
}

/// One line of the list.
pub(crate) fn chat(number: u8, last: &str, seconds_ago: u64) -> ChatSummary {
    let outgoing = number.is_multiple_of(3);
    ChatSummary {
        id: conversation(number),
        account: account(number),
        name: name(number).to_owned(),
        state: ContactState::Accepted,
        verified: number.is_multiple_of(2),
        compared: number.is_multiple_of(2),
        identity: IdentityState::Unchanged,
        last: Some(LastMessage {
            id: message_id(number, 9_999),
            kind: RowKind::Text,
            preview: last.to_owned(),
            status: if outgoing {
                MessageStatus::Read
            } else {
                MessageStatus::Seen
            },
            outgoing,
        }),
        asked: None,
        last_at: ago(seconds_ago),
        unread: 0,
        draft: None,
    }
}

pub(crate) fn message_id(conversation: u8, number: u32) -> MessageId {
    let mut bytes = [conversation; 16];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    MessageId::from_bytes(bytes)
}

/// A message of theirs.
pub(crate) fn theirs(from: u8, number: u32, text: &str, seconds_ago: u64) -> MessageRow {
    MessageRow {
        id: message_id(from, number),
        conversation: conversation(from),
        sender: account(from),
        sender_device: DeviceId::new(7),
        content_id: ContentId::from_bytes(*message_id(from, number).as_bytes()),
        kind: RowKind::Text,
        text: text.to_owned(),
        raw: Vec::new(),
        sent_at: ago(seconds_ago),
        received_at: ago(seconds_ago),
        sort_at: ago(seconds_ago).as_millis(),
        status: MessageStatus::Seen,
        outgoing: false,
    }
}

/// A message of ours.
pub(crate) fn ours(
    to: u8,
    number: u32,
    text: &str,
    seconds_ago: u64,
    status: MessageStatus,
) -> MessageRow {
    MessageRow {
        sender: account(0),
        sender_device: DeviceId::new(1),
        status,
        outgoing: true,
        ..theirs(to, number, text, seconds_ago)
    }
}

/// A line that Pulse writes itself.
pub(crate) fn of_kind(mut row: MessageRow, kind: RowKind) -> MessageRow {
    row.kind = kind;
    if kind != RowKind::Text {
        row.text.clear();
    }
    row
}

/// 24 words that are nobody's phrase.
pub(crate) const PHRASE: &str = "abandon ability able about above absent absorb abstract absurd abuse access \
    accident account accuse achieve acid acoustic acquire across act action actor actress actual";
