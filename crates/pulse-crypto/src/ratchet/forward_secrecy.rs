//! What somebody finds who copies a state and takes it apart: every 32 bytes in it, tried as every kind of secret.
//!
//! That a session *refuses* what it has read proves little; an attacker does not ask it. Here each window of the stored bytes is
//! taken for the secret of a message and for a chain key some steps before one, against everything that was ever sent.

use crate::ratchet::chain_key::ChainKey;
use crate::ratchet::message::Message;
use crate::ratchet::receive::open_body;
use crate::ratchet::session::tests::{Pair, pair};
use crate::ratchet::{RatchetKey, Session};
use crate::secret::Secret;

/// How far a chain key is followed: longer than any chain below.
const STEPS: usize = 8;

/// Whether something in the bytes opens the message.
fn opens(state: &Session, message: &[u8]) -> bool {
    let bytes = state.encode();
    let message = Message::parse(message).unwrap();
    let is_body_key = |secret: &Secret<32>| open_body(&state.id(), &message, secret).is_ok();
    let mut windows = bytes.windows(32).map(|window| {
        let mut secret = Secret::zeroed();
        secret.as_mut_bytes().copy_from_slice(window);
        secret
    });
    windows.any(|secret| {
        if is_body_key(&secret) {
            return true;
        }
        let mut chain = ChainKey::new(secret);
        (0..STEPS).any(|_| {
            let (next, secret) = chain.step();
            chain = next;
            is_body_key(&secret)
        })
    })
}

/// A conversation of some turns: both states, and what went either way.
struct Story {
    alice: Session,
    bob: Session,
    to_bob: Vec<Vec<u8>>,
    to_alice: Vec<Vec<u8>>,
}

fn story() -> Story {
    let Pair {
        mut alice,
        mut bob,
        mut rng,
    } = pair();
    let (mut to_bob, mut to_alice) = (Vec::new(), Vec::new());
    for turn in 0..3_u8 {
        for _ in 0..3 {
            let message = alice.encrypt(&[turn], &mut rng).unwrap();
            bob.decrypt(&message, 1).unwrap();
            to_bob.push(message);
        }
        let message = bob.encrypt(&[turn], &mut rng).unwrap();
        alice.decrypt(&message, 1).unwrap();
        to_alice.push(message);
    }
    Story {
        alice,
        bob,
        to_bob,
        to_alice,
    }
}

#[test]
fn nothing_in_a_state_opens_what_was_read_or_sent() {
    let story = story();
    for message in story.to_bob.iter().chain(&story.to_alice) {
        assert!(!opens(&story.bob, message));
        assert!(!opens(&story.alice, message));
    }
}

/// The search is a real one: what is still to come, and what is missing, it does open.
#[test]
fn what_is_missing_or_still_to_come_is_found() {
    let Pair {
        mut alice,
        mut bob,
        mut rng,
    } = pair();
    let first = alice.encrypt(b"opens the chain", &mut rng).unwrap();
    bob.decrypt(&first, 1).unwrap();
    let late = alice.encrypt(b"late", &mut rng).unwrap();
    let passes = alice.encrypt(b"passes it", &mut rng).unwrap();
    assert!(opens(&bob, &passes), "by the chain key");
    bob.decrypt(&passes, 1).unwrap();
    assert!(!opens(&bob, &passes));
    assert!(opens(&bob, &late), "by its skipped key");
    bob.decrypt(&late, 1).unwrap();
    assert!(!opens(&bob, &late));
}

/// No window is an older root key, or a ratchet key of ours from before: with one an attacker would make the old chains again.
#[test]
fn no_older_root_or_ratchet_key_stays_in_a_state() {
    let Pair {
        mut alice,
        mut bob,
        mut rng,
    } = pair();
    let mut past: Vec<[u8; 32]> = Vec::new();
    for _ in 0..3 {
        let message = alice.encrypt(b"there", &mut rng).unwrap();
        bob.decrypt(&message, 1).unwrap();
        let answer = bob.encrypt(b"and back", &mut rng).unwrap();
        past.push(*alice.root_key.as_secret().as_bytes());
        let key = alice.sending.ratchet_key().map(RatchetKey::as_secret);
        past.push(*key.unwrap().as_bytes());
        alice.decrypt(&answer, 1).unwrap();
        let bytes = alice.encode();
        for secret in &past {
            assert!(bytes.windows(32).all(|window| window != secret));
        }
    }
}
