//! The ordinary course of a session.

use pulse_crypto::ratchet::{RatchetError, Session};

use super::people::{Pair, TODAY, copy, deliver, rng};

#[test]
fn two_devices_talk_from_the_first_message_on() {
    let mut rng = rng(1);
    let Pair { mut alice, mut bob } = Pair::new(1);
    assert_eq!(alice.id(), bob.id());
    assert!(alice.is_initiator() && !bob.is_initiator());
    assert_eq!(
        bob.encrypt(b"too early", &mut rng).err(),
        Some(RatchetError::CannotSendYet)
    );

    deliver(&mut alice, &mut bob, b"one", &mut rng);
    deliver(&mut alice, &mut bob, b"", &mut rng);
    assert!(bob.has_received() && !alice.has_received());
    for turn in 0..20_u8 {
        deliver(&mut bob, &mut alice, &[turn; 100], &mut rng);
        deliver(&mut alice, &mut bob, &[turn; 300], &mut rng);
        deliver(&mut alice, &mut bob, &[turn; 3], &mut rng);
        (alice, bob) = (copy(&alice), copy(&bob));
    }
    assert!(alice.has_received());
}

/// An engine may hold sessions wherever it likes.
#[test]
fn sessions_may_move_between_threads() {
    const fn portable<T: Send + Sync>() {}
    portable::<Session>();
}

#[test]
fn a_short_message_costs_eighty_five_bytes() {
    let Pair { mut alice, .. } = Pair::talking(2);
    let message = alice.encrypt(&[0; 100], &mut rng(2)).unwrap();
    assert_eq!(message.len(), 100 + 85);
}

#[test]
fn messages_of_a_closed_chain_still_open() {
    let mut rng = rng(3);
    let Pair { mut alice, mut bob } = Pair::talking(3);
    let late: Vec<_> = (0..5_u8)
        .map(|n| alice.encrypt(&[n], &mut rng).unwrap())
        .collect();
    for _ in 0..10 {
        deliver(&mut bob, &mut alice, b"meanwhile", &mut rng);
        deliver(&mut alice, &mut bob, b"meanwhile", &mut rng);
    }
    for n in [3, 0, 4, 1, 2_u8] {
        let message = &late[usize::from(n)];
        assert_eq!(bob.decrypt(message, TODAY).unwrap().as_slice(), [n]);
        assert!(bob.decrypt(message, TODAY).is_err(), "each opens once");
    }
}
