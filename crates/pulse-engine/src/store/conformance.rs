//! What every store must do, as plain functions. The memory store runs them here, the encrypted one in `pulse-client`.

#![expect(clippy::unwrap_used, reason = "these are tests, called from tests")]

use pulse_crypto::keys::{AccountId, DeviceId};
use pulse_protocol::Timestamp;

use super::{Room, StoreTx};
use crate::{
    ContactRow, ContactState, ContentId, ConversationId, ConversationRow, IdentityState, MessageId,
    MessageRow, MessageStatus, RowKind,
};

/// A store under test.
pub trait Fixture {
    /// Runs `work` in one transaction, then commits it or rolls it back.
    fn turn(&mut self, commit: bool, work: &mut dyn FnMut(&mut dyn StoreTx));
    /// Closes and opens the store; nothing to do for one that lives in memory.
    fn reopen(&mut self);
}

/// A case: it panics when the store does not conform.
pub type Case = fn(&mut dyn Fixture);

/// Every case with its name. Each wants a fresh store.
pub const ALL: &[(&str, Case)] = &[
    (
        "records_are_kept_by_room_and_key",
        records_are_kept_by_room_and_key,
    ),
    (
        "a_scan_is_ordered_bounded_and_stays_in_its_prefix",
        a_scan_is_ordered_bounded_and_stays_in_its_prefix,
    ),
    (
        "a_rollback_takes_everything_back",
        a_rollback_takes_everything_back,
    ),
    (
        "a_transaction_reads_its_own_writes",
        a_transaction_reads_its_own_writes,
    ),
    ("a_message_is_inserted_once", a_message_is_inserted_once),
    (
        "statuses_move_and_every_kind_survives",
        statuses_move_and_every_kind_survives,
    ),
    ("the_order_of_a_conversation", the_order_of_a_conversation),
    (
        "unseen_messages_up_to_a_place",
        unseen_messages_up_to_a_place,
    ),
    (
        "contacts_and_conversations_are_overwritten_whole",
        contacts_and_conversations_are_overwritten_whole,
    ),
    (
        "a_removed_row_never_comes_back",
        a_removed_row_never_comes_back,
    ),
    ("a_removal_can_be_rolled_back", a_removal_can_be_rolled_back),
    ("drafts_are_kept_and_removed", drafts_are_kept_and_removed),
];

/// Rooms do not see each other; empty keys and values are fine; deleting twice is fine; all survives reopening.
pub fn records_are_kept_by_room_and_key(store: &mut dyn Fixture) {
    let value: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    store.turn(true, &mut |tx| {
        for room in Room::ALL {
            tx.put(room, b"key", &[room.number()]).unwrap();
        }
        tx.put(Room::Sessions, b"", b"").unwrap();
        tx.put(Room::Sessions, &[0, 255, 0], &value).unwrap();
        tx.put(Room::Outbox, b"key", b"newer").unwrap();
        tx.put(Room::Seen, b"gone", b"x").unwrap();
        tx.delete(Room::Seen, b"gone").unwrap();
        tx.delete(Room::Seen, b"gone").unwrap();
    });
    store.reopen();
    store.turn(true, &mut |tx| {
        for room in Room::ALL.into_iter().filter(|room| *room != Room::Outbox) {
            assert_eq!(tx.get(room, b"key").unwrap(), Some(vec![room.number()]));
        }
        assert_eq!(
            tx.get(Room::Outbox, b"key").unwrap(),
            Some(b"newer".to_vec())
        );
        assert_eq!(tx.get(Room::Sessions, b"").unwrap(), Some(Vec::new()));
        assert_eq!(
            tx.get(Room::Sessions, &[0, 255, 0]).unwrap().as_ref(),
            Some(&value)
        );
        assert_eq!(tx.get(Room::Seen, b"gone").unwrap(), None);
    });
}

/// Ascending keys as bytes, never past the prefix, `after` exclusive, `limit` honoured, prefixes of 0xff end too.
pub fn a_scan_is_ordered_bounded_and_stays_in_its_prefix(store: &mut dyn Fixture) {
    let keys: [&[u8]; 7] = [
        b"a",
        b"ab",
        b"ab\x00",
        b"ab\xff",
        b"ac",
        b"\xff",
        b"\xff\xff",
    ];
    store.turn(true, &mut |tx| {
        for key in keys.iter().rev() {
            tx.put(Room::Outbox, key, key).unwrap();
        }
        tx.put(Room::Seen, b"ab", b"another room").unwrap();
    });
    store.turn(false, &mut |tx| {
        let mut scan = |prefix: &[u8], after: Option<&[u8]>, limit| -> Vec<Vec<u8>> {
            let found = tx.scan(Room::Outbox, prefix, after, limit).unwrap();
            found
                .into_iter()
                .map(|(key, value)| {
                    assert_eq!(key, value);
                    key
                })
                .collect()
        };
        assert_eq!(scan(b"", None, 100), keys);
        assert_eq!(scan(b"ab", None, 100), keys[1..4]);
        assert_eq!(scan(b"ab", None, 2), keys[1..3]);
        assert_eq!(scan(b"ab", Some(b"ab"), 100), keys[2..4]);
        assert_eq!(scan(b"ab", Some(b"ab\x80"), 100), keys[3..4]);
        assert_eq!(scan(b"ab", Some(b"a"), 100), keys[1..4]);
        assert_eq!(scan(b"ab", Some(b"b"), 100), keys[..0]);
        assert_eq!(scan(b"\xff", None, 100), keys[5..]);
        assert_eq!(scan(b"b", None, 100), keys[..0]);
    });
}

/// Records, rows, statuses: nothing of a transaction that was rolled back is seen.
pub fn a_rollback_takes_everything_back(store: &mut dyn Fixture) {
    store.turn(true, &mut |tx| {
        tx.put(Room::Sessions, b"kept", b"old").unwrap();
        tx.put(Room::Sessions, b"deleted", b"old").unwrap();
        tx.insert_message(&message(1, 10)).unwrap();
        tx.put_contact(&contact(1)).unwrap();
        tx.put_conversation(&conversation(1, 10)).unwrap();
    });
    store.turn(false, &mut |tx| {
        tx.put(Room::Sessions, b"kept", b"new").unwrap();
        tx.put(Room::Sessions, b"kept", b"newer").unwrap();
        tx.put(Room::Sessions, b"added", b"new").unwrap();
        tx.delete(Room::Sessions, b"deleted").unwrap();
        tx.set_message_status(message(1, 10).id, MessageStatus::Seen)
            .unwrap();
        tx.insert_message(&message(2, 20)).unwrap();
        tx.insert_message(&message(3, 15)).unwrap();
        tx.put_contact(&ContactRow {
            verified: true,
            compared: false,
            ..contact(1)
        })
        .unwrap();
        tx.put_contact(&contact(2)).unwrap();
        tx.put_conversation(&conversation(1, 20)).unwrap();
        tx.put_conversation(&conversation(2, 20)).unwrap();
    });
    store.reopen();
    store.turn(true, &mut |tx| {
        assert_eq!(
            tx.get(Room::Sessions, b"kept").unwrap(),
            Some(b"old".to_vec())
        );
        assert_eq!(
            tx.get(Room::Sessions, b"deleted").unwrap(),
            Some(b"old".to_vec())
        );
        assert_eq!(tx.get(Room::Sessions, b"added").unwrap(), None);
        assert_eq!(tx.message(message(1, 10).id).unwrap(), Some(message(1, 10)));
        assert_eq!(tx.message(message(2, 20).id).unwrap(), None);
        let row = message(1, 10);
        assert_eq!(
            tx.last_sort_at(row.conversation, row.sender, row.sender_device)
                .unwrap(),
            Some(10)
        );
        assert_eq!(tx.last_message(row.conversation).unwrap(), Some(row));
        assert_eq!(tx.contacts().unwrap(), [contact(1)]);
        assert_eq!(tx.conversations().unwrap(), [conversation(1, 10)]);
        // What was rolled back can be written again.
        assert!(tx.insert_message(&message(2, 20)).unwrap());
    });
}

/// Everything written is read within the same transaction, by every method.
pub fn a_transaction_reads_its_own_writes(store: &mut dyn Fixture) {
    store.turn(false, &mut |tx| {
        tx.put(Room::Cursor, b"key", b"value").unwrap();
        assert_eq!(
            tx.get(Room::Cursor, b"key").unwrap(),
            Some(b"value".to_vec())
        );
        assert_eq!(tx.scan(Room::Cursor, b"", None, 10).unwrap().len(), 1);
        let row = message(1, 10);
        tx.insert_message(&row).unwrap();
        assert_eq!(tx.message(row.id).unwrap(), Some(row.clone()));
        assert_eq!(
            tx.last_sort_at(row.conversation, row.sender, row.sender_device)
                .unwrap(),
            Some(10)
        );
        assert_eq!(
            tx.unseen(row.conversation, (10, row.content_id), 10)
                .unwrap(),
            [row.id]
        );
        tx.put_contact(&contact(1)).unwrap();
        assert_eq!(tx.contact(contact(1).account).unwrap(), Some(contact(1)));
        tx.put_conversation(&conversation(1, 10)).unwrap();
        assert_eq!(
            tx.conversation(conversation(1, 10).id).unwrap(),
            Some(conversation(1, 10))
        );
    });
}

/// The first row of an id wins; a second is refused and changes nothing.
pub fn a_message_is_inserted_once(store: &mut dyn Fixture) {
    store.turn(true, &mut |tx| {
        let first = message(1, 10);
        let second = MessageRow {
            text: "other".into(),
            sort_at: 99,
            ..first.clone()
        };
        assert!(tx.insert_message(&first).unwrap());
        assert!(!tx.insert_message(&second).unwrap());
        assert_eq!(tx.message(first.id).unwrap(), Some(first.clone()));
        let last = tx
            .last_sort_at(first.conversation, first.sender, first.sender_device)
            .unwrap();
        assert_eq!(last, Some(10));
    });
}

/// Each column comes back as it was, for every kind and status.
pub fn statuses_move_and_every_kind_survives(store: &mut dyn Fixture) {
    let kinds = [
        RowKind::Text,
        RowKind::Unreadable,
        RowKind::NeedsNewer,
        RowKind::Notice,
        RowKind::Conflict,
    ];
    let statuses = [
        MessageStatus::Pending,
        MessageStatus::Sent,
        MessageStatus::Delivered,
        MessageStatus::Read,
        MessageStatus::Failed(302),
        MessageStatus::Received,
        MessageStatus::Seen,
    ];
    let mut rows = Vec::new();
    for (index, kind) in kinds.into_iter().enumerate() {
        for (offset, status) in statuses.into_iter().enumerate() {
            let number = u8::try_from(index * statuses.len() + offset).unwrap();
            let text = "näive 文字 \u{0}'\"".to_owned();
            rows.push(MessageRow {
                kind,
                status,
                text,
                outgoing: offset % 2 == 0,
                ..message(number, 10)
            });
        }
    }
    store.turn(true, &mut |tx| {
        for row in &rows {
            assert!(tx.insert_message(row).unwrap());
        }
        tx.set_message_status(MessageId::from_bytes([250; 16]), MessageStatus::Read)
            .unwrap();
    });
    store.reopen();
    store.turn(true, &mut |tx| {
        for row in &rows {
            assert_eq!(tx.message(row.id).unwrap().as_ref(), Some(row));
            for status in statuses {
                tx.set_message_status(row.id, status).unwrap();
                assert_eq!(
                    tx.message(row.id).unwrap(),
                    Some(MessageRow {
                        status,
                        ..row.clone()
                    })
                );
            }
        }
    });
}

/// `sort_at`, then content id; each sender device has a clock of its own; times above 2^63 do not exist, zero does.
pub fn the_order_of_a_conversation(store: &mut dyn Fixture) {
    store.turn(true, &mut |tx| {
        let rows = [
            message(5, 30),
            message(2, 30),
            message(9, 0),
            message(7, 31),
        ];
        for row in &rows {
            tx.insert_message(row).unwrap();
        }
        let [_, _, zero, last] = &rows;
        assert_eq!(
            tx.last_message(last.conversation).unwrap().as_ref(),
            Some(last)
        );
        let other_device = MessageRow {
            sender_device: DeviceId::new(8),
            ..message(11, 40)
        };
        tx.insert_message(&other_device).unwrap();
        let at = |tx: &mut dyn StoreTx, device| {
            tx.last_sort_at(zero.conversation, zero.sender, DeviceId::new(device))
                .unwrap()
        };
        assert_eq!(at(tx, 3), Some(31));
        assert_eq!(at(tx, 8), Some(40));
        assert_eq!(at(tx, 4), None);
        // Equal times: the greater content id is later.
        let conversation = ConversationId::direct(account(77));
        for number in [20, 22, 21] {
            tx.insert_message(&MessageRow {
                conversation,
                ..message(number, 50)
            })
            .unwrap();
        }
        assert_eq!(
            tx.last_message(conversation).unwrap().unwrap().id,
            message(22, 50).id
        );
        assert_eq!(
            tx.last_message(ConversationId::direct(account(78)))
                .unwrap(),
            None
        );
    });
}

/// Only others' rows, only `Received`, up to and including the place, oldest first, bounded.
pub fn unseen_messages_up_to_a_place(store: &mut dyn Fixture) {
    store.turn(true, &mut |tx| {
        let conversation = message(1, 10).conversation;
        let own = MessageRow {
            outgoing: true,
            status: MessageStatus::Sent,
            ..message(4, 12)
        };
        for row in [
            message(3, 30),
            message(1, 10),
            own,
            message(2, 20),
            message(5, 20),
        ] {
            tx.insert_message(&row).unwrap();
        }
        let elsewhere = MessageRow {
            conversation: ConversationId::direct(account(9)),
            ..message(6, 5)
        };
        tx.insert_message(&elsewhere).unwrap();
        let through = (20, message(2, 20).content_id);
        let mut unseen = |limit| tx.unseen(conversation, through, limit).unwrap();
        assert_eq!(unseen(10), [message(1, 10).id, message(2, 20).id]);
        assert_eq!(unseen(1), [message(1, 10).id]);
        tx.set_message_status(message(1, 10).id, MessageStatus::Seen)
            .unwrap();
        assert_eq!(
            tx.unseen(conversation, through, 10).unwrap(),
            [message(2, 20).id]
        );
    });
}

/// A put replaces every column; lists are in their order.
pub fn contacts_and_conversations_are_overwritten_whole(store: &mut dyn Fixture) {
    let changed = ContactRow {
        name: "B".into(),
        own_name: Some("B".into()),
        their_name: None,
        state: ContactState::Blocked,
        verified: true,
        compared: true,
        identity: IdentityState::Forked,
        ..contact(2)
    };
    let moved = ConversationRow {
        last_message: None,
        unread: 3,
        ..conversation(1, 99)
    };
    store.turn(true, &mut |tx| {
        for number in [2, 1, 3] {
            tx.put_contact(&contact(number)).unwrap();
            tx.put_conversation(&conversation(number, u64::from(number)))
                .unwrap();
        }
        tx.put_contact(&changed).unwrap();
        tx.put_conversation(&moved).unwrap();
    });
    store.reopen();
    store.turn(true, &mut |tx| {
        assert_eq!(
            tx.contacts().unwrap(),
            [contact(1), changed.clone(), contact(3)]
        );
        let conversations = [moved.clone(), conversation(3, 3), conversation(2, 2)];
        assert_eq!(tx.conversations().unwrap(), conversations);
        assert_eq!(tx.contact(account(9)).unwrap(), None);
        assert_eq!(
            tx.conversation(ConversationId::direct(account(9))).unwrap(),
            None
        );
    });
}

/// One row, then a whole conversation: gone from every list, and not to be inserted again until the mark is forgotten.
pub fn a_removed_row_never_comes_back(store: &mut dyn Fixture) {
    let elsewhere = MessageRow {
        conversation: ConversationId::direct(account(9)),
        ..message(7, 40)
    };
    let at = Timestamp::from_millis(1_000);
    store.turn(true, &mut |tx| {
        for row in [
            message(1, 10),
            message(2, 20),
            message(3, 30),
            elsewhere.clone(),
        ] {
            assert!(tx.insert_message(&row).unwrap());
        }
        assert!(tx.remove_message(message(3, 30).id, at).unwrap());
        assert!(!tx.remove_message(message(3, 30).id, at).unwrap());
    });
    store.reopen();
    store.turn(true, &mut |tx| {
        let row = message(3, 30);
        assert!(tx.was_removed(row.id).unwrap());
        assert!(!tx.was_removed(message(2, 20).id).unwrap());
        assert!(!tx.insert_message(&row).unwrap());
        assert_eq!(tx.message(row.id).unwrap(), None);
        assert_eq!(
            tx.last_message(row.conversation).unwrap(),
            Some(message(2, 20))
        );
        let last = tx.last_sort_at(row.conversation, row.sender, row.sender_device);
        assert_eq!(last.unwrap(), Some(20));
        assert_eq!(
            tx.unseen(row.conversation, (99, row.content_id), 9)
                .unwrap()
                .len(),
            2
        );
        tx.remove_messages(row.conversation, Timestamp::from_millis(2_000))
            .unwrap();
        assert_eq!(tx.last_message(row.conversation).unwrap(), None);
        let last = tx.last_sort_at(row.conversation, row.sender, row.sender_device);
        assert_eq!(last.unwrap(), None);
        assert!(!tx.insert_message(&message(1, 10)).unwrap());
        assert_eq!(tx.message(elsewhere.id).unwrap().as_ref(), Some(&elsewhere));
        // What was removed before this moment may come again; what was removed later may not.
        tx.forget_removed(Timestamp::from_millis(1_500)).unwrap();
        assert!(tx.insert_message(&row).unwrap());
        assert!(!tx.insert_message(&message(2, 20)).unwrap());
    });
}

/// Rows, marks, contacts, conversations and drafts are back after a rollback.
pub fn a_removal_can_be_rolled_back(store: &mut dyn Fixture) {
    let here = message(1, 10).conversation;
    store.turn(true, &mut |tx| {
        for row in [message(1, 10), message(2, 20)] {
            tx.insert_message(&row).unwrap();
        }
        tx.put_contact(&contact(1)).unwrap();
        tx.put_conversation(&conversation(1, 20)).unwrap();
        tx.put_draft(here, "half a thought").unwrap();
    });
    store.turn(false, &mut |tx| {
        let at = Timestamp::from_millis(1_000);
        tx.remove_message(message(1, 10).id, at).unwrap();
        tx.remove_messages(here, at).unwrap();
        tx.remove_contact(account(1)).unwrap();
        tx.remove_conversation(here).unwrap();
        tx.put_draft(here, "").unwrap();
        assert_eq!(tx.contact(account(1)).unwrap(), None);
        assert_eq!(tx.conversation(here).unwrap(), None);
        assert_eq!(tx.draft(here).unwrap(), None);
    });
    store.turn(true, &mut |tx| {
        assert!(!tx.was_removed(message(1, 10).id).unwrap());
        assert_eq!(tx.message(message(1, 10).id).unwrap(), Some(message(1, 10)));
        assert_eq!(tx.last_message(here).unwrap(), Some(message(2, 20)));
        let row = message(1, 10);
        let last = tx.last_sort_at(here, row.sender, row.sender_device);
        assert_eq!(last.unwrap(), Some(20));
        assert_eq!(tx.contact(account(1)).unwrap(), Some(contact(1)));
        assert_eq!(tx.conversation(here).unwrap(), Some(conversation(1, 20)));
        assert_eq!(tx.draft(here).unwrap().as_deref(), Some("half a thought"));
        // Removing what is not there is fine.
        tx.remove_contact(account(5)).unwrap();
        tx.remove_conversation(ConversationId::direct(account(5)))
            .unwrap();
    });
}

/// One per conversation, overwritten whole; an empty one is none.
pub fn drafts_are_kept_and_removed(store: &mut dyn Fixture) {
    let [one, two] = [1, 2].map(|number| ConversationId::direct(account(number)));
    store.turn(true, &mut |tx| {
        tx.put_draft(one, "first").unwrap();
        tx.put_draft(two, "文字\n'\"").unwrap();
        tx.put_draft(one, "second").unwrap();
    });
    store.reopen();
    store.turn(true, &mut |tx| {
        assert_eq!(tx.draft(one).unwrap().as_deref(), Some("second"));
        assert_eq!(tx.draft(two).unwrap().as_deref(), Some("文字\n'\""));
        tx.put_draft(one, "").unwrap();
        tx.put_draft(one, "").unwrap();
        assert_eq!(tx.draft(one).unwrap(), None);
    });
}

fn account(number: u8) -> AccountId {
    AccountId::from_bytes([number; 32])
}

fn message(number: u8, sort_at: u64) -> MessageRow {
    MessageRow {
        id: MessageId::from_bytes([number; 16]),
        conversation: ConversationId::direct(account(1)),
        sender: account(1),
        sender_device: DeviceId::new(3),
        content_id: ContentId::from_bytes([number; 16]),
        kind: RowKind::Text,
        text: "text".into(),
        raw: vec![number, 0, 255],
        sent_at: Timestamp::from_millis(sort_at),
        received_at: Timestamp::from_millis(sort_at + 1),
        sort_at,
        status: MessageStatus::Received,
        outgoing: false,
    }
}

fn contact(number: u8) -> ContactRow {
    ContactRow {
        account: account(number),
        name: "A".into(),
        own_name: None,
        their_name: Some("A".into()),
        state: ContactState::Accepted,
        verified: false,
        compared: false,
        identity: IdentityState::Unchanged,
        added_at: Timestamp::from_millis(7),
    }
}

fn conversation(number: u8, last_at: u64) -> ConversationRow {
    ConversationRow {
        id: ConversationId::direct(account(number)),
        last_message: Some(MessageId::from_bytes([number; 16])),
        last_at: Timestamp::from_millis(last_at),
        unread: 0,
        read_through: Some(MessageId::from_bytes([number; 16])),
    }
}
