//! What a person takes away stays away, and nothing else goes with it.

use std::time::Duration;

use pulse_engine::{
    Body, Command, CommandError, ContactChange, ContactState, Content, ContentId, Event,
    MessageStatus, Room, StoreTx, Text,
};

use super::attacks::send_raw;
use super::world::World;

/// A text as bytes, under an id of its own.
fn text(world: &World, number: u8, body: &str) -> Vec<u8> {
    let content = Content {
        id: ContentId::from_bytes([number; 16]),
        sent_at: world.now,
        body: Body::Text(Text { body: body.into() }),
    };
    content.encode().unwrap().to_vec()
}

#[test]
fn a_deleted_message_does_not_come_back_when_it_is_sent_again() {
    let (mut world, alice, bob) = World::friends();
    let bytes = text(&world, 1, "forget this");
    send_raw(&mut world, alice, bob, &bytes);
    assert_eq!(world.texts(bob, alice), ["hello", "forget this"]);
    assert_eq!(world.clients[bob].store.conversations()[0].unread, 2);
    let message = world.history(bob, alice)[1].id;

    let delete = Command::DeleteMessage { message };
    world.command(bob, delete.clone()).unwrap();
    assert_eq!(world.texts(bob, alice), ["hello"]);
    let [summary] = world.clients[bob].store.conversations().try_into().unwrap();
    assert_eq!(summary.unread, 1);
    assert_eq!(summary.last_message, Some(world.history(bob, alice)[0].id));
    assert_eq!(world.count_events(bob, "MessageRemoved"), 1);
    let again = world.command(bob, delete).unwrap_err();
    assert_eq!(again, CommandError::UnknownMessage);

    // The same bytes, and other bytes under the same id.
    send_raw(&mut world, alice, bob, &bytes);
    let other = text(&world, 1, "remember this");
    send_raw(&mut world, alice, bob, &other);
    world.restart(bob);
    world.run();
    send_raw(&mut world, alice, bob, &bytes);
    assert_eq!(world.texts(bob, alice), ["hello"]);
    assert_eq!(world.clients[bob].store.conversations()[0].unread, 1);
}

#[test]
fn a_message_that_waits_does_not_leave_after_it_was_deleted() {
    let (mut world, alice, bob) = World::friends();
    world.disconnect(alice);
    let content = ContentId::from_bytes([7; 16]);
    let send = Command::SendText {
        conversation: world.conversation(bob),
        content,
        text: "not this".into(),
    };
    world.command(alice, send.clone()).unwrap();
    let kept = world.send(alice, bob, "but this");
    let message = world.history(alice, bob)[1].id;
    world
        .command(alice, Command::DeleteMessage { message })
        .unwrap();
    // Whoever asks once more for the same send is told that it was done, and does not undo the deletion.
    world.command(alice, send).unwrap();
    world.connect(alice);
    world.run();
    assert_eq!(world.texts(bob, alice), ["hello", "but this"]);
    assert_eq!(world.texts(alice, bob), ["hello", "but this"]);
    assert_eq!(world.status(alice, kept), MessageStatus::Delivered);
}

#[test]
fn a_deleted_conversation_is_empty_and_goes_on_with_the_next_word() {
    let (mut world, alice, bob) = World::friends();
    let bytes = text(&world, 1, "old");
    send_raw(&mut world, alice, bob, &bytes);
    let conversation = world.conversation(alice);
    let draft = Command::SetDraft {
        conversation,
        text: "half".into(),
    };
    world.command(bob, draft).unwrap();
    world
        .command(bob, Command::DeleteConversation { conversation })
        .unwrap();
    assert!(world.texts(bob, alice).is_empty());
    assert!(world.clients[bob].store.conversations().is_empty());
    let draft = world.clients[bob].store.begin().draft(conversation);
    assert_eq!(draft.unwrap(), None);
    assert_eq!(world.state(bob, alice), ContactState::Accepted);
    assert_eq!(world.count_events(bob, "ConversationRemoved"), 1);

    send_raw(&mut world, alice, bob, &bytes);
    assert!(world.texts(bob, alice).is_empty(), "sent again");
    let next = world.send(alice, bob, "new");
    world.run();
    assert_eq!(world.texts(bob, alice), ["new"]);
    assert_eq!(world.status(alice, next), MessageStatus::Delivered);
}

#[test]
fn removed_rows_are_remembered_for_as_long_as_they_can_come_again() {
    let (mut world, alice, bob) = World::friends();
    let bytes = text(&world, 1, "forget this");
    send_raw(&mut world, alice, bob, &bytes);
    let message = world.history(bob, alice)[1].id;
    world
        .command(bob, Command::DeleteMessage { message })
        .unwrap();
    let day = Duration::from_secs(24 * 60 * 60);
    world.pass(day * 90);
    let mark = |world: &mut World| world.clients[bob].store.begin().was_removed(message);
    assert!(mark(&mut world).unwrap());
    world.pass(day * 11);
    assert!(!mark(&mut world).unwrap());
}

#[test]
fn a_removed_contact_is_a_stranger_again() {
    let (mut world, alice, bob) = World::friends();
    let account = world.clients[alice].account;
    world
        .command(bob, Command::RemoveContact { account })
        .unwrap();
    world.run();
    assert_eq!(world.contact(bob, alice), None);
    assert!(world.clients[bob].store.conversations().is_empty());
    let refused = world
        .command(bob, Command::RemoveContact { account })
        .unwrap_err();
    assert_eq!(refused, CommandError::UnknownContact);

    world.send(alice, bob, "where are you?");
    world.run();
    assert_eq!(world.state(bob, alice), ContactState::Requested);
    assert_eq!(world.texts(bob, alice), ["where are you?"]);
    world
        .command(bob, Command::AcceptContact { account })
        .unwrap();
    world.run();
    let answer = world.send(bob, alice, "here");
    world.run();
    assert_eq!(world.status(bob, answer), MessageStatus::Delivered);
    let last = world.send(alice, bob, "good");
    world.run();
    assert_eq!(world.status(alice, last), MessageStatus::Delivered);
}

#[test]
fn unblocking_leads_back_to_where_the_block_began() {
    let (mut world, alice, bob) = World::pair();
    let account = world.clients[alice].account;
    let change = |world: &mut World, command: Command| {
        world.command(bob, command).unwrap();
        world.run();
    };
    // Nobody.
    change(&mut world, Command::BlockContact { account });
    change(&mut world, Command::UnblockContact { account });
    assert_eq!(world.contact(bob, alice), None);

    // Somebody who waits for an answer, blocked twice.
    world.add(alice, bob);
    world.send(alice, bob, "hello");
    world.run();
    for command in [
        Command::BlockContact { account },
        Command::BlockContact { account },
        Command::UnblockContact { account },
    ] {
        change(&mut world, command);
    }
    assert_eq!(world.state(bob, alice), ContactState::Requested);

    // A contact: hears our new token, and writes as a contact.
    change(&mut world, Command::AcceptContact { account });
    change(&mut world, Command::BlockContact { account });
    world.send(alice, bob, "into the void");
    world.run();
    change(&mut world, Command::UnblockContact { account });
    assert_eq!(world.state(bob, alice), ContactState::Accepted);
    let unblocked = world.clients[bob].events.iter().filter(|event| {
        matches!(
            event,
            Event::ContactChanged {
                change: ContactChange::Unblocked,
                ..
            }
        )
    });
    assert_eq!(unblocked.count(), 3);
    let message = world.send(alice, bob, "again");
    world.run();
    assert_eq!(world.status(alice, message), MessageStatus::Delivered);
    assert_eq!(world.texts(bob, alice), ["hello", "again"]);
    // Not blocked: nothing to take back.
    change(&mut world, Command::UnblockContact { account });
    assert_eq!(world.state(bob, alice), ContactState::Accepted);
}

#[test]
fn a_block_of_an_older_version_is_taken_back_to_a_request() {
    let (mut world, alice, bob) = World::friends();
    let account = world.clients[alice].account;
    world
        .command(bob, Command::BlockContact { account })
        .unwrap();
    let key = [b"blocked", account.as_bytes().as_slice()].concat();
    let mut tx = world.clients[bob].store.begin();
    tx.delete(Room::Requests, &key).unwrap();
    tx.commit();
    world
        .command(bob, Command::UnblockContact { account })
        .unwrap();
    assert_eq!(world.state(bob, alice), ContactState::Requested);
}
