//! How long a session is begun with, sent on and kept.

use std::time::Duration;

use pulse_engine::{Command, ContactState, MessageStatus, Room};
use pulse_protocol::refusal::RefusalCode;
use pulse_protocol::{EnvelopeId, MailLane};

use super::repair::lose_sessions;
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
        .command(bob, Command::AcceptContact { account })
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

/// How many sessions a device keeps with those of somebody.
fn count(world: &World, of: usize, with: usize) -> usize {
    let account = world.clients[with].account;
    let records = world.clients[of].store.records();
    let sessions = records
        .filter(|(room, key, _)| *room == Room::Sessions && key.starts_with(account.as_bytes()));
    sessions.count()
}

/// A begins anew every day, as long as B does not answer: the newest five are kept, on both sides, and the newest is answered.
#[test]
fn of_many_sessions_the_newest_five_are_kept() {
    let (mut world, alice, bob) = World::pair();
    world.add(alice, bob);
    for day in 0..9 {
        world.send(alice, bob, &format!("day {day}"));
        world.run();
        world.pass(DAY * 2);
    }
    assert_eq!(world.texts(bob, alice).len(), 9);
    assert_eq!(
        (count(&world, alice, bob), count(&world, bob, alice)),
        (5, 5)
    );
    let account = world.clients[alice].account;
    world
        .command(bob, Command::AcceptContact { account })
        .unwrap();
    world.run();
    assert_eq!(world.state(alice, bob), ContactState::Accepted);
    for (from, to) in [(bob, alice), (alice, bob), (bob, alice)] {
        let message = world.send(from, to, "to and fro");
        world.run();
        assert_eq!(world.status(from, message), MessageStatus::Delivered);
    }
    for reason in ["no session", "used", "unauthentic", "handshake"] {
        assert_eq!(world.dropped(alice, reason) + world.dropped(bob, reason), 0);
    }
}

/// Alice lost her sessions and began anew. What she had sealed before and the server brings weeks later is still read.
#[test]
fn a_retired_session_receives_for_thirty_one_days() {
    for (days, is_read) in [(31, true), (32, false)] {
        let (mut world, alice, bob) = World::friends();
        world.send(bob, alice, "in the old session");
        world.run();
        world.disconnect(bob);
        world.send(alice, bob, "on a long way");
        world.run();
        let (account, device) = (world.clients[bob].account, world.clients[bob].device);
        let (.., sealed) = world.server.envelopes.last().unwrap().clone();
        let mailbox = world.server.mailboxes.get_mut(&(account, device)).unwrap();
        mailbox.waiting.clear();
        lose_sessions(&mut world, alice);
        world.connect(bob);
        world.send(alice, bob, "in the new session");
        world.run();
        assert_eq!(count(&world, bob, alice), 2);

        for _ in 0..days {
            world.pass(DAY);
        }
        assert_eq!(count(&world, bob, alice), if is_read { 2 } else { 1 });
        let mut late = Vec::new();
        let (id, lane) = (EnvelopeId::from_bytes([7; 16]), MailLane::Contact);
        world
            .server
            .append(account, device, id, sealed, lane, &mut late);
        world.deliver(late);
        world.run();
        let late = "on a long way".to_owned();
        assert_eq!(world.texts(bob, alice).contains(&late), is_read);
        assert_eq!(world.dropped(bob, "no session"), u64::from(!is_read));
    }
}
