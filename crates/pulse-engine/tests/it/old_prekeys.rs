//! A server that keeps handing out prekeys which their device has long replaced.

use std::time::Duration;

use pulse_crypto::keys::{AccountId, DeviceId};
use pulse_crypto::prekeys::{PrekeyKind, PublicPrekey};
use pulse_engine::{MessageStatus, Room, StoreTx};

use super::world::World;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Takes every one-time key of a device, and returns the two that stay: what a thief has the private halves of.
fn drain(world: &mut World, of: usize) -> Vec<PublicPrekey> {
    let (account, device) = address(world, of);
    loop {
        let bundle = world.server.take_bundle(account, device).unwrap();
        if bundle.one_time.is_none() && bundle.kem.kind == PrekeyKind::KemLastResort {
            return vec![bundle.signed, bundle.kem];
        }
    }
}

fn address(world: &World, of: usize) -> (AccountId, DeviceId) {
    (world.clients[of].account, world.clients[of].device)
}

/// Days pass and the device comes by, so that it replaces what is two days old.
fn rotate(world: &mut World, of: usize, days: u32) {
    world.disconnect(of);
    world.pass(DAY * days);
    world.connect(of);
    world.run();
}

pub(crate) fn lose_sessions(world: &mut World, of: usize) {
    let keys: Vec<Vec<u8>> = world.clients[of]
        .store
        .records()
        .filter(|(room, ..)| *room == Room::Sessions)
        .map(|(_, key, _)| key.to_vec())
        .collect();
    let mut tx = world.clients[of].store.begin();
    for key in keys {
        tx.delete(Room::Sessions, &key).unwrap();
    }
    tx.commit();
    world.restart(of);
    world.run();
}

/// The attack: Bob's state was copied once. He has replaced his keys since, and Alice has seen the new ones; the server hands
/// her the old ones all the same.
#[test]
fn a_server_cannot_go_back_to_replaced_prekeys() {
    let (mut world, alice, bob) = World::friends();
    let stolen = drain(&mut world, bob);
    rotate(&mut world, bob, 3);
    lose_sessions(&mut world, alice);
    let message = world.send(alice, bob, "over the new keys");
    world.run();
    assert_eq!(world.status(alice, message), MessageStatus::Delivered);

    let (account, device) = address(&world, bob);
    drain(&mut world, bob);
    world.server.upload(account, device, stolen);
    lose_sessions(&mut world, alice);
    let before = world.server.envelopes.len();
    let message = world.send(alice, bob, "not over the old ones");
    world.run();
    world.pass(Duration::from_secs(3600));
    assert_eq!(world.status(alice, message), MessageStatus::Pending);
    assert_eq!(world.server.envelopes.len(), before);

    // Bob looks what the server has of him, and brings it what it lacks: the message is late, not lost.
    rotate(&mut world, bob, 1);
    assert_eq!(world.status(alice, message), MessageStatus::Delivered);
    assert_eq!(
        world.texts(bob, alice),
        ["hello", "over the new keys", "not over the old ones"]
    );
}

/// A home that was restored from a copy counts its prekeys from there again. Its keys have lower ids and later days, and are taken.
#[test]
fn a_restored_device_is_written_to_over_its_new_keys() {
    let (mut world, alice, bob) = World::friends();
    let copy = world.clients[bob].store.clone();
    for _ in 0..3 {
        rotate(&mut world, bob, 3);
    }
    lose_sessions(&mut world, alice);
    world.send(alice, bob, "before");
    world.run();

    world.disconnect(bob);
    world.clients[bob].store = copy;
    world.restart(bob);
    rotate(&mut world, bob, 3);
    lose_sessions(&mut world, alice);
    let message = world.send(alice, bob, "after");
    world.run();
    assert_eq!(world.status(alice, message), MessageStatus::Delivered);
}

/// A device that was away for months has old keys only. A stranger's first message reaches it, and the person is told.
#[test]
fn a_device_that_was_away_for_long_is_written_to() {
    for (days, notices) in [(20, 0), (90, 1)] {
        let (mut world, alice, bob) = World::pair();
        world.disconnect(bob);
        world.pass(DAY * days);
        world.add(alice, bob);
        world.send(alice, bob, "are you there?");
        world.run();
        assert_eq!(world.count_events(alice, "Notice"), notices);
        world.connect(bob);
        world.run();
        assert_eq!(world.texts(bob, alice), ["are you there?"]);
    }
}
