//! What mail makes a device ask does not travel where people's messages do: else a server could put a probe into a mailbox and see
//! which anonymous connection asks for the account that it made up.

use std::time::Duration;

use pulse_crypto::sealed::SenderAddress;
use pulse_engine::{Event, MessageStatus};
use pulse_protocol::{AccountId, ClientBody, EnvelopeId, Lane, MailLane};

use super::attacks::{address, forge, stranger};
use super::world::World;

const WEEK_AND_DAY: Duration = Duration::from_secs(8 * 24 * 60 * 60);

/// A connection of somebody's that carried this, in the order of their first such request.
fn connections_with(
    world: &World,
    of: usize,
    is_wanted: impl Fn(&ClientBody) -> bool,
) -> Vec<[u8; 32]> {
    let carried = world.server.anonymous.iter();
    let mut found: Vec<_> = carried
        .filter(|(client, _, body)| *client == of && is_wanted(body))
        .map(|(_, connection, _)| *connection)
        .collect();
    found.dedup();
    found
}

fn submitting(world: &World, of: usize) -> Vec<[u8; 32]> {
    connections_with(world, of, |body| {
        matches!(body, ClientBody::Submit(_) | ClientBody::FetchBundles(_))
    })
}

fn asking_for(world: &World, of: usize, account: AccountId) -> Vec<[u8; 32]> {
    connections_with(
        world,
        of,
        |body| matches!(body, ClientBody::FetchManifest(fetch) if fetch.account == account),
    )
}

/// Nothing that was asked about an account shares a connection with anything that was sent.
fn assert_apart(world: &World, of: usize, account: AccountId) {
    let submitting = submitting(world, of);
    for connection in asking_for(world, of, account) {
        assert!(!submitting.contains(&connection), "both on {connection:?}");
    }
}

/// The server puts an envelope into Bob's mailbox whose seal claims an account that nobody has.
fn probe(world: &mut World, like: usize, bob: usize, number: u8) -> AccountId {
    let key = stranger();
    let made_up = AccountId::from_bytes([number; 32]);
    let from = SenderAddress {
        account: made_up,
        identity: key.public(),
        ..address(world, like)
    };
    let sealed = forge(world, bob, &from, &key, &[1; 60]);
    let (account, device) = (world.clients[bob].account, world.clients[bob].device);
    let (id, mut out) = (EnvelopeId::from_bytes([number; 16]), Vec::new());
    world
        .server
        .append(account, device, id, sealed, MailLane::Request, &mut out);
    world.deliver(out);
    made_up
}

#[test]
fn a_probe_is_looked_up_on_a_connection_that_carries_no_message_before_or_after() {
    let (mut world, alice, bob) = World::friends();
    world.send(bob, alice, "before");
    world.run();
    let before = submitting(&world, bob);
    let first = probe(&mut world, alice, bob, 6);
    world.run();
    assert_eq!(asking_for(&world, bob, first).len(), 1, "it is looked up");
    assert_eq!(world.dropped(bob, "device not listed"), 1);
    // The same connection goes on for others.
    let second = probe(&mut world, alice, bob, 7);
    world.run();
    let looking_up = asking_for(&world, bob, first);
    assert_eq!(asking_for(&world, bob, second), looking_up);
    let after = world.send(bob, alice, "after");
    world.run();
    assert_eq!(world.status(bob, after), MessageStatus::Delivered);
    let all = submitting(&world, bob);
    assert_eq!(all.len(), before.len() + 1, "another one for what is sent");
    assert_apart(&world, bob, first);
    assert_apart(&world, bob, second);
}

#[test]
fn a_lane_that_makes_room_is_told_nobody() {
    let (mut world, alice, bob) = World::friends();
    world.send(bob, alice, "before");
    world.run();
    world.clients[bob].events.clear();
    probe(&mut world, alice, bob, 6);
    world.run();
    let is_up = |event: &Event| format!("{event:?}").contains("Connected");
    let told = world.clients[bob].events.iter();
    let told = told.filter(|event| event.name() == "Connection");
    assert!(told.into_iter().all(is_up));
}

#[test]
fn probes_make_a_device_connect_anew_once_in_a_while_only() {
    let (mut world, alice, bob) = World::friends();
    world.send(bob, alice, "before");
    world.run();
    let connections = world.clients[bob].connections;
    for number in 10..15 {
        probe(&mut world, alice, bob, number);
        let text = world.send(bob, alice, "in between");
        world.run();
        // What comes back stands behind the probe.
        let status = world.status(bob, text);
        assert!(matches!(
            status,
            MessageStatus::Sent | MessageStatus::Delivered
        ));
    }
    // There and back once; the others wait.
    assert_eq!(world.clients[bob].connections, connections + 2);
    assert!(world.dropped(bob, "device not listed") < 5);
    world.pass(Duration::from_secs(10));
    assert_eq!(world.dropped(bob, "device not listed"), 5);
    assert_eq!(world.clients[bob].connections, connections + 3);
    for number in 10..15 {
        assert_apart(&world, bob, AccountId::from_bytes([number; 32]));
    }
}

#[test]
fn people_whose_devices_are_known_never_connect_anew() {
    let (mut world, alice, bob) = World::friends();
    for _ in 0..10 {
        world.send(alice, bob, "there");
        world.run();
        world.send(bob, alice, "and back");
        world.run();
    }
    assert_eq!(world.clients[alice].connections, 2);
    assert_eq!(world.clients[bob].connections, 2);
}

/// Carol was not asked about for a week. Her message waits for that, Bob's own go on, and his connection breaks after any number of
/// turns.
#[test]
fn nothing_is_lost_whenever_a_connection_breaks_in_between() {
    for turns in 0..40 {
        let (mut world, alice, bob) = World::friends();
        let carol = world.join("Carol");
        world.befriend(carol, bob);
        world.pass(WEEK_AND_DAY);
        world.send(bob, alice, "before");
        world.run();
        world.server.anonymous.clear();
        let from_carol = world.send(carol, bob, "after a week");
        world.step(turns / 2);
        let from_bob = world.send(bob, alice, "meanwhile");
        world.step(turns - turns / 2);
        world.disconnect_lane(bob, Lane::Anonymous);
        world.connect_lane(bob, Lane::Anonymous);
        world.run();
        world.pass(Duration::from_secs(10));
        world.pass(Duration::from_secs(10));
        assert_eq!(world.texts(bob, carol), ["hello", "after a week"]);
        assert_eq!(world.status(carol, from_carol), MessageStatus::Delivered);
        assert_eq!(world.status(bob, from_bob), MessageStatus::Delivered);
        let carols = world.clients[carol].account;
        assert!(!asking_for(&world, bob, carols).is_empty());
        assert_apart(&world, bob, carols);
    }
}
