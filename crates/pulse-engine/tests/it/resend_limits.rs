//! What is sent again when a device asks, and what is not (PROTOCOL section 2, "Repair").

use std::time::Duration;

use pulse_engine::{Command, MessageId, MessageStatus};
use pulse_protocol::EnvelopeId;

use super::endless_resends::{ask_for, envelopes_to};
use super::trust::link_device;
use super::world::World;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A message of Alice's that gets lost between the server and Bob.
fn lose(world: &mut World, alice: usize, bob: usize, text: &str) -> (MessageId, EnvelopeId) {
    world.disconnect(bob);
    let message = world.send(alice, bob, text);
    world.run();
    for mailbox in world.server.mailboxes.values_mut() {
        mailbox.waiting.clear();
    }
    world.connect(bob);
    world.run();
    assert_eq!(world.status(alice, message), MessageStatus::Sent);
    let envelope = *envelopes_to(world, world.clients[bob].account)
        .last()
        .unwrap();
    (message, envelope)
}

#[test]
fn what_was_lost_is_sent_again_for_thirty_days() {
    for (days, status) in [(30, MessageStatus::Delivered), (31, MessageStatus::Sent)] {
        let (mut world, alice, bob) = World::friends();
        let (message, envelope) = lose(&mut world, alice, bob, "late, not never");
        for _ in 0..days {
            world.pass(DAY);
        }
        ask_for(&mut world, bob, alice, 1, &[envelope]);
        assert_eq!(world.status(alice, message), status, "after {days} days");
        let texts = world.texts(bob, alice).len();
        assert_eq!(texts, 1 + usize::from(days == 30));
    }
}

/// The attacks: another contact, and another device of the same one, ask for what was sealed for somebody else.
#[test]
fn only_the_device_that_it_was_sealed_for_gets_it_again() {
    let (mut world, alice, bob) = World::friends();
    let carol = world.join("Carol");
    world.befriend(alice, carol);
    let (message, envelope) = lose(&mut world, alice, bob, "for Bob's phone");
    let laptop = link_device(&mut world, bob);
    let accounts = [bob, carol].map(|who| world.clients[who].account);
    let sent = |world: &World| accounts.map(|account| envelopes_to(world, account).len());
    for asks in [carol, laptop] {
        let before = sent(&world);
        ask_for(&mut world, asks, alice, asks as u8, &[envelope]);
        assert_eq!(sent(&world), before, "{asks}");
        assert_eq!(world.status(alice, message), MessageStatus::Sent);
    }
    ask_for(&mut world, bob, alice, 9, &[envelope]);
    assert_eq!(world.status(alice, message), MessageStatus::Delivered);
    assert_eq!(world.texts(bob, alice).last().unwrap(), "for Bob's phone");
}

#[test]
fn what_arrived_is_not_sent_again() {
    let (mut world, alice, bob) = World::friends();
    let account = world.clients[bob].account;
    let message = world.send(alice, bob, "you have this");
    world.run();
    assert_eq!(world.status(alice, message), MessageStatus::Delivered);
    let envelope = *envelopes_to(&world, account).last().unwrap();
    let before = envelopes_to(&world, account).len();
    ask_for(&mut world, bob, alice, 1, &[envelope]);
    assert_eq!(envelopes_to(&world, account).len(), before);
}

#[test]
fn what_was_deleted_is_not_sent_again() {
    let (mut world, alice, bob) = World::friends();
    let account = world.clients[bob].account;
    let (message, envelope) = lose(&mut world, alice, bob, "I take it back");
    world
        .command(alice, Command::DeleteMessage { message })
        .unwrap();
    let before = envelopes_to(&world, account).len();
    ask_for(&mut world, bob, alice, 1, &[envelope]);
    assert_eq!(envelopes_to(&world, account).len(), before);
    assert_eq!(world.texts(bob, alice), ["hello"]);
}
