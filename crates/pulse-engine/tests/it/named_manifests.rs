//! The manifests that a first message names, when they are not the newest any more, or never were anybody's.

use pulse_crypto::keys::Capabilities;
use pulse_engine::{Room, StoreTx};
use pulse_protocol::manifest;

use super::trust::{DAY, new_device, newest, signing_key, upload, with_device};
use super::world::World;

/// The account publishes its manifest anew: its device can do more since its program was renewed.
fn renew(world: &mut World, of: usize) {
    let held = newest(world, of);
    let mut devices = held.devices().to_vec();
    devices[0].capabilities = Capabilities {
        flags: 1,
        ..devices[0].capabilities
    };
    let signer = (devices[0].id, &signing_key(world, of));
    let signed = manifest::next(&held, signer, &devices, DAY);
    world.server.publish(world.clients[of].account, signed);
    world.restart(of);
    world.run();
}

/// The first message that waits for somebody is gone; what came after it repeats the handshake.
fn lose_first(world: &mut World, of: usize) {
    let address = (world.clients[of].account, world.clients[of].device);
    let mailbox = world.server.mailboxes.get_mut(&address).unwrap();
    mailbox.waiting.pop_first().unwrap();
}

/// What somebody knows of another's devices is gone, as after a fork that they went on from.
fn forget_devices(world: &mut World, of: usize, whose: usize) {
    let account = world.clients[whose].account;
    let keys: Vec<Vec<u8>> = world.clients[of]
        .store
        .records()
        .filter(|(room, key, _)| *room == Room::Devices && key.starts_with(account.as_bytes()))
        .map(|(_, key, _)| key.to_vec())
        .collect();
    let mut tx = world.clients[of].store.begin();
    for key in keys {
        tx.delete(Room::Devices, &key).unwrap();
    }
    tx.commit();
}

#[test]
fn a_first_message_from_before_its_senders_update_arrives() {
    let (mut world, alice, bob) = World::pair();
    world.disconnect(bob);
    world.add(alice, bob);
    world.send(alice, bob, "before");
    world.run();
    renew(&mut world, alice);
    world.send(alice, bob, "after");
    world.run();
    lose_first(&mut world, bob);
    world.connect(bob);
    world.run();
    assert_eq!(world.texts(bob, alice), ["after"]);
}

#[test]
fn a_first_message_from_before_its_recipients_update_arrives() {
    let (mut world, alice, bob) = World::pair();
    world.disconnect(bob);
    world.add(alice, bob);
    world.send(alice, bob, "before");
    world.run();
    renew(&mut world, bob);
    world.connect(bob);
    world.run();
    assert_eq!(world.texts(bob, alice), ["before"]);
}

/// Somebody has learned of a newer list of our devices than we have: it is fetched before their message is judged.
#[test]
fn a_first_message_that_knows_more_of_our_devices_waits_for_them() {
    let (mut world, alice, bob) = World::pair();
    let (laptop, key) = new_device(50);
    let signed = with_device(&world, bob, &newest(&world, bob), laptop);
    world.server.publish(world.clients[bob].account, signed);
    upload(&mut world, bob, laptop, &key);
    world.add(alice, bob);
    world.send(alice, bob, "to all of you");
    world.run();
    assert_eq!(world.texts(bob, alice), ["to all of you"]);
    assert_eq!(world.dropped(bob, "foreign manifest"), 0);
}

/// The attack: the server shows others a list of Bob's devices with a thief's, which Bob's device never had.
#[test]
fn a_first_message_under_a_list_that_we_never_had_is_refused() {
    for is_contact in [false, true] {
        let (mut world, alice, bob) = World::pair();
        if is_contact {
            world.befriend(alice, bob);
        }
        let account = world.clients[bob].account;
        let first = newest(&world, bob);
        let (laptop, laptop_key) = new_device(50);
        let (thief, thief_key) = new_device(51);
        let honest = with_device(&world, bob, &first, laptop);
        world.server.publish(account, honest);
        upload(&mut world, bob, laptop, &laptop_key);
        world.restart(bob);
        world.run();

        let other = with_device(&world, bob, &first, thief);
        world.server.fork(account, &first, other);
        upload(&mut world, bob, thief, &thief_key);
        let told = world.count_events(bob, "OwnDevicesForked");
        if is_contact {
            forget_devices(&mut world, alice, bob);
            super::old_prekeys::lose_sessions(&mut world, alice);
        } else {
            world.add(alice, bob);
        }
        let before = world.texts(bob, alice).len();
        world.send(alice, bob, "who reads this?");
        world.run();
        assert_eq!(world.dropped(bob, "foreign manifest"), 1);
        assert_eq!(world.texts(bob, alice).len(), before);
        // A stranger's word about our devices counts for nothing, a contact's is told.
        let now_told = world.count_events(bob, "OwnDevicesForked") - told;
        assert_eq!(now_told, usize::from(is_contact), "{is_contact}");
    }
}
