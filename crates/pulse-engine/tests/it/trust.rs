//! Devices come and go, accounts are recovered, histories fork.

use std::time::Duration;

use pulse_crypto::keys::{Capabilities, DeviceId, IdentityKey, RootKey, SigningKey};
use pulse_crypto::phrase::RecoveryPhrase;
use pulse_crypto::prekeys::{PrekeyId, PrekeyKind, SecretPrekey};
use pulse_crypto::secret::Secret;
use pulse_engine::{
    Command, CommandError, CommandOutput, ConnectionState, ContactChange, ContentId, Engine, Event,
    HeldReason, IdentityState, MessageStatus, Room, StoreTx,
};
use pulse_protocol::manifest::{self, Device, SignedManifest, VerifiedManifest};
use pulse_protocol::refusal::RefusalCode;
use pulse_protocol::{AccountId, Day, Lane, Timestamp};
use serde::{Deserialize, Serialize};

use super::world::World;

pub(crate) const DAY: Day = Day(20_833);

/// The account record, as far as these tests look into it.
#[derive(Serialize, Deserialize)]
struct Keys {
    account: AccountId,
    device: DeviceId,
    server: String,
    name: String,
    invite: Option<String>,
    phase: u8,
    entropy: Option<[u8; 32]>,
    signing_seed: [u8; 32],
}

pub(crate) fn signing_key(world: &World, of: usize) -> SigningKey {
    let record = world.clients[of]
        .store
        .records()
        .find(|(room, ..)| *room == Room::Account)
        .unwrap()
        .2;
    let (keys, _) = postcard::take_from_bytes::<Keys>(&record[1..]).unwrap();
    SigningKey::from_seed(Secret::from_bytes(keys.signing_seed))
}

/// The device's own key of agreements, which follows the others in the record.
pub(crate) fn identity_key(world: &World, of: usize) -> IdentityKey {
    let mut records = world.clients[of].store.records();
    let record = records.find(|(room, ..)| *room == Room::Account).unwrap().2;
    let (_, rest) = postcard::take_from_bytes::<Keys>(&record[1..]).unwrap();
    IdentityKey::from_bytes(Secret::from_bytes(rest[..32].try_into().unwrap()))
}

fn root_key(world: &mut World, of: usize) -> RootKey {
    match world.command(of, Command::RevealPhrase).unwrap() {
        CommandOutput::Phrase(words) => RecoveryPhrase::parse(words.reveal()).unwrap().root_key(),
        other => panic!("{other:?}"),
    }
}

pub(crate) fn new_device(number: u8) -> (Device, SigningKey) {
    let signing = SigningKey::from_seed(Secret::from_bytes([number; 32]));
    let identity = IdentityKey::from_bytes(Secret::from_bytes([number + 100; 32]));
    let device = Device {
        id: DeviceId::new(number.into()),
        signing: signing.public(),
        identity: identity.public(),
        capabilities: Capabilities::CURRENT,
    };
    (device, signing)
}

pub(crate) fn newest(world: &World, of: usize) -> VerifiedManifest {
    world.server.accounts[&world.clients[of].account]
        .newest
        .clone()
}

/// The manifest that adds a device, signed by the account's first one.
pub(crate) fn with_device(
    world: &World,
    of: usize,
    after: &VerifiedManifest,
    device: Device,
) -> SignedManifest {
    let devices: Vec<Device> = after.devices().iter().copied().chain([device]).collect();
    manifest::next(
        after,
        (world.clients[of].device, &signing_key(world, of)),
        &devices,
        DAY,
    )
}

/// Lets the server hand out bundles for a device that no engine runs.
pub(crate) fn upload(world: &mut World, of: usize, device: Device, key: &SigningKey) {
    let account = world.clients[of].account;
    let rng = &mut world.clients[of].rng;
    let prekeys = [PrekeyKind::Signed, PrekeyKind::KemLastResort].map(|kind| {
        SecretPrekey::generate(kind, PrekeyId::new(1), DAY.0, &account, device.id, key, rng).1
    });
    world.server.upload(account, device.id, prekeys.to_vec());
}

fn changes(world: &World, of: usize) -> Vec<ContactChange> {
    let events = world.clients[of].events.iter();
    events
        .filter_map(|event| match event {
            Event::ContactChanged { change, .. } => Some(*change),
            _ => None,
        })
        .collect()
}

#[test]
fn a_new_device_of_the_recipient_gets_the_message_too() {
    let (mut world, alice, bob) = World::friends();
    let (laptop, key) = new_device(50);
    let signed = with_device(&world, bob, &newest(&world, bob), laptop);
    let account = world.clients[bob].account;
    world.server.publish(account, signed);
    upload(&mut world, bob, laptop, &key);

    let before = world.server.envelopes.len();
    let message = world.send(alice, bob, "to both of you");
    world.run();
    assert_eq!(world.status(alice, message), MessageStatus::Delivered);
    let sent: Vec<DeviceId> = world.server.envelopes[before..]
        .iter()
        .filter(|sent| sent.0 == account)
        .map(|sent| sent.1)
        .collect();
    assert_eq!(sent.len(), 2);
    assert!(sent.contains(&laptop.id));
    assert_eq!(world.texts(bob, alice), ["hello", "to both of you"]);
    assert!(changes(&world, alice).contains(&ContactChange::DevicesChanged));
    assert_eq!(
        world.contact(alice, bob).unwrap().identity,
        IdentityState::DevicesChanged
    );

    // Bob's own device has learned of it and says so.
    let is_alarm =
        |event: &Event| matches!(event, Event::OwnDeviceUnknown { device } if *device == laptop.id);
    assert!(world.clients[bob].events.iter().any(is_alarm));
}

#[test]
fn a_recovery_clears_verified_and_nothing_is_sent_again_by_itself() {
    let (mut world, alice, bob) = World::friends();
    let account = world.clients[bob].account;
    world
        .command(
            alice,
            Command::ConfirmSafetyNumber {
                account,
                confirmed: true,
            },
        )
        .unwrap();
    assert!(world.contact(alice, bob).unwrap().compared);
    let root = root_key(&mut world, bob);
    let (phone, key) = new_device(60);
    let signed = manifest::recover(&newest(&world, bob), &root, &[phone], DAY);
    world.server.publish(account, signed);
    upload(&mut world, bob, phone, &key);

    let message = world.send(alice, bob, "to the new phone");
    world.run();
    assert_eq!(world.status(alice, message), MessageStatus::Sent);
    let contact = world.contact(alice, bob).unwrap();
    assert_eq!(
        (contact.verified, contact.compared, contact.identity),
        (false, false, IdentityState::Recovered)
    );
    assert!(changes(&world, alice).contains(&ContactChange::Recovered));
    assert_eq!(world.server.envelopes.last().unwrap().1, phone.id);
    world
        .command(alice, Command::AcceptIdentityChange { account })
        .unwrap();
    assert_eq!(
        world.contact(alice, bob).unwrap().identity,
        IdentityState::Unchanged
    );

    // The device that Bob had before hears that it is out.
    world.restart(bob);
    world.run();
    let is_out = world.clients[bob].events.iter().any(|event| {
        matches!(event, Event::Connection { state: ConnectionState::Refused(refusal), .. }
            if refusal.code == RefusalCode::DeviceRemoved.number())
    });
    assert!(is_out);
}

/// Bob's account was recovered, and his device of before is still his: what it could not open is sent again once Alice has looked at
/// it, and neither sooner nor never.
#[test]
fn what_a_recovered_account_asks_for_waits_for_the_person() {
    for goes_on in [true, false] {
        let (mut world, alice, bob) = World::friends();
        let account = world.clients[bob].account;
        world.send(bob, alice, "before");
        world.run();
        world.disconnect(bob);
        let lost = world.send(alice, bob, "lost on the way");
        world.run();
        let root = root_key(&mut world, bob);
        let before = newest(&world, bob);
        let devices = before.devices().to_vec();
        let signed = manifest::recover(&before, &root, &devices, DAY);
        world.server.publish(account, signed);
        super::repair::lose_sessions(&mut world, bob);
        world.connect(bob);
        world.run();
        let contact = world.contact(alice, bob).unwrap();
        assert_eq!(contact.identity, IdentityState::Recovered);
        assert_eq!(world.status(alice, lost), MessageStatus::Sent);

        let command = match goes_on {
            true => Command::AcceptIdentityChange { account },
            false => Command::BlockContact { account },
        };
        world.command(alice, command).unwrap();
        world.run();
        let has_it = world
            .texts(bob, alice)
            .contains(&"lost on the way".to_owned());
        assert_eq!(has_it, goes_on);
        let kept = world.clients[alice].store.records();
        let asked =
            kept.filter(|(room, key, _)| *room == Room::Requests && key.starts_with(b"asked"));
        assert_eq!(asked.count(), 0);
    }
}

#[test]
fn a_fork_stops_sending_until_the_person_decides() {
    let (mut world, alice, bob) = World::friends();
    let account = world.clients[bob].account;
    let first = newest(&world, bob);
    let (laptop, laptop_key) = new_device(50);
    let (thief, thief_key) = new_device(51);
    let honest = with_device(&world, bob, &first, laptop);
    world.server.publish(account, honest);
    upload(&mut world, bob, laptop, &laptop_key);
    world.send(alice, bob, "one history");
    world.run();

    // Another history of the same length, which a thief of the device key and the server made up together.
    let other = with_device(&world, bob, &first, thief);
    world.server.fork(account, &first, other);
    let next = with_device(&world, bob, &newest(&world, bob), laptop);
    world.server.publish(account, next);
    upload(&mut world, bob, thief, &thief_key);
    let stopped = world.send(alice, bob, "which of you?");
    world.run();
    assert_eq!(world.status(alice, stopped), MessageStatus::Pending);
    assert_eq!(
        world.contact(alice, bob).unwrap().identity,
        IdentityState::Forked
    );
    let (content, conversation) = (ContentId::from_bytes([1; 16]), world.conversation(bob));
    let command = Command::SendText {
        conversation,
        content,
        text: "more".into(),
    };
    assert_eq!(
        world.command(alice, command).unwrap_err(),
        CommandError::IdentityChanged
    );

    world
        .command(alice, Command::AcceptIdentityChange { account })
        .unwrap();
    world.run();
    // Bob's device sees the fork as well, and sends nothing: no receipt either.
    assert_eq!(world.status(alice, stopped), MessageStatus::Sent);
    assert!(
        world
            .texts(bob, alice)
            .contains(&"which of you?".to_owned())
    );
}

/// The attack: a server and a thief of a device's key show others a list of our devices with one of the thief's.
#[test]
fn a_fork_of_ones_own_account_stops_everything_until_it_is_over() {
    let (mut world, alice, bob) = World::friends();
    let account = world.clients[alice].account;
    let first = newest(&world, alice);
    let (laptop, laptop_key) = new_device(50);
    let (thief, thief_key) = new_device(51);
    let signed = with_device(&world, alice, &first, laptop);
    world.server.publish(account, signed);
    upload(&mut world, alice, laptop, &laptop_key);
    world.restart(alice);
    world.run();
    let honest = {
        let known = &world.server.accounts[&account];
        (known.newest.clone(), known.chain.clone())
    };
    let notices = world.count_events(alice, "OwnDevicesForked");
    let other = with_device(&world, alice, &first, thief);
    world.server.fork(account, &first, other);
    upload(&mut world, alice, thief, &thief_key);
    for _ in 0..2 {
        world.disconnect(alice);
        world.connect(alice);
        world.run();
    }
    assert_eq!(
        world.count_events(alice, "OwnDevicesForked"),
        notices + 1,
        "said once"
    );
    let stopped = world.send(alice, bob, "who reads this?");
    world.run();
    assert_eq!(world.status(alice, stopped), MessageStatus::Pending);
    let held = |world: &mut World| {
        let account = world.clients[bob].account;
        Engine::held(&mut world.clients[alice].store.begin(), account).unwrap()
    };
    assert_eq!(held(&mut world), Some(HeldReason::OwnForked));

    // A restart does not let it go, nor does a server that says nothing more about our devices.
    world.disconnect(alice);
    world.restart(alice);
    world.clients[alice].online = true;
    world.connect_lane(alice, Lane::Anonymous);
    world.run();
    world.pass(Duration::from_secs(60));
    assert_eq!(world.status(alice, stopped), MessageStatus::Pending);
    assert_eq!(world.count_events(alice, "OwnDevicesAgree"), 0);

    // A list that follows the other one proves the fork, and is not taken.
    let next = with_device(&world, alice, &newest(&world, alice), laptop);
    world.server.publish(account, next);
    world.restart(alice);
    world.run();
    assert_eq!(world.status(alice, stopped), MessageStatus::Pending);
    assert_eq!(held(&mut world), Some(HeldReason::OwnForked));

    let known = world.server.accounts.get_mut(&account).unwrap();
    (known.newest, known.chain) = honest;
    world.disconnect(alice);
    world.connect(alice);
    world.run();
    assert_eq!(world.status(alice, stopped), MessageStatus::Delivered);
    assert_eq!(held(&mut world), None);
    assert_eq!(world.count_events(alice, "OwnDevicesAgree"), 1);
}

/// A server that was put back from a copy does not know the newest devices, or still knows one that was removed.
#[test]
fn manifests_that_a_restored_server_lost_are_published_again() {
    let (mut world, alice, _) = World::friends();
    let account = world.clients[alice].account;
    let (laptop, _) = new_device(50);
    let signed = with_device(&world, alice, &newest(&world, alice), laptop);
    world.server.publish(account, signed);
    let (tablet, _) = new_device(51);
    let signed = with_device(&world, alice, &newest(&world, alice), tablet);
    world.server.publish(account, signed);
    world.restart(alice);
    world.run();
    let (known, chain) = {
        let known = &world.server.accounts[&account];
        (known.newest.clone(), known.chain.clone())
    };
    assert_eq!(known.devices().len(), 3);
    for kept in [1, 2] {
        let account = world.server.accounts.get_mut(&account).unwrap();
        account.chain = chain[..kept].to_vec();
        account.newest = manifest::verify_first(&chain[0]).unwrap();
        for signed in &chain[1..kept] {
            account.newest = manifest::verify_successor(&account.newest, signed).unwrap();
        }
        world.restart(alice);
        world.run();
        let account = &world.server.accounts[&world.clients[alice].account];
        assert!(account.newest.hash() == known.hash());
        assert!(account.chain == chain);
    }
    // All of it was forgotten, with the account.
    world.server.accounts.remove(&account);
    world.restart(alice);
    world.run();
    assert!(world.server.accounts[&account].newest.hash() == known.hash());
}

/// A recovery that the server lost follows whatever it has.
#[test]
fn a_recovery_that_a_restored_server_lost_is_published_again() {
    let (mut world, alice, _) = World::friends();
    let account = world.clients[alice].account;
    let before = newest(&world, alice);
    let root = root_key(&mut world, alice);
    let devices = before.devices().to_vec();
    let recovered = manifest::recover(&before, &root, &devices, DAY);
    let chain = world.server.accounts[&account].chain.clone();
    world.server.publish(account, recovered);
    world.restart(alice);
    world.run();
    let known = newest(&world, alice);
    assert_eq!(known.position().generation, 2);
    let account = world.server.accounts.get_mut(&account).unwrap();
    (account.newest, account.chain) = (before, chain);
    world.restart(alice);
    world.run();
    assert!(newest(&world, alice).hash() == known.hash());
}

/// The attack: a server shows a fork, the person goes on, and the server then answers with the generation before the recovery,
/// which lists the stolen device.
#[test]
fn going_on_after_a_fork_believes_no_older_generation() {
    let (mut world, alice, bob) = World::friends();
    let account = world.clients[bob].account;
    let (stolen, chain) = {
        let known = &world.server.accounts[&account];
        (known.newest.clone(), known.chain.clone())
    };
    let root = root_key(&mut world, bob);
    let (phone, key) = new_device(60);
    let recovered = manifest::recover(&stolen, &root, &[phone], DAY);
    world.server.publish(account, recovered);
    upload(&mut world, bob, phone, &key);
    let recovered = newest(&world, bob);
    let (laptop, laptop_key) = new_device(50);
    let (thief, thief_key) = new_device(51);
    let next = |after: &VerifiedManifest, devices: &[Device]| {
        manifest::next(after, (phone.id, &key), devices, DAY)
    };
    world
        .server
        .publish(account, next(&recovered, &[phone, laptop]));
    upload(&mut world, bob, laptop, &laptop_key);
    world.send(alice, bob, "to the recovered account");
    world.run();
    world
        .server
        .fork(account, &recovered, next(&recovered, &[phone, thief]));
    let other = newest(&world, bob);
    world
        .server
        .publish(account, next(&other, &[phone, thief, laptop]));
    upload(&mut world, bob, thief, &thief_key);
    let waiting = world.send(alice, bob, "which of you?");
    world.run();
    assert_eq!(
        world.contact(alice, bob).unwrap().identity,
        IdentityState::Forked
    );

    let known = world.server.accounts.get_mut(&account).unwrap();
    (known.newest, known.chain) = (stolen, chain);
    let before = world.server.submits.len();
    world
        .command(alice, Command::AcceptIdentityChange { account })
        .unwrap();
    world.run();
    assert_eq!(world.status(alice, waiting), MessageStatus::Pending);
    assert_eq!(
        world.server.submits.len(),
        before,
        "nothing is sealed for the stolen device"
    );
}

#[test]
fn a_manifest_held_for_a_week_is_checked_before_it_is_used() {
    let (mut world, alice, bob) = World::friends();
    let account = world.clients[bob].account;
    let (laptop, key) = new_device(50);
    let signed = with_device(&world, bob, &newest(&world, bob), laptop);
    world.server.publish(account, signed);
    upload(&mut world, bob, laptop, &key);
    world.now = Timestamp::from_millis(world.now.as_millis() + 8 * 24 * 3600 * 1000);
    let before = world.server.submits.len();
    world.send(alice, bob, "after a week");
    world.run();
    // One submission to Bob: it was sealed for both devices at once, without a refusal before.
    let to_bob = world.server.submits[before..]
        .iter()
        .filter(|(to, _)| *to == account)
        .count();
    assert_eq!((to_bob, world.server.stale), (1, 0));
}

#[test]
fn a_first_message_brings_its_senders_manifests() {
    let (mut world, alice, bob) = World::pair();
    let laptop = link_device(&mut world, alice);
    world.restart(alice);
    world.run();
    for sender in [alice, laptop, world.join("Carol")] {
        let before = world.server.fetched.len();
        world.add(sender, bob);
        world.send(sender, bob, "who I am");
        world.run();
        let account = world.clients[bob].account;
        let asked = world.server.fetched[before..].iter();
        assert!(asked.copied().all(|of| of == account), "{sender}");
    }
}

/// A second device of somebody's account: a store with the account's record and keys of its own, as linking will make one.
pub(crate) fn link_device(world: &mut World, of: usize) -> usize {
    let record = world.clients[of]
        .store
        .records()
        .find(|(room, ..)| *room == Room::Account)
        .unwrap();
    let key = record.1.to_vec();
    let (mut keys, rest) = postcard::take_from_bytes::<Keys>(&record.2[1..]).unwrap();
    let rest = rest[32..].to_vec();
    keys.device = DeviceId::new(4711);
    keys.signing_seed = [81; 32];
    keys.entropy = None;
    let identity = [82; 32];
    let device = Device {
        id: keys.device,
        signing: SigningKey::from_seed(Secret::from_bytes(keys.signing_seed)).public(),
        identity: IdentityKey::from_bytes(Secret::from_bytes(identity)).public(),
        capabilities: Capabilities::CURRENT,
    };
    let signed = with_device(world, of, &newest(world, of), device);
    let account = world.clients[of].account;
    world.server.publish(account, signed);

    let second = world.device();
    let mut record = vec![1];
    record.extend(postcard::to_stdvec(&keys).unwrap());
    record.extend(identity);
    record.extend(rest);
    let mut tx = world.clients[second].store.begin();
    tx.put(Room::Account, &key, &record).unwrap();
    tx.commit();
    world.restart(second);
    world.run();
    world.note_account(second);
    second
}

#[test]
fn two_devices_of_one_account_show_the_same_conversation() {
    let (mut world, alice, bob) = World::friends();
    let laptop = link_device(&mut world, alice);
    assert_eq!(world.clients[laptop].account, world.clients[alice].account);
    // The phone learns of its sibling at its next connect.
    world.restart(alice);
    world.run();

    world.send(alice, bob, "from my phone");
    world.run();
    world.send(bob, alice, "to all your devices");
    world.run();
    world.send(alice, bob, "from my phone again");
    world.run();
    let said = [
        "from my phone",
        "to all your devices",
        "from my phone again",
    ];
    assert_eq!(world.texts(alice, bob)[1..], said);
    assert_eq!(world.texts(bob, alice)[1..], said);
    // What Bob said before the laptop existed is not its to show; what came since is.
    assert_eq!(world.texts(laptop, bob), said);
    let rows = world.history(laptop, bob);
    assert_eq!(
        rows.iter().map(|row| row.outgoing).collect::<Vec<_>>(),
        [true, false, true]
    );
    for client in [alice, bob, laptop] {
        for reason in [
            "no session",
            "seal",
            "device not listed",
            "malformed",
            "unauthentic",
        ] {
            assert_eq!(world.dropped(client, reason), 0, "{client}: {reason}");
        }
    }
}
