//! What contacts are told; and drafts, mutes and marks, which nobody is told.

use std::time::Duration;

use pulse_crypto::secret::Secret;
use pulse_engine::{
    Body, Command, CommandError, Content, ContentId, ConversationId, Engine, Event, MessageStatus,
    Mute, Privacy, Profile, StoreTx, limits,
};

use super::attacks::send_raw;
use super::world::World;

fn set(world: &mut World, who: usize, read_receipts: bool, typing: bool) {
    let privacy = Privacy {
        read_receipts,
        typing,
    };
    world.command(who, Command::SetPrivacy { privacy }).unwrap();
}

fn read(world: &mut World, who: usize, of: usize) {
    let command = Command::MarkRead {
        conversation: world.conversation(of),
        through: world.history(who, of).last().unwrap().id,
    };
    world.command(who, command).unwrap();
    world.run();
}

fn typing(world: &World, at: usize) -> usize {
    world.count_events(at, "Typing")
}

fn write(world: &mut World, from: usize, to: usize) {
    let command = Command::SetTyping {
        conversation: world.conversation(to),
        active: true,
    };
    world.command(from, command).unwrap();
    world.run();
}

#[test]
fn without_read_receipts_neither_side_learns_what_was_read() {
    let (mut world, alice, bob) = World::friends();
    set(&mut world, bob, false, true);
    let to_bob = world.send(alice, bob, "one");
    world.run();
    read(&mut world, bob, alice);
    assert_eq!(world.status(bob, to_bob), MessageStatus::Seen);
    assert_eq!(world.status(alice, to_bob), MessageStatus::Delivered);

    let to_alice = world.send(bob, alice, "two");
    world.run();
    read(&mut world, alice, bob);
    assert_eq!(world.status(bob, to_alice), MessageStatus::Delivered);

    set(&mut world, bob, true, true);
    let to_bob = world.send(alice, bob, "three");
    world.run();
    read(&mut world, bob, alice);
    assert_eq!(world.status(alice, to_bob), MessageStatus::Read);
}

#[test]
fn read_receipts_that_wait_are_not_told_after_all() {
    let (mut world, alice, bob) = World::friends();
    let message = world.send(alice, bob, "one");
    world.run();
    world.disconnect(bob);
    read(&mut world, bob, alice);
    set(&mut world, bob, false, true);
    world.connect(bob);
    world.run();
    assert_eq!(world.status(alice, message), MessageStatus::Delivered);
}

#[test]
fn without_typing_neither_side_learns_who_writes() {
    let (mut world, alice, bob) = World::friends();
    write(&mut world, alice, bob);
    assert_eq!(typing(&world, bob), 1);
    // What is shown of them ends at once, and nothing more is shown or told.
    set(&mut world, bob, true, false);
    assert_eq!(typing(&world, bob), 2);
    write(&mut world, alice, bob);
    assert_eq!(typing(&world, bob), 2);
    let sent = world.server.submits.len();
    write(&mut world, bob, alice);
    assert_eq!(world.server.submits.len(), sent);
    assert_eq!(typing(&world, alice), 0);
    assert_eq!(world.count_events(bob, "PrivacyChanged"), 1);
    world.restart(bob);
    world.run();
    write(&mut world, alice, bob);
    assert_eq!(typing(&world, bob), 2, "it is remembered");
}

#[test]
fn a_draft_stays_on_this_device() {
    let (mut world, alice, bob) = World::friends();
    let conversation = world.conversation(bob);
    let sent = world.server.submits.len();
    let draft = |text: &str| Command::SetDraft {
        conversation,
        text: text.into(),
    };
    world.command(alice, draft("half a th")).unwrap();
    world.command(alice, draft("half a th")).unwrap();
    world.run();
    assert_eq!(world.count_events(alice, "DraftChanged"), 1);
    assert_eq!(world.server.submits.len(), sent);
    let stored = |world: &mut World| {
        let mut tx = world.clients[alice].store.begin();
        tx.draft(conversation).unwrap()
    };
    assert_eq!(stored(&mut world).as_deref(), Some("half a th"));
    let long = "a".repeat(limits::TEXT_BYTES_MAX + 1);
    let refused = world.command(alice, draft(&long)).unwrap_err();
    assert!(matches!(refused, CommandError::TextTooLong { .. }));
    world.command(alice, draft("")).unwrap();
    assert_eq!(stored(&mut world), None);
}

#[test]
fn a_mark_of_unread_stays_on_this_device_until_the_conversation_is_read_or_gone() {
    let (mut world, alice, bob) = World::friends();
    let conversation = world.conversation(bob);
    let through = world.send(bob, alice, "lunch?");
    world.run();
    let sent = world.server.submits.len();
    let set = |conversation, marked| Command::SetUnreadMark {
        conversation,
        marked,
    };
    let kept = |world: &mut World| {
        let mut tx = world.clients[alice].store.begin();
        Vec::from_iter(Engine::unread_marks(&mut tx).unwrap())
    };
    for _ in 0..2 {
        world.command(alice, set(conversation, true)).unwrap();
    }
    world.run();
    assert_eq!(world.count_events(alice, "UnreadMarkChanged"), 1);
    assert_eq!(world.server.submits.len(), sent, "nobody is told");
    world.restart(alice);
    assert_eq!(kept(&mut world), [conversation]);
    world.command(alice, set(conversation, false)).unwrap();
    assert_eq!(kept(&mut world), []);
    let stranger = ConversationId::from_bytes([9; 32]);
    let refused = world.command(alice, set(stranger, true));
    assert_eq!(refused.unwrap_err(), CommandError::UnknownContact);

    world.command(alice, set(conversation, true)).unwrap();
    let read = Command::MarkRead {
        conversation,
        through,
    };
    world.command(alice, read).unwrap();
    assert_eq!(kept(&mut world), [], "read");

    world.command(alice, set(conversation, true)).unwrap();
    let delete = Command::DeleteConversation { conversation };
    world.command(alice, delete).unwrap();
    assert_eq!(kept(&mut world), [], "gone");
}

#[test]
fn a_mute_stays_on_this_device_and_ends_with_the_contact() {
    let (mut world, alice, bob) = World::friends();
    let conversation = world.conversation(bob);
    let sent = world.server.submits.len();
    let set = |conversation, mute| Command::SetMute { conversation, mute };
    let kept = |world: &mut World| {
        let mut tx = world.clients[alice].store.begin();
        Engine::mutes(&mut tx)
            .unwrap()
            .into_iter()
            .collect::<Vec<_>>()
    };
    let hour = Mute::Until(world.now.plus(Duration::from_secs(60 * 60)));
    world.command(alice, set(conversation, Some(hour))).unwrap();
    world.command(alice, set(conversation, Some(hour))).unwrap();
    world.run();
    assert_eq!(world.count_events(alice, "MuteChanged"), 1);
    assert_eq!(world.server.submits.len(), sent, "nobody is told");
    world.restart(alice);
    assert_eq!(kept(&mut world), [(conversation, hour)]);
    let stranger = ConversationId::from_bytes([9; 32]);
    let refused = world.command(alice, set(stranger, Some(Mute::Always)));
    assert_eq!(refused.unwrap_err(), CommandError::UnknownContact);
    let over = Mute::Until(world.now);
    world.command(alice, set(conversation, Some(over))).unwrap();
    world.command(alice, set(conversation, None)).unwrap();
    assert_eq!(kept(&mut world), []);
    world
        .command(alice, set(conversation, Some(Mute::Always)))
        .unwrap();
    assert_eq!(kept(&mut world), [(conversation, Mute::Always)]);
    let account = world.clients[bob].account;
    world
        .command(alice, Command::RemoveContact { account })
        .unwrap();
    assert_eq!(kept(&mut world), []);
}

#[test]
fn an_older_profile_that_comes_late_sets_no_name_back() {
    let (mut world, alice, bob) = World::friends();
    let old = world.now;
    let name = |name: &str| Command::SetName { name: name.into() };
    world.command(alice, name("Alicia")).unwrap();
    world.run();
    assert_eq!(world.contact(bob, alice).unwrap().name, "Alicia");

    let late = Content {
        id: ContentId::from_bytes([9; 16]),
        sent_at: old,
        body: Body::Profile(Profile {
            name: "Alice".into(),
            key: Secret::from_bytes([1; 32]),
            counter: 1,
        }),
    };
    send_raw(&mut world, alice, bob, &late.encode().unwrap());
    assert_eq!(world.contact(bob, alice).unwrap().name, "Alicia");
    let message = world.send(bob, alice, "and your token still opens the door");
    world.run();
    assert_eq!(world.status(bob, message), MessageStatus::Delivered);
    world.command(alice, name("Ally")).unwrap();
    world.run();
    assert_eq!(world.contact(bob, alice).unwrap().name, "Ally");
    let renamed = world.clients[bob]
        .events
        .iter()
        .filter(|event| matches!(event, Event::ContactChanged { change, .. } if *change == pulse_engine::ContactChange::Renamed));
    assert!(renamed.count() >= 2);
}
