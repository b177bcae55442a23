//! People and what they wrote, for states without a client.

use std::time::Duration;

use pulse_client::{
    AccountId, AccountSummary, ContactLink, ContactRow, ContactState, ContentId, ConversationId,
    DeviceId, IdentityState, MessageId, MessageRow, MessageStatus, RowKind, ServerLink, Timestamp,
};
use pulse_desktop::{AppState, ChatSummary, Effect, LastMessage, Request, Update};

/// Monday, 2026-03-09 09:00 UTC.
pub(crate) const MORNING: Timestamp = Timestamp::from_millis(1_773_046_800_000);

pub(crate) fn account(number: u8) -> AccountId {
    AccountId::from_bytes([number; 32])
}

pub(crate) fn conversation(number: u8) -> ConversationId {
    ConversationId::direct(account(number))
}

pub(crate) fn message(number: u8) -> MessageId {
    MessageId::from_bytes([number; 16])
}

pub(crate) fn server() -> ServerLink {
    "pulse://chat.example.org/".parse().unwrap()
}

pub(crate) fn ourselves() -> AccountSummary {
    AccountSummary {
        account: account(200),
        device: DeviceId::new(1),
        name: "Ada".to_owned(),
        server: server(),
        contact_link: ContactLink {
            server: server(),
            account: account(200),
        },
        registered: true,
        phrase_confirmed: false,
    }
}

pub(crate) fn chat(number: u8, name: &str, unread: u32) -> ChatSummary {
    ChatSummary {
        id: conversation(number),
        account: account(number),
        name: name.to_owned(),
        state: ContactState::Accepted,
        verified: false,
        compared: false,
        identity: IdentityState::Unchanged,
        last: Some(LastMessage {
            id: message(number),
            kind: RowKind::Text,
            preview: "hello".to_owned(),
            status: MessageStatus::Received,
            outgoing: false,
        }),
        asked: None,
        last_at: MORNING,
        unread,
        draft: None,
    }
}

pub(crate) fn contact(number: u8, name: &str) -> ContactRow {
    ContactRow {
        account: account(number),
        name: name.to_owned(),
        own_name: None,
        their_name: Some(name.to_owned()),
        state: ContactState::Accepted,
        verified: false,
        compared: false,
        identity: IdentityState::Unchanged,
        added_at: MORNING,
    }
}

pub(crate) fn row(from: u8, number: u8, text: &str) -> MessageRow {
    MessageRow {
        id: message(number),
        conversation: conversation(from),
        sender: account(from),
        sender_device: DeviceId::new(1),
        content_id: ContentId::from_bytes([number; 16]),
        kind: RowKind::Text,
        text: text.to_owned(),
        raw: Vec::new(),
        sent_at: MORNING,
        received_at: MORNING,
        sort_at: MORNING.as_millis() + u64::from(number),
        status: MessageStatus::Received,
        outgoing: false,
    }
}

/// Everyday, with Bob (1), Carol (2) and Dave (3) in the list, and the window focused.
pub(crate) fn at_home() -> AppState {
    let mut state = AppState {
        words_to_ask: vec![2, 5, 11, 24],
        ..AppState::default()
    };
    state.tick(MORNING);
    state.focus(true);
    state.apply(opened(false, false));
    state.apply(Update::Conversations(vec![
        chat(1, "Bob", 0),
        chat(2, "Carol", 0),
        chat(3, "Dave", 0),
    ]));
    state
}

pub(crate) fn opened(app_lock: bool, passphrase: bool) -> Update {
    Update::Opened {
        account: Some(ourselves()),
        read_receipts: true,
        typing: true,
        app_lock,
        passphrase,
    }
}

/// Lets time pass.
pub(crate) fn pass(state: &mut AppState, seconds: u64) -> Vec<Effect> {
    state.tick(state.now.plus(Duration::from_secs(seconds)))
}

/// What the client is asked, as its names.
pub(crate) fn asked(effects: &[Effect]) -> Vec<String> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Ask(request) => Some(name(request)),
            _ => None,
        })
        .collect()
}

fn name(request: &Request) -> String {
    match request {
        Request::Send { text, .. } => format!("Send {text}"),
        Request::SetDraft { text, .. } => format!("SetDraft {text:?}"),
        Request::SetTyping { active, .. } => format!("SetTyping {active}"),
        Request::Rows { first, .. } => format!("Rows {first}"),
        other => {
            let text = format!("{other:?}");
            let end = text.find([' ', '(', '{']).unwrap_or(text.len());
            text[..end].to_owned()
        }
    }
}
