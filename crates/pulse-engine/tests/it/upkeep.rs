//! Old records go, however many there are.

use std::time::Duration;

use pulse_engine::{Room, StoreTx};
use pulse_protocol::Day;

use super::world::World;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn count(world: &World, of: usize, room: Room, first: u8) -> usize {
    let records = world.clients[of].store.records();
    let of_kind = records.filter(|(within, key, _)| *within == room && key[0] == first);
    of_kind.count()
}

/// Writes what a device that accepts and sends thousands of envelopes leaves behind on a day.
fn leave_behind(world: &mut World, of: usize, day: Day, count: u32) {
    let mut tx = world.clients[of].store.begin();
    for number in 0..count {
        let (mut id, mut digest) = ([0; 16], [0; 32]);
        id[..4].copy_from_slice(&number.to_be_bytes());
        id[4..8].copy_from_slice(&day.to_be_bytes());
        digest[..16].copy_from_slice(&id);
        let day = day.to_be_bytes();
        let put = |tx: &mut dyn StoreTx, room, key: Vec<u8>| tx.put(room, &key, &[1]).unwrap();
        put(&mut tx, Room::Seen, [b"e", id.as_slice()].concat());
        put(&mut tx, Room::Seen, [b"h", digest.as_slice()].concat());
        let index = [b"d".as_slice(), &day, &id, &digest].concat();
        put(&mut tx, Room::Seen, index);
        put(&mut tx, Room::Outbox, [b"e", id.as_slice()].concat());
        put(&mut tx, Room::Outbox, [b"d".as_slice(), &day, &id].concat());
    }
    tx.commit();
}

#[test]
fn a_day_of_tens_of_thousands_is_forgotten_within_the_hour() {
    let (mut world, alice, _) = World::pair();
    let today = world.now.day();
    leave_behind(&mut world, alice, today, 30_000);
    let rounds = |world: &mut World, days: u32| {
        world.pass(DAY * days);
        for _ in 0..60 {
            world.pass(Duration::from_secs(60));
        }
    };
    rounds(&mut world, 30);
    assert_eq!(count(&world, alice, Room::Outbox, b'e'), 30_000);
    assert_eq!(count(&world, alice, Room::Seen, b'h'), 30_000);
    rounds(&mut world, 1);
    assert_eq!(count(&world, alice, Room::Outbox, b'e'), 0);
    assert_eq!(count(&world, alice, Room::Outbox, b'd'), 0);
    rounds(&mut world, 1);
    assert_eq!(count(&world, alice, Room::Seen, b'h'), 0);
    assert_eq!(count(&world, alice, Room::Seen, b'e'), 30_000);
    rounds(&mut world, 4);
    let left = world.clients[alice].store.records();
    assert_eq!(left.filter(|record| record.0 == Room::Seen).count(), 0);
}

/// What waits for more people than one page holds leaves at once.
#[test]
fn nobody_waits_because_others_do() {
    let (mut world, alice, bob) = World::friends();
    world.disconnect(alice);
    let mut tx = world.clients[alice].store.begin();
    for number in 0..2_500_u32 {
        let mut account = [0; 32];
        account[4..8].copy_from_slice(&number.to_be_bytes());
        tx.put(Room::Outbox, &[b"a", account.as_slice()].concat(), &[1])
            .unwrap();
    }
    tx.commit();
    let last = world.clients[bob].account.as_bytes()[..4] > [0; 4][..];
    assert!(last, "Bob comes after all of them");
    world.send(alice, bob, "at last");
    world.connect(alice);
    world.run();
    assert_eq!(world.texts(bob, alice), ["hello", "at last"]);
    assert_eq!(count(&world, alice, Room::Outbox, b'a'), 0);
}
