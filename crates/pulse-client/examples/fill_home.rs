//! `fill_home STORE KEY_FILE COUNT`: puts one contact and a conversation of so many messages into the store of a home that has an
//! account, as years of use would. For measurements; nothing else may have the home open.

use std::error::Error;
use std::path::PathBuf;

use pulse_client::keychain::{KeyFile, Keychain};
use pulse_client::store::Store;
use pulse_client::{
    AccountId, ContactRow, ContactState, ContentId, ConversationId, ConversationRow, DeviceId,
    IdentityState, MessageId, MessageRow, MessageStatus, RowKind, Timestamp,
};
use pulse_engine::StoreTx;

/// Messages of one transaction.
const BATCH: u32 = 5_000;

/// Between two messages: three years for 100,000.
const APART_MS: u64 = 950_000;

/// What people write, in the lengths in which they do.
const TEXTS: &[&str] = &[
    "ok",
    "👍",
    "On my way, ten minutes",
    "Did you see the message of Clara? She asks whether Thursday would be better for all of us.",
    "That is **great** news! Congratulations 🎉",
    "Here it is: https://example.org/minutes/2026/11",
    "I looked at the draft again. The second part is much clearer now, but the figures in the table do not match the text: it \
     says four hundred and the table has 380. Could you check which of them is right before we send it? The rest is fine with me.",
    "مرحبا، كيف حالك؟",
    "See you at seven",
    "- bread\n- milk\n- the good olives",
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().ok_or("fill_home STORE KEY_FILE COUNT");
    let (path, key_file, count) = (PathBuf::from(next()?), PathBuf::from(next()?), next()?);
    let count: u32 = count.parse()?;
    let key = KeyFile::new(key_file).load()?.ok_or("no such key file")?;
    let mut store = Store::open(&path, &key)?;
    let newest = Timestamp::from_millis(1_795_000_000_000);
    let oldest = newest.as_millis() - u64::from(count) * APART_MS;
    let mut from = 0;
    while from < count {
        let to = count.min(from + BATCH);
        let mut tx = store.begin()?;
        for number in from..to {
            tx.insert_message(&message(number, oldest))?;
        }
        tx.commit()?;
        from = to;
    }
    let mut tx = store.begin()?;
    tx.put_contact(&contact())?;
    tx.put_conversation(&conversation(count, oldest))?;
    tx.commit()?;
    store.close()?;
    Ok(())
}

/// Not the id of any key: nothing is sent to them.
fn peer() -> AccountId {
    AccountId::from_bytes([0x5a; 32])
}

fn contact() -> ContactRow {
    ContactRow {
        account: peer(),
        name: "Bob".to_owned(),
        own_name: Some("Bob".to_owned()),
        their_name: None,
        state: ContactState::Accepted,
        verified: true,
        compared: true,
        identity: IdentityState::Unchanged,
        added_at: Timestamp::from_millis(1_700_000_000_000),
    }
}

fn conversation(count: u32, oldest: u64) -> ConversationRow {
    let last = count.checked_sub(1).map(|number| message(number, oldest));
    ConversationRow {
        id: ConversationId::direct(peer()),
        last_message: last.as_ref().map(|row| row.id),
        last_at: last
            .as_ref()
            .map_or(Timestamp::from_millis(oldest), |row| row.sent_at),
        unread: 0,
        read_through: last.map(|row| row.id),
    }
}

fn message(number: u32, oldest: u64) -> MessageRow {
    let mut id = [0; 16];
    id[..4].copy_from_slice(&number.to_be_bytes());
    let outgoing = number % 7 < 3;
    let at = Timestamp::from_millis(oldest + u64::from(number) * APART_MS);
    let text = TEXTS[usize::try_from(number).unwrap_or(0) % TEXTS.len()];
    MessageRow {
        id: MessageId::from_bytes(id),
        conversation: ConversationId::direct(peer()),
        sender: peer(),
        sender_device: DeviceId::new(7),
        content_id: ContentId::from_bytes(id),
        kind: RowKind::Text,
        text: format!("{text} {number}"),
        raw: text.as_bytes().to_vec(),
        sent_at: at,
        received_at: at,
        sort_at: at.as_millis(),
        status: if outgoing {
            MessageStatus::Read
        } else {
            MessageStatus::Seen
        },
        outgoing,
    }
}
