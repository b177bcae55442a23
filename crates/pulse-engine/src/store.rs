//! The store seam: one transaction per turn.

#[doc(hidden)]
pub mod conformance;
mod memory;

use pulse_crypto::keys::{AccountId, DeviceId};
use pulse_protocol::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    ContactRow, ContentId, ConversationId, ConversationRow, MessageId, MessageRow, MessageStatus,
};

pub use memory::{MemoryStore, MemoryTx};

/// One transaction of the client's store, as the engine sees it.
///
/// Its owner began it and will commit it, or roll it back when a turn fails. Reads see this transaction's own writes.
/// Protocol state is opaque versioned records in [`Room`]s; what people look at is typed rows. Every method fails with a
/// [`StoreError`] only when the store itself does, and the turn is over then.
pub trait StoreTx {
    /// The record of a key.
    fn get(&mut self, room: Room, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError>;
    /// Writes a record, over an older one too.
    fn put(&mut self, room: Room, key: &[u8], value: &[u8]) -> Result<(), StoreError>;
    /// Removes a record; nothing happens when there is none.
    fn delete(&mut self, room: Room, key: &[u8]) -> Result<(), StoreError>;
    /// Records whose key begins with `prefix` and is greater than `after`, in ascending order of keys, at most `limit`.
    fn scan(
        &mut self,
        room: Room,
        prefix: &[u8],
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<Entry>, StoreError>;

    /// Adds a row. False, and nothing changed, when a row of this id is there already, or was and was removed.
    fn insert_message(&mut self, row: &MessageRow) -> Result<bool, StoreError>;
    /// The row of an id.
    fn message(&mut self, id: MessageId) -> Result<Option<MessageRow>, StoreError>;
    /// Moves a row's status; nothing happens when there is none.
    fn set_message_status(
        &mut self,
        id: MessageId,
        status: MessageStatus,
    ) -> Result<(), StoreError>;
    /// The greatest `sort_at` among a sender device's rows in a conversation.
    fn last_sort_at(
        &mut self,
        conversation: ConversationId,
        sender: AccountId,
        sender_device: DeviceId,
    ) -> Result<Option<u64>, StoreError>;
    /// The newest row of a conversation by order.
    fn last_message(
        &mut self,
        conversation: ConversationId,
    ) -> Result<Option<MessageRow>, StoreError>;
    /// Rows of others with status `Received` up to and including a place in the order, oldest first, at most `limit`.
    fn unseen(
        &mut self,
        conversation: ConversationId,
        through: (u64, ContentId),
        limit: usize,
    ) -> Result<Vec<MessageId>, StoreError>;

    /// Takes a row away and remembers its id, so that it is never inserted again. False when there is none.
    fn remove_message(&mut self, id: MessageId, at: Timestamp) -> Result<bool, StoreError>;
    /// Takes all rows of a conversation away, each as [`Self::remove_message`] does.
    fn remove_messages(
        &mut self,
        conversation: ConversationId,
        at: Timestamp,
    ) -> Result<(), StoreError>;
    /// Whether a row of this id was removed and is remembered.
    fn was_removed(&mut self, id: MessageId) -> Result<bool, StoreError>;
    /// Forgets which rows were removed before a moment.
    fn forget_removed(&mut self, before: Timestamp) -> Result<(), StoreError>;

    /// Writes a contact, over an older row too.
    fn put_contact(&mut self, row: &ContactRow) -> Result<(), StoreError>;
    /// The contact of an account.
    fn contact(&mut self, account: AccountId) -> Result<Option<ContactRow>, StoreError>;
    /// All contacts, in order of their account ids.
    fn contacts(&mut self) -> Result<Vec<ContactRow>, StoreError>;
    /// Takes a contact away; nothing happens when there is none.
    fn remove_contact(&mut self, account: AccountId) -> Result<(), StoreError>;
    /// Writes a conversation, over an older row too.
    fn put_conversation(&mut self, row: &ConversationRow) -> Result<(), StoreError>;
    /// The conversation of an id.
    fn conversation(&mut self, id: ConversationId) -> Result<Option<ConversationRow>, StoreError>;
    /// All conversations, newest first.
    fn conversations(&mut self) -> Result<Vec<ConversationRow>, StoreError>;
    /// Takes a conversation out of the list; nothing happens when it is not in it. Its rows and its draft stay.
    fn remove_conversation(&mut self, id: ConversationId) -> Result<(), StoreError>;

    /// Writes what is written and not sent yet, over an older draft too; an empty one is none.
    fn put_draft(&mut self, conversation: ConversationId, text: &str) -> Result<(), StoreError>;
    /// The draft of a conversation.
    fn draft(&mut self, conversation: ConversationId) -> Result<Option<String>, StoreError>;
}

/// A record's key and value.
pub type Entry = (Vec<u8>, Vec<u8>);

/// A family of opaque records. The numbers are stored and never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Room {
    /// The own account: keys, name, server.
    Account = 1,
    /// Manifests, our own and those of peers.
    Devices = 2,
    /// Ratchet sessions, per pair of devices.
    Sessions = 3,
    /// Private halves of prekeys.
    Prekeys = 4,
    /// What waits to be sent, and what was sent and may be asked for again.
    Outbox = 5,
    /// Envelope ids and hashes that were accepted.
    Seen = 6,
    /// How far the mailbox was read.
    Cursor = 7,
    /// Message requests, theirs and ours.
    Requests = 8,
    /// Sessions under repair and their back-off.
    Repair = 9,
    /// Profile keys and delivery tokens.
    Tokens = 10,
    /// Settings.
    Settings = 11,
    /// Ephemeral keys of accepted first messages.
    Ephemerals = 12,
    /// Receipts that wait to leave together.
    Receipts = 13,
    /// Pair keys of the seal, cached.
    PairKeys = 14,
    /// What recent commands brought. The engine leaves it to whoever runs it.
    Commands = 15,
}

impl Room {
    /// Every room, for whoever must walk through all of them.
    pub const ALL: [Room; 15] = [
        Room::Account,
        Room::Devices,
        Room::Sessions,
        Room::Prekeys,
        Room::Outbox,
        Room::Seen,
        Room::Cursor,
        Room::Requests,
        Room::Repair,
        Room::Tokens,
        Room::Settings,
        Room::Ephemerals,
        Room::Receipts,
        Room::PairKeys,
        Room::Commands,
    ];

    /// The stored number.
    pub fn number(self) -> u8 {
        self as u8
    }
}

/// The store failed. The turn is rolled back; what to do next depends on why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum StoreError {
    /// The disk is full. Free some space; nothing was lost.
    #[error("the disk is full")]
    Full,
    /// What is on disk is not what was written, or the key is wrong.
    #[error("the store is damaged: {0}")]
    Corrupt(String),
    /// Anything else: permissions, a lost disk. The words are the backend's and hold nothing of a person.
    #[error("the store cannot be used: {0}")]
    Unavailable(String),
}
