//! Asking for things again and again: what a contact, a blocked contact and a damaged home can make us send.

use std::time::Duration;

use pulse_engine::{Body, Command, Content, ContentId, ResendRequest};
use pulse_protocol::{AccountId, EnvelopeId};

use super::attacks::send_raw;
use super::repair::lose_sessions;
use super::world::World;

pub(crate) fn envelopes_to(world: &World, account: AccountId) -> Vec<EnvelopeId> {
    let envelopes = world.server.envelopes.iter();
    envelopes
        .filter(|sent| sent.0 == account)
        .map(|sent| sent.2)
        .collect()
}

pub(crate) fn ask_for(
    world: &mut World,
    from: usize,
    to: usize,
    number: u8,
    envelopes: &[EnvelopeId],
) {
    let body = Body::ResendRequest(ResendRequest {
        envelopes: envelopes.to_vec(),
    });
    let content = Content {
        id: ContentId::from_bytes([number; 16]),
        sent_at: world.now,
        body,
    };
    let content = content.encode().unwrap();
    send_raw(world, from, to, &content);
}

#[test]
fn asking_for_what_was_just_sent_again_does_not_go_on_for_ever() {
    let (mut world, alice, bob) = World::friends();
    let account = world.clients[bob].account;
    let mut counts = Vec::new();
    for round in 0..8 {
        let mut envelopes = envelopes_to(&world, account);
        envelopes.reverse();
        envelopes.truncate(64);
        ask_for(&mut world, bob, alice, round, &envelopes);
        counts.push(envelopes_to(&world, account).len());
    }
    assert_eq!(counts[4], counts[7], "{counts:?}");
}

#[test]
fn whoever_is_blocked_is_not_asked_for_anything() {
    let (mut world, alice, bob) = World::friends();
    world.send(bob, alice, "before");
    world.run();
    for text in ["first", "second"] {
        lose_sessions(&mut world, bob);
        world.send(alice, bob, text);
        world.run();
    }
    let account = world.clients[alice].account;
    world
        .command(bob, Command::BlockContact { account })
        .unwrap();
    world.run();
    let before = envelopes_to(&world, account).len();
    world.pass(Duration::from_secs(61 * 60));
    world.pass(Duration::from_secs(61 * 60));
    assert_eq!(envelopes_to(&world, account).len(), before);
}

#[test]
fn an_evening_of_mail_that_no_session_opens_is_shown_late() {
    let (mut world, alice, bob) = World::friends();
    world.send(bob, alice, "before");
    world.run();
    world.disconnect(bob);
    for number in 0..150 {
        world.send(alice, bob, &format!("{number}"));
        world.run();
    }
    lose_sessions(&mut world, bob);
    world.connect(bob);
    world.run();
    world.pass(Duration::from_secs(61 * 60));
    let texts = world.texts(bob, alice);
    let missing = (0..150).filter(|number| !texts.contains(&number.to_string()));
    assert_eq!(missing.count(), 0);
    assert_eq!(texts.len(), 152, "and nothing twice");
}
