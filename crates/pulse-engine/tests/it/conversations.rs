//! Two contacts: what they say, read and type.

use std::time::Duration;

use pulse_engine::{
    Command, CommandError, ContactState, Content, ContentId, Event, MessageStatus, RowKind,
};
use pulse_protocol::refusal::RefusalCode;

use super::world::World;

#[test]
fn words_keep_their_order_even_when_the_clock_stands_still_or_goes_back() {
    let (mut world, alice, bob) = World::friends();
    let mut said = vec!["hello".to_owned()];
    world.is_frozen = true;
    for number in 0..100 {
        if number == 50 {
            world.now = pulse_protocol::Timestamp::from_millis(world.now.as_millis() - 3_600_000);
        }
        let text = format!("line {number}");
        world.send(alice, bob, &text);
        said.push(text);
        if number % 7 == 0 {
            world.run();
        }
    }
    world.run();
    assert_eq!(world.texts(bob, alice), said);
    assert_eq!(world.texts(alice, bob), said);
}

#[test]
fn the_same_send_again_changes_nothing() {
    let (mut world, alice, bob) = World::friends();
    let (content, conversation) = (ContentId::from_bytes([5; 16]), world.conversation(bob));
    let command = Command::SendText {
        conversation,
        content,
        text: "once".into(),
    };
    let first = world.command(alice, command.clone()).unwrap();
    world.run();
    assert_eq!(world.command(alice, command).unwrap(), first);
    world.run();
    assert_eq!(world.texts(bob, alice), ["hello", "once"]);
}

#[test]
fn reading_is_told_to_the_sender() {
    let (mut world, alice, bob) = World::friends();
    let first = world.send(alice, bob, "one");
    let last = world.send(alice, bob, "two");
    world.run();
    let unread = |world: &World| world.clients[bob].store.conversations()[0].unread;
    assert_eq!(unread(&world), 3);
    let conversation = world.conversation(alice);
    world
        .command(
            bob,
            Command::MarkRead {
                conversation,
                through: first,
            },
        )
        .unwrap();
    world.run();
    assert_eq!(unread(&world), 1);
    assert_eq!(world.status(alice, first), MessageStatus::Read);
    assert_eq!(world.status(alice, last), MessageStatus::Delivered);
    assert_eq!(world.status(bob, first), MessageStatus::Seen);
}

#[test]
fn typing_is_shown_for_a_moment_and_stored_nowhere() {
    let (mut world, alice, bob) = World::friends();
    let rows = world.history(bob, alice).len();
    let conversation = world.conversation(bob);
    world
        .command(
            alice,
            Command::SetTyping {
                conversation,
                active: true,
            },
        )
        .unwrap();
    world.run();
    let typing = |world: &World| {
        world.clients[bob]
            .events
            .iter()
            .rev()
            .find_map(|event| match event {
                Event::Typing { active, .. } => Some(*active),
                _ => None,
            })
    };
    assert_eq!(typing(&world), Some(true));
    world.pass(Duration::from_secs(11));
    assert_eq!(typing(&world), Some(false));
    assert_eq!(world.history(bob, alice).len(), rows);

    // Said while nobody hears it, it is gone.
    world.disconnect(alice);
    world
        .command(
            alice,
            Command::SetTyping {
                conversation,
                active: true,
            },
        )
        .unwrap();
    world.connect(alice);
    world.run();
    assert_eq!(typing(&world), Some(false));
}

/// What is worthless by now does not leave behind a message that had to wait.
#[test]
fn typing_that_waited_behind_a_message_does_not_leave() {
    let (mut world, alice, bob) = World::friends();
    let refuse = &mut world.server.refuse_submits;
    refuse.push_back(Some(RefusalCode::Busy));
    world.send(alice, bob, "first");
    for active in [true, false, true] {
        let conversation = world.conversation(bob);
        let set = Command::SetTyping {
            conversation,
            active,
        };
        world.send(alice, bob, "and then");
        world.command(alice, set).unwrap();
    }
    world.run();
    world.pass(Duration::from_secs(60));
    assert_eq!(world.texts(bob, alice).len(), 5);
    assert_eq!(world.count_events(bob, "Typing"), 0);
    // The first, what waited behind it, and nothing for what was worthless.
    let account = world.clients[bob].account;
    let rooms = world.clients[alice].store.records();
    let queued = rooms.filter(|(room, key, _)| {
        *room == pulse_engine::Room::Outbox
            && key.starts_with(&[&b"q"[..], account.as_bytes()].concat())
    });
    assert_eq!(queued.count(), 0);
}

/// That somebody was writing an hour ago, or while nobody was here, is not that they write.
#[test]
fn typing_that_comes_late_is_not_shown() {
    let (mut world, alice, bob) = World::friends();
    let set = Command::SetTyping {
        conversation: world.conversation(bob),
        active: true,
    };
    world.disconnect(bob);
    world.command(alice, set).unwrap();
    world.run();
    let (account, device) = (world.clients[bob].account, world.clients[bob].device);
    let (.., sealed) = world.server.envelopes.last().unwrap().clone();
    let mailbox = world.server.mailboxes.get_mut(&(account, device)).unwrap();
    assert_eq!(mailbox.waiting.len(), 1);
    mailbox.waiting.clear();
    let is_shown = |world: &World| {
        let mut events = world.clients[bob].events.iter();
        events.any(|event| matches!(event, Event::Typing { active: true, .. }))
    };

    // The server delivers it when it likes.
    world.connect(bob);
    world.run();
    world.pass(Duration::from_secs(60 * 60));
    let mut late = Vec::new();
    let id = pulse_protocol::EnvelopeId::from_bytes([8; 16]);
    let lane = pulse_protocol::MailLane::Contact;
    world
        .server
        .append(account, device, id, sealed, lane, &mut late);
    world.deliver(late);
    world.run();
    assert!(!is_shown(&world), "held back");

    // It waits while he is away.
    world.disconnect(bob);
    let set = Command::SetTyping {
        conversation: world.conversation(bob),
        active: true,
    };
    world.command(alice, set).unwrap();
    world.run();
    world.connect(bob);
    world.run();
    assert!(!is_shown(&world), "of before");
}

#[test]
fn refusals_delay_or_fail_and_block_nobody() {
    let (mut world, alice, bob) = World::friends();
    world
        .server
        .refuse_submits
        .push_back(Some(RefusalCode::Busy));
    let delayed = world.send(alice, bob, "later");
    world.run();
    assert_eq!(world.status(alice, delayed), MessageStatus::Pending);
    let behind = world.send(alice, bob, "behind it");
    world.run();
    assert_eq!(
        world.status(alice, behind),
        MessageStatus::Pending,
        "the order holds"
    );
    world.pass(Duration::from_secs(3));
    assert_eq!(world.status(alice, behind), MessageStatus::Delivered);
    assert_eq!(world.texts(bob, alice), ["hello", "later", "behind it"]);

    world
        .server
        .refuse_submits
        .push_back(Some(RefusalCode::FrameTooLarge));
    let failed = world.send(alice, bob, "never");
    let next = world.send(alice, bob, "next");
    world.run();
    assert_eq!(world.status(alice, failed), MessageStatus::Failed(302));
    assert_eq!(world.status(alice, next), MessageStatus::Delivered);
    world
        .command(alice, Command::RetryMessage { message: failed })
        .unwrap();
    world.run();
    assert_eq!(world.status(alice, failed), MessageStatus::Delivered);
    assert_eq!(
        world
            .command(alice, Command::RetryMessage { message: failed })
            .unwrap_err(),
        CommandError::NotFailed
    );
}

#[test]
fn what_a_newer_pulse_says_is_kept() {
    let (mut world, alice, bob) = World::friends();
    // A version that knows kind 30 says it; this one forwards the bytes it is given.
    let id = [7; 16];
    let newer = [&[8, 1, 18, 16][..], &id, &[0xf2, 1, 0]].concat();
    assert_eq!(
        Content::decode(&newer).unwrap().body,
        pulse_engine::Body::Newer
    );
    super::attacks::send_raw(&mut world, alice, bob, &newer);
    let row = world.history(bob, alice).pop().unwrap();
    assert_eq!((row.kind, row.raw), (RowKind::NeedsNewer, newer));
}

#[test]
fn two_who_begin_at_once_end_on_one_session() {
    let (mut world, alice, bob) = World::pair();
    world.add(alice, bob);
    world.add(bob, alice);
    world.send(alice, bob, "from Alice");
    world.send(bob, alice, "from Bob");
    world.run();
    assert_eq!(world.state(alice, bob), ContactState::Accepted);
    assert_eq!(world.state(bob, alice), ContactState::Accepted);
    for round in 0..3 {
        world.send(alice, bob, &format!("a{round}"));
        world.send(bob, alice, &format!("b{round}"));
        world.run();
    }
    let mut texts = world.texts(alice, bob);
    let mut mirrored = world.texts(bob, alice);
    texts.sort();
    mirrored.sort();
    assert_eq!(texts, mirrored);
    assert_eq!(texts.len(), 8);
    for who in [alice, bob] {
        for reason in [
            "no session",
            "used",
            "unauthentic",
            "handshake",
            "malformed",
            "seal",
        ] {
            assert_eq!(world.dropped(who, reason), 0, "{reason}");
        }
        let delivered = world.clients[who]
            .store
            .arrivals()
            .iter()
            .filter(|row| row.outgoing)
            .all(|row| row.status == MessageStatus::Delivered);
        assert!(delivered);
    }
}
