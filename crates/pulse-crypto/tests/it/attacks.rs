//! What an attacker gains who copies a device's state, and how far a peer can push a session.

use std::collections::BTreeSet;

use pulse_crypto::limits::{PAST_CHAINS_MAX, SKIPPED_DAYS_MAX, SKIPPED_MAX, SKIPPED_PER_JUMP_MAX};
use pulse_crypto::ratchet::{RatchetError, Session};

use super::people::{Pair, TODAY, copy, deliver, rng};

/// The state after a message refuses it, and any before it. That it *could* not open them either, whatever an attacker does with its
/// bytes, is tried in the crate (`ratchet/forward_secrecy.rs`).
#[test]
fn a_stolen_state_refuses_everything_of_the_past() {
    let mut rng = rng(1);
    let Pair { mut alice, mut bob } = Pair::new(1);
    let mut to_bob = Vec::new();
    let mut to_alice = Vec::new();
    for turn in 0..6_u8 {
        for _ in 0..3 {
            let message = alice.encrypt(&[turn], &mut rng).unwrap();
            bob.decrypt(&message, TODAY).unwrap();
            to_bob.push(message);
        }
        let message = bob.encrypt(&[turn], &mut rng).unwrap();
        alice.decrypt(&message, TODAY).unwrap();
        to_alice.push(message);
    }
    for message in &to_bob {
        assert!(copy(&bob).decrypt(message, TODAY).is_err());
    }
    for message in &to_alice {
        assert!(copy(&alice).decrypt(message, TODAY).is_err());
    }
}

/// Healing: whoever copied both states reads along until the conversation has turned round.
#[test]
fn stolen_states_are_worthless_after_a_round_trip() {
    let mut rng = rng(2);
    let Pair { mut alice, mut bob } = Pair::talking(2);
    deliver(&mut alice, &mut bob, b"a chain is open", &mut rng);
    let stolen = [copy(&alice), copy(&bob)];

    let exposed = alice.encrypt(b"exposed", &mut rng).unwrap();
    let mut reader = copy(&stolen[1]);
    assert!(
        reader.decrypt(&exposed, TODAY).is_ok(),
        "the attack is real"
    );
    bob.decrypt(&exposed, TODAY).unwrap();

    // Bob's answer has a new key on his side only: the attacker follows with the key stolen from Alice, and no further.
    let answer = bob.encrypt(b"answer", &mut rng).unwrap();
    let mut follower = copy(&stolen[0]);
    assert!(
        follower.decrypt(&answer, TODAY).is_ok(),
        "the attack is real"
    );
    alice.decrypt(&answer, TODAY).unwrap();

    let mut attackers = stolen
        .into_iter()
        .chain([reader, follower])
        .collect::<Vec<_>>();
    assert_healed(alice, bob, &mut attackers);
}

/// A side that has received and not yet sent holds no private ratchet key at all: stolen then, it heals a step earlier.
#[test]
fn states_stolen_between_receiving_and_sending_heal_with_the_next_message() {
    let mut rng = rng(12);
    let Pair { mut alice, mut bob } = Pair::talking(12);
    let stolen = [copy(&alice), copy(&bob)];
    let exposed = alice
        .encrypt(b"exposed to the key stolen from bob", &mut rng)
        .unwrap();
    let mut reader = copy(&stolen[1]);
    assert!(
        reader.decrypt(&exposed, TODAY).is_ok(),
        "the attack is real"
    );
    bob.decrypt(&exposed, TODAY).unwrap();
    let mut attackers = stolen.into_iter().chain([reader]).collect::<Vec<_>>();
    assert_healed(bob, alice, &mut attackers);
}

/// From here on, no message opens for any attacker, though each sees all of them.
fn assert_healed(mut first: Session, mut second: Session, attackers: &mut [Session]) {
    let mut rng = rng(99);
    for turn in 0..4 {
        for _ in 0..2 {
            let message = first.encrypt(b"healed", &mut rng).unwrap();
            for attacker in attackers.iter_mut() {
                assert!(attacker.decrypt(&message, TODAY).is_err(), "turn {turn}");
            }
            second.decrypt(&message, TODAY).unwrap();
        }
        (first, second) = (second, first);
    }
}

/// A device restored from a copy encrypts at positions that were used. Same key with same nonce would give away both
/// texts: with one text, all keystreams would then be equal.
#[test]
fn a_cloned_state_never_repeats_a_key_with_a_nonce() {
    let mut rng = rng(3);
    let Pair { mut alice, mut bob } = Pair::talking(3);
    deliver(&mut alice, &mut bob, b"a chain is open", &mut rng);
    let zeros = [0; 64];
    let mut seen = BTreeSet::new();
    for _ in 0..200 {
        let message = copy(&alice).encrypt(&zeros, &mut rng).unwrap();
        let header_len = usize::from(message[15]);
        let (header, body) = message[16..].split_at(header_len);
        // Zeros were encrypted, so the body is the keystream itself; the header's first bytes are the same ratchet key.
        assert!(seen.insert(body[..64].to_vec()), "a keystream came twice");
        assert!(
            seen.insert(header[..32].to_vec()),
            "a header's keystream came twice"
        );
        assert!(seen.insert(message[3..15].to_vec()), "R came twice");
    }
}

/// The peer notices a clone: whichever of two messages at one position comes second, on each kind of chain.
#[test]
fn a_second_message_at_a_used_position_is_reported() {
    let mut rng = rng(4);
    let Pair { mut alice, mut bob } = Pair::talking(4);
    deliver(&mut alice, &mut bob, b"a chain is open", &mut rng);
    let mut clone = copy(&alice);
    deliver(&mut alice, &mut bob, b"original", &mut rng);
    let second = clone.encrypt(b"clone", &mut rng).unwrap();
    assert_eq!(bob.decrypt(&second, TODAY).err(), Some(RatchetError::Used));

    // After the chain was closed, too, and at positions beyond its end.
    deliver(&mut bob, &mut alice, b"turn", &mut rng);
    deliver(&mut alice, &mut bob, b"turn", &mut rng);
    assert_eq!(bob.decrypt(&second, TODAY).err(), Some(RatchetError::Used));
    for _ in 0..3 {
        let beyond = clone.encrypt(b"clone", &mut rng).unwrap();
        assert_eq!(bob.decrypt(&beyond, TODAY).err(), Some(RatchetError::Used));
    }
}

/// Two copies of a device answer the same message, each with a ratchet key of its own.
#[test]
fn a_forked_chain_is_reported() {
    let mut rng = rng(5);
    let Pair { mut alice, mut bob } = Pair::talking(5);
    deliver(&mut bob, &mut alice, b"question", &mut rng);
    let mut clone = copy(&alice);
    deliver(&mut alice, &mut bob, b"one answer", &mut rng);
    let other = clone.encrypt(b"another answer", &mut rng).unwrap();
    assert_eq!(bob.decrypt(&other, TODAY).err(), Some(RatchetError::Used));
    deliver(&mut alice, &mut bob, b"the session goes on", &mut rng);
}

/// A copy that missed what the original sent turns the conversation round with a shorter chain.
#[test]
fn a_chain_closed_too_early_is_reported() {
    let mut rng = rng(6);
    let Pair { mut alice, mut bob } = Pair::talking(6);
    deliver(&mut alice, &mut bob, b"a chain is open", &mut rng);
    let mut clone = copy(&alice);
    deliver(&mut alice, &mut bob, b"one", &mut rng);
    deliver(&mut alice, &mut bob, b"two", &mut rng);
    let answer = bob.encrypt(b"answer", &mut rng).unwrap();
    clone.decrypt(&answer, TODAY).unwrap();
    let behind = clone.encrypt(b"from the copy", &mut rng).unwrap();
    assert_eq!(bob.decrypt(&behind, TODAY).err(), Some(RatchetError::Used));
}

#[test]
fn a_jump_has_a_bound() {
    let mut rng = rng(7);
    let Pair { mut alice, mut bob } = Pair::new(7);
    for _ in 0..SKIPPED_PER_JUMP_MAX {
        alice.encrypt(b"lost", &mut rng).unwrap();
    }
    let before = bob.encode();
    let mut other = copy(&alice);
    let just_in_reach = alice.encrypt(b"in reach", &mut rng).unwrap();
    other.encrypt(b"lost", &mut rng).unwrap();
    let too_far = other.encrypt(b"too far", &mut rng).unwrap();
    assert_eq!(
        bob.decrypt(&too_far, TODAY).err(),
        Some(RatchetError::TooFarAhead)
    );
    assert_eq!(bob.encode(), before);
    assert!(bob.decrypt(&just_in_reach, TODAY).is_ok());
    assert!(
        bob.decrypt(&too_far, TODAY).is_ok(),
        "now only one is missing before it"
    );
}

#[test]
fn keys_of_missing_messages_are_bounded_and_the_oldest_go() {
    let mut rng = rng(8);
    let Pair { mut alice, mut bob } = Pair::new(8);
    let mut lost = Vec::new();
    for _ in 0..3 {
        for _ in 0..SKIPPED_PER_JUMP_MAX {
            lost.push(alice.encrypt(b"lost", &mut rng).unwrap());
        }
        deliver(&mut alice, &mut bob, b"arrives", &mut rng);
        assert!(bob.encode().len() < 40 * SKIPPED_MAX + 1_000);
        deliver(&mut bob, &mut alice, b"turn", &mut rng);
    }
    let bob = copy(&bob);
    assert_eq!(lost.len(), 3_000);
    // The first chain's thousand are gone; whether as a chain or one by one, none is taken for a clone.
    for message in lost[..1_000].iter().step_by(97) {
        let error = copy(&bob).decrypt(message, TODAY).unwrap_err();
        assert!(
            matches!(
                error,
                RatchetError::TooOld | RatchetError::NotForThisSession
            ),
            "{error}"
        );
    }
    for message in lost[1_000..].iter().step_by(97) {
        assert!(copy(&bob).decrypt(message, TODAY).is_ok());
    }
}

#[test]
fn keys_of_missing_messages_expire() {
    let mut rng = rng(9);
    let Pair { mut alice, mut bob } = Pair::talking(9);
    let late = alice.encrypt(b"late", &mut rng).unwrap();
    deliver(&mut alice, &mut bob, b"arrives", &mut rng);
    bob.expire_skipped(TODAY + SKIPPED_DAYS_MAX - 1);
    assert!(
        copy(&bob).decrypt(&late, TODAY).is_ok(),
        "an envelope waits thirty days"
    );
    bob.expire_skipped(TODAY + SKIPPED_DAYS_MAX);
    assert_eq!(bob.decrypt(&late, TODAY).err(), Some(RatchetError::TooOld));
    deliver(&mut alice, &mut bob, b"the session goes on", &mut rng);
}

/// Whatever a peer does, the header keys to try stay few: one message lost in each of very many chains.
#[test]
fn past_chains_are_bounded() {
    let mut rng = rng(10);
    let Pair { mut alice, mut bob } = Pair::talking(10);
    let mut lost = Vec::new();
    for _ in 0..PAST_CHAINS_MAX + 10 {
        lost.push(alice.encrypt(b"lost", &mut rng).unwrap());
        deliver(&mut alice, &mut bob, b"arrives", &mut rng);
        deliver(&mut bob, &mut alice, b"turn", &mut rng);
    }
    assert!(bob.encode().len() < PAST_CHAINS_MAX * (72 + 8 + 40) + 1_000);
    assert_eq!(
        bob.decrypt(&lost[0], TODAY).err(),
        Some(RatchetError::NotForThisSession)
    );
    let kept = lost.len() - PAST_CHAINS_MAX;
    for message in &lost[kept..] {
        assert!(bob.decrypt(message, TODAY).is_ok());
    }
}

/// Messages of one session are nothing to another, even of the same pair.
#[test]
fn sessions_of_a_pair_do_not_mix() {
    let mut rng = rng(11);
    let (mut one, mut two) = (Pair::talking(11), Pair::talking(12));
    let message = one.alice.encrypt(b"text", &mut rng).unwrap();
    assert_eq!(
        two.bob.decrypt(&message, TODAY).err(),
        Some(RatchetError::NotForThisSession)
    );
    assert_eq!(
        one.alice.decrypt(&message, TODAY).err(),
        Some(RatchetError::NotForThisSession),
        "nor to its sender"
    );
    assert!(one.bob.decrypt(&message, TODAY).is_ok());
    assert!(two.alice.encrypt(b"text", &mut rng).is_ok());
}
