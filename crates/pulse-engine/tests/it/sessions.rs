//! How long a session is begun with, sent on and kept.

use std::time::Duration;

use pulse_engine::MessageStatus;
use pulse_protocol::refusal::RefusalCode;

use super::world::World;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Bob drops what Alice's handshake names 31 days after he has replaced it: what she sealed and could not send for weeks is of no
/// use to him.
#[test]
fn a_first_message_that_waited_for_weeks_is_sealed_anew() {
    let (mut world, alice, bob) = World::pair();
    world.add(alice, bob);
    world
        .server
        .refuse_submits
        .push_back(Some(RefusalCode::Busy));
    let first = world.send(alice, bob, "hello");
    world.run();
    world.disconnect(alice);
    for _ in 0..36 {
        world.pass(DAY);
    }
    world.connect(alice);
    world.run();
    assert_eq!(world.status(alice, first), MessageStatus::Sent);
    assert_eq!(world.dropped(bob, "no session"), 0);
    assert_eq!(world.texts(bob, alice), ["hello"]);
    assert_eq!(world.contact(bob, alice).unwrap().name, "Alice");
}

#[test]
fn a_bundle_begins_one_day_of_messages() {
    let (mut world, alice, bob) = World::pair();
    let (account, device) = (world.clients[bob].account, world.clients[bob].device);
    let left = |world: &World| world.server.prekey_counts(account, device).one_time;
    world.add(alice, bob);
    let before = left(&world);
    for text in ["one", "two"] {
        world.send(alice, bob, text);
        world.run();
        world.pass(Duration::from_secs(60 * 60));
    }
    assert_eq!(left(&world), before - 1);
    world.pass(DAY);
    world.send(alice, bob, "three");
    world.run();
    assert_eq!(left(&world), before - 2, "nobody answered: made anew");
    assert_eq!(world.texts(bob, alice), ["one", "two", "three"]);

    let account = world.clients[alice].account;
    world
        .command(bob, pulse_engine::Command::AcceptContact { account })
        .unwrap();
    world.run();
    world.pass(DAY * 3);
    let before = left(&world);
    for text in ["four", "five"] {
        world.send(alice, bob, text);
        world.run();
        world.pass(DAY * 3);
    }
    assert_eq!(left(&world), before, "an answered session lasts");
    assert_eq!(world.texts(bob, alice).len(), 5);
}
