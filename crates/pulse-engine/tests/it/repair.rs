//! A device loses its sessions; the pair mends itself and what was lost is shown late, not never.

use std::time::Duration;

use pulse_engine::{ContactState, MessageStatus, Room, StoreTx};
use pulse_protocol::{EnvelopeId, MailLane};

use super::world::World;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Everything a device knows of its sessions is gone, as after a bug or a damaged record.
pub(crate) fn lose_sessions(world: &mut World, of: usize) {
    let keys: Vec<Vec<u8>> = world.clients[of]
        .store
        .records()
        .filter(|(room, ..)| *room == Room::Sessions)
        .map(|(_, key, _)| key.to_vec())
        .collect();
    assert!(!keys.is_empty());
    let mut tx = world.clients[of].store.begin();
    for key in keys {
        tx.delete(Room::Sessions, &key).unwrap();
    }
    tx.commit();
}

#[test]
fn what_a_lost_session_could_not_open_is_sent_again() {
    let (mut world, alice, bob) = World::friends();
    world.send(bob, alice, "before");
    world.run();
    lose_sessions(&mut world, bob);
    let lost = world.send(alice, bob, "lost");
    world.run();
    assert_eq!(world.texts(bob, alice), ["hello", "before", "lost"]);
    assert_eq!(world.status(alice, lost), MessageStatus::Delivered);
    assert_eq!(world.dropped(bob, "no session"), 1);
    world.send(bob, alice, "and back");
    world.send(alice, bob, "and on");
    world.run();
    let mut texts = world.texts(bob, alice);
    texts.sort();
    assert_eq!(texts, ["and back", "and on", "before", "hello", "lost"]);
    assert_eq!(
        world.dropped(alice, "no session") + world.dropped(bob, "no session"),
        1,
        "one repair was enough"
    );
}

#[test]
fn a_sender_that_lost_its_session_begins_a_new_one() {
    let (mut world, alice, bob) = World::friends();
    world.send(bob, alice, "before");
    world.run();
    lose_sessions(&mut world, alice);
    world.send(alice, bob, "fresh");
    world.run();
    world.send(bob, alice, "seen");
    world.run();
    assert_eq!(
        world.texts(bob, alice),
        ["hello", "before", "fresh", "seen"]
    );
    assert_eq!(
        world.texts(alice, bob),
        ["hello", "before", "fresh", "seen"]
    );
}

#[test]
fn both_losing_everything_at_once_still_meet_again() {
    let (mut world, alice, bob) = World::friends();
    world.disconnect(bob);
    world.send(alice, bob, "on its way");
    world.run();
    lose_sessions(&mut world, alice);
    lose_sessions(&mut world, bob);
    world.connect(bob);
    world.run();
    world.send(alice, bob, "one");
    world.send(bob, alice, "two");
    world.run();
    let mut texts = world.texts(bob, alice);
    texts.sort();
    assert_eq!(texts, ["hello", "on its way", "one", "two"]);
}

#[test]
fn a_second_repair_waits_its_hour() {
    let (mut world, alice, bob) = World::friends();
    world.send(bob, alice, "before");
    world.run();
    lose_sessions(&mut world, bob);
    world.send(alice, bob, "first");
    world.run();
    assert_eq!(world.texts(bob, alice).len(), 3);
    lose_sessions(&mut world, bob);
    let second = world.send(alice, bob, "second");
    world.run();
    assert_eq!(world.texts(bob, alice).len(), 3, "not yet");
    assert_eq!(world.status(alice, second), MessageStatus::Sent);
    world.pass(Duration::from_secs(61 * 60));
    assert_eq!(world.texts(bob, alice).last().unwrap(), "second");
    assert_eq!(world.status(alice, second), MessageStatus::Delivered);
}

/// Bob's home is put back from a copy and goes on: what he seals then takes keys that he used before. Alice is told that there are two
/// of him, the pair begins anew, and what she could not open comes late.
#[test]
fn a_home_that_was_put_back_from_a_copy_is_told_of_and_mended() {
    let (mut world, alice, bob) = World::friends();
    world.send(alice, bob, "to and fro");
    world.send(bob, alice, "before the copy");
    world.run();
    let copy = sessions(&world, bob);
    let notices = world.count_events(alice, "Notice");
    world.send(bob, alice, "after the copy");
    world.run();
    put_sessions(&mut world, bob, copy);
    for text in ["once more", "and more"] {
        world.send(bob, alice, text);
        world.run();
    }
    assert!(world.dropped(alice, "used") > 0);
    assert_eq!(world.count_events(alice, "Notice"), notices + 1);
    let texts = world.texts(alice, bob);
    for text in ["after the copy", "once more", "and more"] {
        assert_eq!(texts.iter().filter(|said| *said == text).count(), 1);
    }
    world.send(alice, bob, "all is well");
    world.run();
    assert_eq!(world.texts(bob, alice).last().unwrap(), "all is well");
}

/// The attack: a server brings an envelope once more, under another id, when its hash is forgotten and the chain still stands where it
/// stood. Nobody has a copy of Bob, and a real copy is told of as before.
#[test]
fn an_envelope_that_is_repeated_after_weeks_is_no_copy_of_a_device() {
    for days in [31, 32, 40] {
        let (mut world, alice, bob) = World::friends();
        world.send(alice, bob, "to and fro");
        world.send(bob, alice, "the last for weeks");
        world.run();
        let (account, device) = (world.clients[alice].account, world.clients[alice].device);
        let mut newest_first = world.server.envelopes.iter().rev();
        let (.., sealed) = newest_first.find(|sent| sent.0 == account).unwrap().clone();
        for _ in 0..days {
            world.pass(DAY);
        }
        let (before, notices) = (ids(&world, alice), world.count_events(alice, "Notice"));
        let duplicates = world.dropped(alice, "duplicate");
        let submits = world.server.submits.len();
        let mut again = Vec::new();
        let (id, lane) = (EnvelopeId::from_bytes([7; 16]), MailLane::Contact);
        world
            .server
            .append(account, device, id, sealed, lane, &mut again);
        world.deliver(again);
        world.run();
        assert_eq!(world.count_events(alice, "Notice"), notices);
        assert_eq!(world.dropped(alice, "duplicate"), duplicates + 1);
        assert_eq!(world.dropped(alice, "used"), 0);
        assert_eq!(
            world.server.submits.len(),
            submits,
            "Alice asks for nothing"
        );
        assert_eq!(ids(&world, alice), before);

        // Two of Bob say something under one key, within the days.
        let copy = sessions(&world, bob);
        world.send(bob, alice, "one of them");
        world.run();
        put_sessions(&mut world, bob, copy);
        world.send(bob, alice, "the other");
        world.run();
        assert_eq!(world.count_events(alice, "Notice"), notices + 1);
        assert!(world.dropped(alice, "used") > 0);
        let sent = world.send(bob, alice, "all is well");
        world.run();
        assert_eq!(world.status(bob, sent), MessageStatus::Delivered);
    }
}

/// Which sessions there are.
fn ids(world: &World, of: usize) -> Vec<Vec<u8>> {
    let sessions = sessions(world, of).into_iter();
    sessions.map(|(key, _)| key).collect()
}

/// What a device knows of its sessions.
fn sessions(world: &World, of: usize) -> Vec<(Vec<u8>, Vec<u8>)> {
    let records = world.clients[of].store.records();
    records
        .filter(|(room, ..)| *room == Room::Sessions)
        .map(|(_, key, value)| (key.to_vec(), value.to_vec()))
        .collect()
}

/// Makes a device know those and no others.
fn put_sessions(world: &mut World, of: usize, copy: Vec<(Vec<u8>, Vec<u8>)>) {
    lose_sessions(world, of);
    let mut tx = world.clients[of].store.begin();
    for (key, value) in copy {
        tx.put(Room::Sessions, &key, &value).unwrap();
    }
    tx.commit();
}

#[test]
fn a_stranger_gets_no_repair() {
    let (mut world, alice, bob) = World::pair();
    world.add(alice, bob);
    world.send(alice, bob, "hello?");
    world.run();
    assert_eq!(world.state(bob, alice), ContactState::Requested);
    lose_sessions(&mut world, bob);
    let submits = world.server.submits.len();
    world.send(alice, bob, "anybody?");
    world.run();
    assert_eq!(world.dropped(bob, "no session"), 1);
    assert_eq!(world.server.submits.len(), submits + 1, "Bob says nothing");
}
