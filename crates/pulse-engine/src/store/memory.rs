//! The store in memory: for tests, the seeded world, and whoever wants to see how little a store must do.

use std::collections::BTreeMap;
use std::ops::Bound;

use pulse_crypto::keys::{AccountId, DeviceId};
use pulse_protocol::Timestamp;

use super::{Entry, Room, StoreError, StoreTx};
use crate::{
    ContactRow, ContentId, ConversationId, ConversationRow, MessageId, MessageRow, MessageStatus,
};

/// What survives a crash: everything committed. A transaction that is dropped leaves nothing behind.
#[derive(Clone, Default)]
pub struct MemoryStore {
    rooms: BTreeMap<Room, BTreeMap<Vec<u8>, Vec<u8>>>,
    messages: BTreeMap<MessageId, MessageRow>,
    /// Timeline order.
    timeline: BTreeMap<ConversationId, BTreeMap<(u64, ContentId, MessageId), ()>>,
    /// Order of arrival.
    arrivals: Vec<MessageId>,
    sort_at: BTreeMap<(ConversationId, AccountId, DeviceId), u64>,
    contacts: BTreeMap<AccountId, ContactRow>,
    conversations: BTreeMap<ConversationId, ConversationRow>,
    drafts: BTreeMap<ConversationId, String>,
    /// Which rows were removed, and when.
    removed: BTreeMap<MessageId, Timestamp>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> MemoryStore {
        MemoryStore::default()
    }

    /// Begins a transaction. Dropping it rolls it back.
    pub fn begin(&mut self) -> MemoryTx<'_> {
        MemoryTx {
            store: self,
            undo: Vec::new(),
        }
    }

    /// The rows of a conversation in timeline order.
    pub fn history(&self, conversation: ConversationId) -> Vec<MessageRow> {
        let rows = self.timeline.get(&conversation).into_iter().flatten();
        rows.filter_map(|((_, _, id), ())| self.messages.get(id).cloned())
            .collect()
    }

    /// All rows in the order in which they were stored.
    pub fn arrivals(&self) -> Vec<MessageRow> {
        self.arrivals
            .iter()
            .filter_map(|id| self.messages.get(id).cloned())
            .collect()
    }

    /// All contacts, in order of their account ids.
    pub fn contacts(&self) -> Vec<ContactRow> {
        self.contacts.values().cloned().collect()
    }

    /// All conversations, newest first.
    pub fn conversations(&self) -> Vec<ConversationRow> {
        let mut rows: Vec<_> = self.conversations.values().cloned().collect();
        rows.sort_by_key(|row| (std::cmp::Reverse(row.last_at), row.id));
        rows
    }

    /// Every opaque record with its room and key, for checkers that look for what must not be there.
    pub fn records(&self) -> impl Iterator<Item = (Room, &[u8], &[u8])> {
        self.rooms.iter().flat_map(|(room, records)| {
            records
                .iter()
                .map(|(key, value)| (*room, key.as_slice(), value.as_slice()))
        })
    }
}

/// A transaction of a [`MemoryStore`]: it writes at once and remembers how to undo it.
pub struct MemoryTx<'a> {
    store: &'a mut MemoryStore,
    undo: Vec<Undo>,
}

/// How to take one write back.
enum Undo {
    Record {
        room: Room,
        key: Vec<u8>,
        old: Option<Vec<u8>>,
    },
    Inserted {
        id: MessageId,
        sort_at: Option<u64>,
    },
    Removed {
        row: Box<MessageRow>,
        arrival: usize,
    },
    Mark {
        id: MessageId,
        old: Option<Timestamp>,
    },
    Draft {
        conversation: ConversationId,
        old: Option<String>,
    },
    Status {
        id: MessageId,
        old: MessageStatus,
    },
    Contact {
        account: AccountId,
        old: Option<ContactRow>,
    },
    Conversation {
        id: ConversationId,
        old: Option<ConversationRow>,
    },
}

impl MemoryTx<'_> {
    /// Makes everything written so far permanent.
    pub fn commit(mut self) {
        self.undo.clear();
    }

    /// Takes everything back, as dropping does.
    pub fn rollback(self) {}
}

impl Drop for MemoryTx<'_> {
    fn drop(&mut self) {
        while let Some(step) = self.undo.pop() {
            self.store.undo(step);
        }
    }
}

impl MemoryStore {
    fn undo(&mut self, step: Undo) {
        match step {
            Undo::Record { room, key, old } => {
                restore(self.rooms.entry(room).or_default(), key, old);
            }
            Undo::Inserted { id, sort_at } => self.take_back(id, sort_at),
            Undo::Removed { row, arrival } => {
                self.arrivals.insert(arrival, row.id);
                self.enter(&row);
            }
            Undo::Mark { id, old } => restore(&mut self.removed, id, old),
            Undo::Draft { conversation, old } => restore(&mut self.drafts, conversation, old),
            Undo::Status { id, old } => {
                if let Some(row) = self.messages.get_mut(&id) {
                    row.status = old;
                }
            }
            Undo::Contact { account, old } => restore(&mut self.contacts, account, old),
            Undo::Conversation { id, old } => restore(&mut self.conversations, id, old),
        }
    }

    /// Undoes an insertion: the row was the last to arrive, since undoing goes backwards.
    fn take_back(&mut self, id: MessageId, sort_at: Option<u64>) {
        self.arrivals.pop();
        if let Some(row) = self.messages.remove(&id) {
            if let Some(order) = self.timeline.get_mut(&row.conversation) {
                order.remove(&place(&row));
            }
            let sender = (row.conversation, row.sender, row.sender_device);
            restore(&mut self.sort_at, sender, sort_at);
        }
    }

    /// Puts a row everywhere but among the arrivals; returns what its sender device's last place was.
    fn enter(&mut self, row: &MessageRow) -> Option<u64> {
        self.messages.insert(row.id, row.clone());
        let order = self.timeline.entry(row.conversation).or_default();
        order.insert(place(row), ());
        let sender = (row.conversation, row.sender, row.sender_device);
        let old = self.sort_at.get(&sender).copied();
        let last = old.map_or(row.sort_at, |old| old.max(row.sort_at));
        self.sort_at.insert(sender, last);
        old
    }

    /// Takes a row out of everything; returns it and where it stood among the arrivals.
    fn remove(&mut self, id: MessageId) -> Option<(MessageRow, usize)> {
        let row = self.messages.remove(&id)?;
        let arrival = self.arrivals.iter().position(|other| *other == id)?;
        self.arrivals.remove(arrival);
        let order = self.timeline.get_mut(&row.conversation)?;
        order.remove(&place(&row));
        let sender = (row.sender, row.sender_device);
        let last = order
            .keys()
            .rev()
            .filter_map(|(_, _, id)| self.messages.get(id))
            .find(|other| (other.sender, other.sender_device) == sender)
            .map(|other| other.sort_at);
        let sender = (row.conversation, row.sender, row.sender_device);
        restore(&mut self.sort_at, sender, last);
        Some((row, arrival))
    }
}

fn restore<K: Ord, V>(map: &mut BTreeMap<K, V>, key: K, old: Option<V>) {
    match old {
        Some(value) => map.insert(key, value),
        None => map.remove(&key),
    };
}

fn place(row: &MessageRow) -> (u64, ContentId, MessageId) {
    (row.sort_at, row.content_id, row.id)
}

impl StoreTx for MemoryTx<'_> {
    fn get(&mut self, room: Room, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self
            .store
            .rooms
            .get(&room)
            .and_then(|records| records.get(key))
            .cloned())
    }

    fn put(&mut self, room: Room, key: &[u8], value: &[u8]) -> Result<(), StoreError> {
        let records = self.store.rooms.entry(room).or_default();
        let old = records.insert(key.to_vec(), value.to_vec());
        self.undo.push(Undo::Record {
            room,
            key: key.to_vec(),
            old,
        });
        Ok(())
    }

    fn delete(&mut self, room: Room, key: &[u8]) -> Result<(), StoreError> {
        let old = self
            .store
            .rooms
            .get_mut(&room)
            .and_then(|records| records.remove(key));
        if old.is_some() {
            self.undo.push(Undo::Record {
                room,
                key: key.to_vec(),
                old,
            });
        }
        Ok(())
    }

    fn scan(
        &mut self,
        room: Room,
        prefix: &[u8],
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<Entry>, StoreError> {
        let Some(records) = self.store.rooms.get(&room) else {
            return Ok(Vec::new());
        };
        let from = match after {
            Some(after) if after >= prefix => Bound::Excluded(after),
            _ => Bound::Included(prefix),
        };
        Ok(records
            .range::<[u8], _>((from, Bound::Unbounded))
            .take_while(|(key, _)| key.starts_with(prefix))
            .take(limit)
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect())
    }

    fn insert_message(&mut self, row: &MessageRow) -> Result<bool, StoreError> {
        let store = &mut *self.store;
        if store.messages.contains_key(&row.id) || store.removed.contains_key(&row.id) {
            return Ok(false);
        }
        let sort_at = store.enter(row);
        store.arrivals.push(row.id);
        self.undo.push(Undo::Inserted {
            id: row.id,
            sort_at,
        });
        Ok(true)
    }

    fn message(&mut self, id: MessageId) -> Result<Option<MessageRow>, StoreError> {
        Ok(self.store.messages.get(&id).cloned())
    }

    fn set_message_status(
        &mut self,
        id: MessageId,
        status: MessageStatus,
    ) -> Result<(), StoreError> {
        if let Some(row) = self.store.messages.get_mut(&id) {
            self.undo.push(Undo::Status {
                id,
                old: row.status,
            });
            row.status = status;
        }
        Ok(())
    }

    fn last_sort_at(
        &mut self,
        conversation: ConversationId,
        sender: AccountId,
        sender_device: DeviceId,
    ) -> Result<Option<u64>, StoreError> {
        Ok(self
            .store
            .sort_at
            .get(&(conversation, sender, sender_device))
            .copied())
    }

    fn last_message(
        &mut self,
        conversation: ConversationId,
    ) -> Result<Option<MessageRow>, StoreError> {
        let order = self.store.timeline.get(&conversation);
        let last = order.and_then(|order| order.last_key_value());
        Ok(last
            .and_then(|((_, _, id), ())| self.store.messages.get(id))
            .cloned())
    }

    fn unseen(
        &mut self,
        conversation: ConversationId,
        through: (u64, ContentId),
        limit: usize,
    ) -> Result<Vec<MessageId>, StoreError> {
        let store = &*self.store;
        Ok(store
            .timeline
            .get(&conversation)
            .into_iter()
            .flatten()
            .take_while(|((sort_at, content, _), ())| (*sort_at, *content) <= through)
            .filter_map(|((_, _, id), ())| store.messages.get(id))
            .filter(|row| !row.outgoing && row.status == MessageStatus::Received)
            .map(|row| row.id)
            .take(limit)
            .collect())
    }

    fn remove_message(&mut self, id: MessageId, at: Timestamp) -> Result<bool, StoreError> {
        let Some((row, arrival)) = self.store.remove(id) else {
            return Ok(false);
        };
        let row = Box::new(row);
        self.undo.push(Undo::Removed { row, arrival });
        let old = self.store.removed.insert(id, at);
        self.undo.push(Undo::Mark { id, old });
        Ok(true)
    }

    fn remove_messages(
        &mut self,
        conversation: ConversationId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        for row in self.store.history(conversation) {
            self.remove_message(row.id, at)?;
        }
        Ok(())
    }

    fn was_removed(&mut self, id: MessageId) -> Result<bool, StoreError> {
        Ok(self.store.removed.contains_key(&id))
    }

    fn forget_removed(&mut self, before: Timestamp) -> Result<(), StoreError> {
        let forgotten: Vec<_> = self
            .store
            .removed
            .extract_if(.., |_, at| *at < before)
            .collect();
        for (id, at) in forgotten {
            self.undo.push(Undo::Mark { id, old: Some(at) });
        }
        Ok(())
    }

    fn put_contact(&mut self, row: &ContactRow) -> Result<(), StoreError> {
        let old = self.store.contacts.insert(row.account, row.clone());
        self.undo.push(Undo::Contact {
            account: row.account,
            old,
        });
        Ok(())
    }

    fn contact(&mut self, account: AccountId) -> Result<Option<ContactRow>, StoreError> {
        Ok(self.store.contacts.get(&account).cloned())
    }

    fn contacts(&mut self) -> Result<Vec<ContactRow>, StoreError> {
        Ok(self.store.contacts())
    }

    fn remove_contact(&mut self, account: AccountId) -> Result<(), StoreError> {
        let old = self.store.contacts.remove(&account);
        self.undo.push(Undo::Contact { account, old });
        Ok(())
    }

    fn put_conversation(&mut self, row: &ConversationRow) -> Result<(), StoreError> {
        let old = self.store.conversations.insert(row.id, row.clone());
        self.undo.push(Undo::Conversation { id: row.id, old });
        Ok(())
    }

    fn conversation(&mut self, id: ConversationId) -> Result<Option<ConversationRow>, StoreError> {
        Ok(self.store.conversations.get(&id).cloned())
    }

    fn conversations(&mut self) -> Result<Vec<ConversationRow>, StoreError> {
        Ok(self.store.conversations())
    }

    fn remove_conversation(&mut self, id: ConversationId) -> Result<(), StoreError> {
        let old = self.store.conversations.remove(&id);
        self.undo.push(Undo::Conversation { id, old });
        Ok(())
    }

    fn put_draft(&mut self, conversation: ConversationId, text: &str) -> Result<(), StoreError> {
        let text = (!text.is_empty()).then(|| text.to_owned());
        let old = self.store.drafts.get(&conversation).cloned();
        restore(&mut self.store.drafts, conversation, text);
        self.undo.push(Undo::Draft { conversation, old });
        Ok(())
    }

    fn draft(&mut self, conversation: ConversationId) -> Result<Option<String>, StoreError> {
        Ok(self.store.drafts.get(&conversation).cloned())
    }
}

#[cfg(test)]
mod tests {
    use super::super::conformance;
    use super::*;

    struct Memory(MemoryStore);

    impl conformance::Fixture for Memory {
        fn turn(&mut self, commit: bool, work: &mut dyn FnMut(&mut dyn StoreTx)) {
            let mut tx = self.0.begin();
            work(&mut tx);
            if commit {
                tx.commit();
            } else {
                tx.rollback();
            }
        }

        fn reopen(&mut self) {}
    }

    #[test]
    fn the_memory_store_conforms() {
        for (name, case) in conformance::ALL {
            println!("{name}");
            case(&mut Memory(MemoryStore::new()));
        }
    }

    #[test]
    fn a_dropped_transaction_leaves_nothing_behind() {
        let mut store = MemoryStore::new();
        drop({
            let mut tx = store.begin();
            tx.put(Room::Settings, b"key", b"value").unwrap();
            tx
        });
        assert_eq!(store.records().count(), 0);
    }
}
