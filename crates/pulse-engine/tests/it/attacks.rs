//! What a hostile server or sender can put into a mailbox: it is dropped and counted, and nothing else changes.

use std::collections::BTreeMap;

use pulse_crypto::keys::IdentityKey;
use pulse_crypto::sealed::{self, PairKey, RecipientAddress, SenderAddress};
use pulse_engine::{
    Command, ContactRow, ContactState, IdentityState, Input, MessageStatus, Room, RowKind, StoreTx,
};
use pulse_protocol::{EnvelopeId, MailLane};

use super::trust::identity_key;
use super::world::World;

/// Queues the bytes of a content in a sender's own store, as a later version of Pulse would write it.
pub(crate) fn send_raw(world: &mut World, from: usize, to: usize, content: &[u8]) {
    let account = world.clients[to].account;
    let mut queued = vec![1];
    queued.extend(postcard::to_stdvec(&(content, None::<u8>, None::<u8>, 0_u32)).unwrap());
    let key = [
        b"q",
        account.as_bytes().as_slice(),
        &(1u64 << 40).to_be_bytes(),
    ]
    .concat();
    let mut tx = world.clients[from].store.begin();
    tx.put(Room::Outbox, &key, &queued).unwrap();
    tx.put(
        Room::Outbox,
        &[b"a", account.as_bytes().as_slice()].concat(),
        &[1],
    )
    .unwrap();
    tx.commit();
    world.turn(from, Input::Tick);
    world.run();
}

/// Everything a client keeps, but for what says "this was dropped".
fn state(world: &World, index: usize) -> BTreeMap<(Room, Vec<u8>), Vec<u8>> {
    let is_bookkeeping = |room: Room| matches!(room, Room::Seen | Room::Cursor | Room::Settings);
    let records = world.clients[index].store.records();
    records
        .filter(|(room, ..)| !is_bookkeeping(*room))
        .map(|(room, key, value)| ((room, key.to_vec()), value.to_vec()))
        .collect()
}

/// Puts bytes into a mailbox and sees that they are dropped for a reason, and that mail behind them still arrives.
fn is_dropped(world: &mut World, alice: usize, bob: usize, sealed: Vec<u8>, reason: &str) {
    let before = (
        state(world, bob),
        world.history(bob, alice).len(),
        world.clients[bob].store.contacts(),
    );
    let count = world.dropped(bob, reason);
    let (account, device) = (world.clients[bob].account, world.clients[bob].device);
    let mut out = Vec::new();
    let id = EnvelopeId::random(&mut world.clients[alice].rng);
    world
        .server
        .append(account, device, id, sealed, MailLane::Contact, &mut out);
    world.deliver(out);
    world.run();
    assert_eq!(world.dropped(bob, reason), count + 1, "{reason}");
    assert!(state(world, bob) == before.0, "{reason}: nothing changed");
    assert_eq!(world.history(bob, alice).len(), before.1);
    assert!(world.clients[bob].store.contacts() == before.2);
    let mailbox = &world.server.mailboxes[&(account, device)];
    assert!(mailbox.waiting.is_empty(), "{reason}: it is acknowledged");
    let next = world.send(alice, bob, "still here");
    world.run();
    assert_eq!(world.status(alice, next), MessageStatus::Delivered);
}

/// A seal as anybody can make one who knows Bob's public identity key.
pub(crate) fn forge(
    world: &World,
    bob: usize,
    from: &SenderAddress,
    key: &IdentityKey,
    plaintext: &[u8],
) -> Vec<u8> {
    let known = &world.server.accounts[&world.clients[bob].account].newest;
    let device = known.devices()[0];
    let to = RecipientAddress {
        account: *known.account(),
        device: device.id,
        identity: device.identity,
    };
    let pair = PairKey::agree(key, &device.identity).unwrap();
    sealed::seal(
        from,
        &pair,
        &to,
        plaintext,
        &mut world.clients[bob].rng.clone(),
    )
    .unwrap()
}

pub(crate) fn address(world: &World, of: usize) -> SenderAddress {
    let known = &world.server.accounts[&world.clients[of].account].newest;
    let device = known.devices()[0];
    SenderAddress {
        account: *known.account(),
        device: device.id,
        identity: device.identity,
        generation: known.position().generation,
        version: known.position().version,
        manifest_hash: known.hash()[..8].try_into().unwrap(),
    }
}

/// The newest envelope that the server was given for somebody.
fn last_sealed_for(world: &World, of: usize) -> Vec<u8> {
    let account = world.clients[of].account;
    let mut newest_first = world.server.envelopes.iter().rev();
    let (.., sealed) = newest_first.find(|sent| sent.0 == account).unwrap();
    sealed.clone()
}

pub(crate) fn stranger() -> IdentityKey {
    IdentityKey::from_bytes(pulse_crypto::secret::Secret::from_bytes([3; 32]))
}

#[test]
fn a_replayed_envelope_is_a_duplicate() {
    let (mut world, alice, bob) = World::friends();
    let sealed = last_sealed_for(&world, bob);
    is_dropped(&mut world, alice, bob, sealed, "duplicate");
}

#[test]
fn an_envelope_for_another_device_does_not_open() {
    let (mut world, alice, bob) = World::friends();
    let sealed = last_sealed_for(&world, alice);
    is_dropped(&mut world, alice, bob, sealed, "seal");
}

#[test]
fn garbage_does_not_open() {
    let (mut world, alice, bob) = World::friends();
    is_dropped(&mut world, alice, bob, vec![0; 600], "seal");
    is_dropped(&mut world, alice, bob, vec![1], "seal");
    let mut bent = last_sealed_for(&world, bob);
    let last = bent.len() - 1;
    bent[last] ^= 1;
    is_dropped(&mut world, alice, bob, bent, "seal");
}

#[test]
fn a_device_that_the_manifest_does_not_list_is_nobody() {
    let (mut world, alice, bob) = World::friends();
    let key = stranger();
    let device = pulse_protocol::DeviceId::new(77);
    let from = SenderAddress {
        device,
        identity: key.public(),
        ..address(&world, alice)
    };
    let sealed = forge(&world, bob, &from, &key, &[1; 60]);
    is_dropped(&mut world, alice, bob, sealed, "device not listed");
}

#[test]
fn anothers_device_with_ones_own_key_is_nobody() {
    let (mut world, alice, bob) = World::friends();
    let key = stranger();
    let from = SenderAddress {
        identity: key.public(),
        ..address(&world, alice)
    };
    let sealed = forge(&world, bob, &from, &key, &[1; 60]);
    is_dropped(&mut world, alice, bob, sealed, "device not listed");
}

#[test]
fn anothers_key_without_its_private_half_makes_no_seal() {
    let (mut world, alice, bob) = World::friends();
    let from = address(&world, alice);
    let sealed = forge(&world, bob, &from, &stranger(), &[1; 60]);
    is_dropped(&mut world, alice, bob, sealed, "seal");
}

#[test]
fn a_claim_of_a_newer_manifest_is_looked_up_once_and_jams_nothing() {
    let (mut world, alice, bob) = World::friends();
    let key = stranger();
    let from = SenderAddress {
        version: 9,
        identity: key.public(),
        ..address(&world, alice)
    };
    let sealed = forge(&world, bob, &from, &key, &[1; 60]);
    // The lookup moves the day of the last check, which is no harm: compare all but that.
    let (account, device) = (world.clients[bob].account, world.clients[bob].device);
    let mut out = Vec::new();
    world.server.append(
        account,
        device,
        EnvelopeId::from_bytes([8; 16]),
        sealed,
        MailLane::Contact,
        &mut out,
    );
    world.deliver(out);
    let next = world.send(alice, bob, "behind it");
    world.run();
    assert_eq!(world.dropped(bob, "device not listed"), 1);
    assert_eq!(world.status(alice, next), MessageStatus::Delivered);
}

/// The attack: thousands of envelopes, each claiming another account or another version, each with a question to the server while
/// all mail behind it waits.
#[test]
fn looking_up_made_up_senders_ends() {
    let (mut world, alice, bob) = World::friends();
    let key = stranger();
    let (account, device) = (world.clients[bob].account, world.clients[bob].device);
    let mut out = Vec::new();
    for number in 0..120_u8 {
        let from = match number % 2 {
            0 => SenderAddress {
                account: pulse_protocol::AccountId::from_bytes([number + 10; 32]),
                ..address(&world, alice)
            },
            _ => SenderAddress {
                version: u32::from(number) + 9,
                ..address(&world, alice)
            },
        };
        let from = SenderAddress {
            identity: key.public(),
            ..from
        };
        let sealed = forge(&world, bob, &from, &key, &[1; 60]);
        let id = EnvelopeId::from_bytes([number; 16]);
        world
            .server
            .append(account, device, id, sealed, MailLane::Contact, &mut out);
    }
    world.deliver(out);
    let before = world.server.fetched.len();
    let next = world.send(alice, bob, "behind them");
    world.run();
    assert_eq!(world.dropped(bob, "device not listed"), 120);
    assert_eq!(world.status(alice, next), MessageStatus::Delivered);
    let fetches = world.server.fetched.len() - before;
    assert!((20..=45).contains(&fetches), "{fetches}");
}

/// The attack: a stranger claims to be a contact until no look at that contact's devices is left, so that the mail of the contact's
/// next device is dropped.
#[test]
fn what_strangers_claim_uses_up_no_look_of_a_contact() {
    let (mut world, alice, bob) = World::friends();
    let key = stranger();
    let (account, device) = (world.clients[bob].account, world.clients[bob].device);
    let honest = address(&world, alice);
    let claim = |world: &mut World, number: u8, lane: MailLane| {
        let from = SenderAddress {
            version: u32::from(number) + 9,
            identity: key.public(),
            ..honest
        };
        let sealed = forge(world, bob, &from, &key, &[1; 60]);
        let id = EnvelopeId::from_bytes([number; 16]);
        let (before, mut out) = (world.server.fetched.len(), Vec::new());
        world
            .server
            .append(account, device, id, sealed, lane, &mut out);
        world.deliver(out);
        world.run();
        world.server.fetched.len() - before
    };
    let looks: usize = (0..40)
        .map(|number| claim(&mut world, number, MailLane::Request))
        .sum();
    assert_eq!(looks, 20, "a stranger's looks end");
    // What comes with the token is still looked up, and that ends as well.
    let looks: usize = (40..80)
        .map(|number| claim(&mut world, number, MailLane::Contact))
        .sum();
    assert_eq!(looks, 20, "a contact's looks are their own");
    let next = world.send(alice, bob, "still here");
    world.run();
    assert_eq!(world.status(alice, next), MessageStatus::Delivered);
}

/// The attack: a contact whose program says of every message that their list of devices has grown, so that mail waits for a look each
/// time.
#[test]
fn looking_up_a_list_that_nobody_has_ends() {
    let (mut world, alice, bob) = World::friends();
    let (account, device) = (world.clients[bob].account, world.clients[bob].device);
    let key = identity_key(&world, alice);
    let (position, hash) = {
        let newest = &world.server.accounts[&account].newest;
        (newest.position(), *newest.hash())
    };
    let before = world.server.fetched.len();
    for number in 0..40_u8 {
        let from = SenderAddress {
            version: u32::from(number) + 9,
            ..address(&world, alice)
        };
        let mut inner = vec![1];
        inner.extend(position.generation.to_be_bytes());
        inner.extend(position.version.to_be_bytes());
        inner.extend(&hash[..8]);
        inner.extend([number; 60]);
        let sealed = forge(&world, bob, &from, &key, &inner);
        let id = EnvelopeId::from_bytes([number; 16]);
        let mut out = Vec::new();
        world
            .server
            .append(account, device, id, sealed, MailLane::Contact, &mut out);
        world.deliver(out);
        world.run();
    }
    let looks = &world.server.fetched[before..];
    let of_alice = looks
        .iter()
        .filter(|of| **of == world.clients[alice].account);
    assert_eq!(of_alice.count(), 20);
    let next = world.send(alice, bob, "still here");
    world.run();
    assert_eq!(world.status(alice, next), MessageStatus::Delivered);
}

/// "Somebody may have your recovery phrase" is said on the word of people we know, never on a stranger's.
#[test]
fn a_stranger_cannot_cry_fork() {
    let (mut world, alice, bob) = World::pair();
    world.add(alice, bob);
    world.send(alice, bob, "let me in");
    world.run();
    let (account, device) = (world.clients[bob].account, world.clients[bob].device);
    let position = world.server.accounts[&account].newest.position();
    let (from, key) = (address(&world, alice), identity_key(&world, alice));
    // Alice says that she knows another manifest of Bob's, of the same number.
    let cry = |world: &mut World, number: u8| {
        let mut inner = vec![1];
        inner.extend(position.generation.to_be_bytes());
        inner.extend(position.version.to_be_bytes());
        inner.extend([0xee; 8]);
        inner.extend([number; 60]);
        let sealed = forge(world, bob, &from, &key, &inner);
        let id = EnvelopeId::from_bytes([number; 16]);
        let mut out = Vec::new();
        world
            .server
            .append(account, device, id, sealed, MailLane::Contact, &mut out);
        world.deliver(out);
        world.run();
        world.count_events(bob, "OwnDevicesForked")
    };
    assert_eq!(cry(&mut world, 70), 0, "a stranger's word is nothing");
    let account = world.clients[alice].account;
    world
        .command(bob, Command::AcceptContact { account })
        .unwrap();
    assert_eq!(cry(&mut world, 71), 1, "a contact's is");
}

#[test]
fn a_message_that_waits_for_a_manifest_waits_for_the_lane_and_is_not_lost() {
    // Carol's account is unknown to Bob, and her first message comes without her chain: forged by nobody, only long.
    let (mut world, alice, bob) = World::friends();
    let key = stranger();
    let unknown = pulse_protocol::AccountId::from_bytes([6; 32]);
    let from = SenderAddress {
        account: unknown,
        identity: key.public(),
        ..address(&world, alice)
    };
    let sealed = forge(&world, bob, &from, &key, &[1; 60]);
    let before = world.clients[bob].store.contacts();
    let (account, device) = (world.clients[bob].account, world.clients[bob].device);
    let mut out = Vec::new();
    world.server.append(
        account,
        device,
        EnvelopeId::from_bytes([8; 16]),
        sealed,
        MailLane::Request,
        &mut out,
    );
    world.deliver(out);
    world.run();
    assert_eq!(
        world.dropped(bob, "device not listed"),
        1,
        "the server does not know the account"
    );
    assert!(world.clients[bob].store.contacts() == before);
}

#[test]
fn an_envelope_that_fails_three_turns_is_shown_as_unreadable_and_jams_nothing() {
    let (mut world, alice, bob) = World::friends();
    world.disconnect(bob);
    world.send(alice, bob, "poison");
    world.run();
    // A record that every envelope of Alice needs is damaged.
    let key = *world.clients[alice].account.as_bytes();
    let sound = replace(&mut world, bob, Room::Devices, &key, &[1, 0xff]);
    world.restart(bob);
    world.may_fail = true;
    world.connect(bob);
    world.run();
    let rows = world.history(bob, alice);
    assert_eq!(
        rows.iter().map(|row| row.kind).collect::<Vec<_>>(),
        [RowKind::Text, RowKind::Unreadable]
    );
    assert_eq!(world.dropped(bob, "failed"), 1);
    let mailbox = &world.server.mailboxes[&(world.clients[bob].account, world.clients[bob].device)];
    assert!(mailbox.waiting.is_empty());

    replace(&mut world, bob, Room::Devices, &key, &sound);
    world.may_fail = false;
    world.send(alice, bob, "medicine");
    world.run();
    assert_eq!(world.texts(bob, alice).last().unwrap(), "medicine");
}

/// A damaged record must keep neither other conversations nor the engine's own rhythm from going on: a wake-up that stays in the past
/// is asked for again at once, for ever.
#[test]
fn a_damaged_conversation_stops_no_other() {
    let (mut world, alice, bob) = World::friends();
    let carol = world.join("Carol");
    world.befriend(alice, carol);
    world.disconnect(alice);
    world.send(alice, bob, "to Bob");
    world.send(alice, carol, "to Carol");
    let others = [bob, carol].map(|who| *world.clients[who].account.as_bytes());
    // Whoever comes first is damaged.
    let (first, second) = match others[0] < others[1] {
        true => (bob, carol),
        false => (carol, bob),
    };
    let key = *world.clients[first].account.as_bytes();
    let sound = replace(&mut world, alice, Room::Devices, &key, &[1, 0xff]);
    let mut tx = world.clients[alice].store.begin();
    tx.put(Room::Seen, b"d\0\0\0\0", &[1]).unwrap();
    tx.commit();
    world.restart(alice);
    world.connect(alice);
    world.run();
    assert_eq!(world.texts(second, alice).len(), 2, "the other one leaves");
    assert_eq!(world.texts(first, alice).len(), 1);
    assert!(world.clients[alice].wake_at.unwrap() > world.now);
    assert!(world.dropped(alice, "conversation failed") > 0);
    assert!(world.dropped(alice, "maintenance failed") > 0);

    replace(&mut world, alice, Room::Devices, &key, &sound);
    world.restart(alice);
    world.pass(std::time::Duration::from_secs(10 * 60));
    assert_eq!(world.texts(first, alice).len(), 2);
}

fn replace(world: &mut World, of: usize, room: Room, key: &[u8], value: &[u8]) -> Vec<u8> {
    let mut tx = world.clients[of].store.begin();
    let before = tx.get(room, key).unwrap().unwrap();
    tx.put(room, key, value).unwrap();
    tx.commit();
    before
}

#[test]
fn a_stranger_cannot_make_a_contact_look_forked() {
    // Anybody can claim to be Alice at the place of her newest manifest, with another hash.
    let (mut world, alice, bob) = World::friends();
    let key = stranger();
    for version in [1, 2] {
        let honest = address(&world, alice);
        let from = SenderAddress {
            version,
            manifest_hash: [0xee; 8],
            identity: key.public(),
            ..honest
        };
        let sealed = forge(&world, bob, &from, &key, &[1; 60]);
        let (account, device) = (world.clients[bob].account, world.clients[bob].device);
        let mut out = Vec::new();
        let id = EnvelopeId::from_bytes([version as u8; 16]);
        world
            .server
            .append(account, device, id, sealed, MailLane::Request, &mut out);
        world.deliver(out);
        world.run();
    }
    assert_eq!(world.dropped(bob, "device not listed"), 2);
    assert_eq!(
        world.contact(bob, alice).unwrap().identity,
        IdentityState::Unchanged
    );
}

#[test]
fn one_stranger_too_many_leaves_nothing_behind() {
    let (mut world, alice, bob) = World::pair();
    world.add(bob, alice);
    let template = world.contact(bob, alice).unwrap();
    let mut tx = world.clients[bob].store.begin();
    for number in 0..200u8 {
        let account = pulse_protocol::AccountId::from_bytes([number; 32]);
        let contact = ContactRow {
            account,
            state: ContactState::Requested,
            ..template.clone()
        };
        tx.put_contact(&contact).unwrap();
    }
    tx.commit();
    let carol = world.join("Carol");
    let before = state(&world, bob);
    world.add(carol, bob);
    world.send(carol, bob, "let me in");
    world.run();
    assert_eq!(world.dropped(bob, "too many requests"), 1);
    assert!(
        state(&world, bob) == before,
        "no manifest, no session, no note"
    );
    assert!(world.contact(bob, carol).is_none());
}
