//! A device that was removed from its account while it was away, and a server that says so of one that was not.

use std::time::Duration;

use pulse_crypto::keys::RootKey;
use pulse_crypto::secret::Secret;
use pulse_engine::{Engine, HeldReason, MessageStatus};
use pulse_protocol::Lane;
use pulse_protocol::manifest::{self, ManifestChain, SignedManifest};

use super::trust::{DAY, new_device, newest, signing_key};
use super::world::World;

/// The next two lists of somebody's devices: a laptop joins, and removes the device that let it in.
fn removal(world: &World, of: usize) -> [SignedManifest; 2] {
    let before = newest(world, of);
    let [device] = before.devices() else {
        panic!("more devices than one");
    };
    let (laptop, laptop_key) = new_device(50);
    let key = signing_key(world, of);
    let joined = manifest::next(&before, (device.id, &key), &[*device, laptop], DAY);
    let both = manifest::verify_successor(&before, &joined).unwrap();
    let alone = manifest::next(&both, (laptop.id, &laptop_key), &[laptop], DAY);
    [joined, alone]
}

fn reconnect(world: &mut World, who: usize) {
    world.disconnect(who);
    world.connect(who);
    world.run();
}

#[test]
fn a_device_that_was_removed_while_it_was_away_learns_it_once_and_keeps_what_it_has() {
    let (mut world, alice, bob) = World::friends();
    world.send(alice, bob, "before");
    world.run();
    let texts = world.texts(alice, bob);
    world.disconnect(alice);
    let account = world.clients[alice].account;
    for signed in removal(&world, alice) {
        world.server.publish(account, signed);
    }
    for _ in 0..3 {
        reconnect(&mut world, alice);
        assert!(world.is_refused_for_good(alice, Lane::Identified));
        assert_eq!(world.count_events(alice, "OwnDeviceRemoved"), 1, "once");
    }
    assert_eq!(world.texts(alice, bob), texts);
    // Whoever starts the program next is told as well, though the server proves it no more.
    world.server.claims_removed = Some(ManifestChain(Vec::new()));
    world.restart(alice);
    world.run();
    assert_eq!(world.count_events(alice, "OwnDeviceRemoved"), 2);
    assert_eq!(world.texts(alice, bob), texts);
}

/// What it sent would be taken by the server, shown as sent here, and thrown away by everybody who gets it: they look it up in the
/// list that does not name it any more.
#[test]
fn a_device_that_was_removed_sends_nothing_any_more() {
    let (mut world, alice, bob) = World::friends();
    world.disconnect(alice);
    let before = world.send(alice, bob, "queued before");
    let account = world.clients[alice].account;
    for signed in removal(&world, alice) {
        world.server.publish(account, signed);
    }
    let submits = world.server.submits.len();
    reconnect(&mut world, alice);
    assert_eq!(world.count_events(alice, "OwnDeviceRemoved"), 1);
    let after = world.send(alice, bob, "written after");
    for restarts in [false, true] {
        if restarts {
            world.restart(alice);
        }
        world.run();
        // Longer than the mailbox is waited for.
        world.pass(Duration::from_secs(60));
        for message in [before, after] {
            assert_eq!(world.status(alice, message), MessageStatus::Pending);
        }
    }
    assert_eq!(world.server.submits.len(), submits, "something left");
    let to = world.clients[bob].account;
    let held = Engine::held(&mut world.clients[alice].store.begin(), to).unwrap();
    assert_eq!(held, Some(HeldReason::Removed));
}

/// The attack: a server answers everybody that their device was removed, with nothing, with lists of others, with an old one, or with
/// one it has made up. They are told nothing about their account, nothing of theirs is touched, and all goes on once it lets them in.
#[test]
fn a_server_that_says_so_of_everybody_proves_nothing_and_changes_nothing() {
    let (mut world, alice, bob) = World::friends();
    let records = |world: &World| -> Vec<_> {
        let records = world.clients[alice].store.records();
        records
            .map(|(room, key, value)| (room, key.to_vec(), value.to_vec()))
            .collect()
    };
    let account = world.clients[alice].account;
    let old = world.server.accounts[&account].chain.clone();
    let [joined, alone] = removal(&world, alice);
    let thief = RootKey::from_seed(Secret::from_bytes([3; 32]));
    let made_up = manifest::first(&thief, &[new_device(60).0], DAY);
    let of_bob = world.server.accounts[&world.clients[bob].account]
        .chain
        .clone();
    let mut stolen = alone.clone();
    stolen.signer = joined.signer;
    let before = records(&world);
    for lie in [
        Vec::new(),
        old.clone(),
        of_bob,
        vec![made_up.clone()],
        vec![old[0].clone(), made_up],
        // What follows a list that she never made.
        vec![old[0].clone(), alone],
        vec![old[0].clone(), joined, stolen],
    ] {
        world.server.claims_removed = Some(ManifestChain(lie));
        reconnect(&mut world, alice);
        assert!(world.is_refused_for_good(alice, Lane::Identified));
        assert_eq!(world.count_events(alice, "OwnDeviceRemoved"), 0);
        assert!(records(&world) == before, "something was changed");
    }
    world.server.claims_removed = None;
    reconnect(&mut world, alice);
    let message = world.send(alice, bob, "and on");
    world.run();
    assert_eq!(world.status(alice, message), MessageStatus::Delivered);
}
