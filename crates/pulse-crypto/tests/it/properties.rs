//! What holds for every course of a conversation: any order, any loss, any repetition, any flipped bit.

use std::collections::BTreeSet;

use proptest::prelude::*;
use pulse_crypto::ratchet::{RatchetError, Session};
use rand_chacha::ChaCha20Rng;

use super::people::{Pair, TODAY, copy, rng};

/// What happens next in a conversation. Indices are taken modulo what there is.
#[derive(Debug, Clone)]
enum Event {
    /// One side writes.
    Send { alice: bool, len: usize },
    /// A message arrives: one that did not arrive yet, or one that did.
    Arrive { index: prop::sample::Index },
    /// A message arrives with a bit flipped.
    ArriveDamaged {
        index: prop::sample::Index,
        bit: prop::sample::Index,
    },
    /// A message never arrives.
    Lose { index: prop::sample::Index },
    /// Both sides are stored and loaded.
    Store,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let index = any::<prop::sample::Index>;
    let event = prop_oneof![
        6 => (any::<bool>(), 0..300_usize).prop_map(|(alice, len)| Event::Send { alice, len }),
        6 => index().prop_map(|index| Event::Arrive { index }),
        1 => (index(), index()).prop_map(|(index, bit)| Event::ArriveDamaged { index, bit }),
        1 => index().prop_map(|index| Event::Lose { index }),
        1 => Just(Event::Store),
    ];
    prop::collection::vec(event, 1..120)
}

struct Sent {
    by_alice: bool,
    text: Vec<u8>,
    message: Vec<u8>,
}

struct World {
    pair: Pair,
    rng: ChaCha20Rng,
    sent: Vec<Sent>,
    arrived: BTreeSet<usize>,
    lost: BTreeSet<usize>,
}

impl World {
    fn new(seed: u64) -> Self {
        Self {
            pair: Pair::new(seed),
            rng: rng(seed),
            sent: Vec::new(),
            arrived: BTreeSet::new(),
            lost: BTreeSet::new(),
        }
    }

    fn happen(&mut self, event: &Event) {
        match event {
            Event::Send { alice, len } => self.send(*alice, *len),
            Event::Store => {
                self.pair = Pair {
                    alice: copy(&self.pair.alice),
                    bob: copy(&self.pair.bob),
                };
            }
            _ if self.sent.is_empty() => (),
            Event::Arrive { index } => self.arrive(index.index(self.sent.len())),
            Event::ArriveDamaged { index, bit } => {
                self.arrive_damaged(index.index(self.sent.len()), *bit);
            }
            Event::Lose { index } => {
                self.lost.insert(index.index(self.sent.len()));
            }
        }
    }

    fn send(&mut self, by_alice: bool, len: usize) {
        let text = vec![self.sent.len() as u8; len];
        let may_send = by_alice || self.pair.bob.has_received();
        let sender = if by_alice {
            &mut self.pair.alice
        } else {
            &mut self.pair.bob
        };
        match sender.encrypt(&text, &mut self.rng) {
            Ok(message) => self.sent.push(Sent {
                by_alice,
                text,
                message,
            }),
            Err(error) => {
                assert!(!may_send, "{error}");
                assert_eq!(error, RatchetError::CannotSendYet);
            }
        }
    }

    fn arrive(&mut self, index: usize) {
        if self.lost.contains(&index) {
            return;
        }
        let sent = &self.sent[index];
        let recipient = if sent.by_alice {
            &mut self.pair.bob
        } else {
            &mut self.pair.alice
        };
        let before = recipient.encode();
        let result = recipient.decrypt(&sent.message, TODAY);
        if self.arrived.insert(index) {
            assert_eq!(*result.unwrap(), sent.text, "the first time, it opens");
        } else {
            let error = result.unwrap_err();
            let expected = [RatchetError::Used, RatchetError::NotForThisSession];
            assert!(
                expected.contains(&error),
                "the second time, it does not: {error}"
            );
            assert_eq!(recipient.encode(), before);
        }
    }

    fn arrive_damaged(&mut self, index: usize, bit: prop::sample::Index) {
        let sent = &self.sent[index];
        let mut message = sent.message.clone();
        let bit = bit.index(message.len() * 8);
        message[bit / 8] ^= 1 << (bit % 8);
        let recipient = if sent.by_alice {
            &mut self.pair.bob
        } else {
            &mut self.pair.alice
        };
        assert_fails_without_a_trace(recipient, &message);
    }
}

fn assert_fails_without_a_trace(session: &mut Session, message: &[u8]) {
    let before = session.encode();
    assert!(session.decrypt(message, TODAY).is_err());
    assert_eq!(session.encode(), before, "a failure changed the state");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever happens on the way, each message that arrives opens exactly once, as it was written; damage is noticed and
    /// changes nothing. (Fewer turns than past chains are kept, so none is too late here.)
    #[test]
    fn every_message_that_arrives_opens_exactly_once(seed: u64, events in events()) {
        let mut world = World::new(seed);
        for event in &events {
            world.happen(event);
        }
        for index in 0..world.sent.len() {
            world.arrive(index);
        }
        let all = world.arrived.len() + world.lost.difference(&world.arrived).count();
        prop_assert_eq!(all, world.sent.len());
        // And both can still talk.
        for by_alice in [true, false, true] {
            world.send(by_alice, 10);
            world.arrive(world.sent.len().saturating_sub(1));
        }
    }

    /// A chain of any length within the bounds opens in any order.
    #[test]
    fn any_order_within_a_chain(seed: u64, order in Just((0..60_usize).collect::<Vec<_>>()).prop_shuffle()) {
        let Pair { mut alice, mut bob } = Pair::new(seed);
        let mut rng = rng(seed);
        let sent: Vec<_> = (0..60_u8).map(|n| alice.encrypt(&[n], &mut rng).unwrap()).collect();
        for index in order {
            let plaintext = bob.decrypt(&sent[index], TODAY).unwrap();
            prop_assert_eq!(plaintext.as_slice(), &[index as u8]);
            assert_fails_without_a_trace(&mut bob, &sent[index]);
        }
    }

    /// Bytes that are no message of this session, of any length.
    #[test]
    fn garbage_changes_nothing(seed: u64, mut garbage in prop::collection::vec(any::<u8>(), 0..300), dressed: bool) {
        let Pair { mut alice, mut bob } = Pair::talking(seed);
        if dressed && garbage.len() > 16 {
            garbage[..3].copy_from_slice(&[1, 0, 1]);
            garbage[15] = 53;
        }
        assert_fails_without_a_trace(&mut alice, &garbage);
        assert_fails_without_a_trace(&mut bob, &garbage);
    }

    /// Two parties begin at once: two sessions, neither disturbs the other, and a message says which is its own.
    #[test]
    fn both_may_begin_at_once(seed: u64, lens in prop::collection::vec(0..50_usize, 1..20)) {
        use super::people::{Person, deliver};
        let mut rng = rng(seed);
        let (alice, bob) = (Person::new(&mut rng), Person::new(&mut rng));
        let mut by_alice = Pair::between(&alice, &bob, &mut rng);
        let mut by_bob = Pair::between(&bob, &alice, &mut rng);
        prop_assert_ne!(by_alice.alice.id(), by_bob.alice.id());

        // Both first messages are on the way at the same time; in `by_bob`, Bob is the initiator.
        let from_alice = by_alice.alice.encrypt(b"from alice", &mut rng).unwrap();
        let from_bob = by_bob.alice.encrypt(b"from bob", &mut rng).unwrap();
        assert_fails_without_a_trace(&mut by_alice.alice, &from_bob);
        assert_fails_without_a_trace(&mut by_bob.alice, &from_alice);
        by_alice.bob.decrypt(&from_alice, TODAY).unwrap();
        by_bob.bob.decrypt(&from_bob, TODAY).unwrap();
        for len in lens {
            deliver(&mut by_alice.bob, &mut by_alice.alice, &vec![1; len], &mut rng);
            deliver(&mut by_bob.bob, &mut by_bob.alice, &vec![2; len], &mut rng);
            deliver(&mut by_alice.alice, &mut by_alice.bob, &vec![3; len], &mut rng);
            deliver(&mut by_bob.alice, &mut by_bob.bob, &vec![4; len], &mut rng);
        }
    }

    /// A state comes back from its bytes as it was, and nothing else is taken for one.
    #[test]
    fn states_are_stored_whole(seed: u64, events in events(), cut: prop::sample::Index) {
        let mut world = World::new(seed);
        for event in &events {
            world.happen(event);
        }
        for session in [&world.pair.alice, &world.pair.bob] {
            let encoded = session.encode();
            prop_assert_eq!(Session::decode(&encoded).unwrap().encode(), encoded.clone());
            prop_assert!(Session::decode(&encoded[..cut.index(encoded.len())]).is_err());
            prop_assert!(Session::decode(&[encoded.as_slice(), &[0]].concat()).is_err());
        }
    }
}

/// Every bit of a message counts: the header of each kind of arrival, and the body.
#[test]
fn each_flipped_bit_is_noticed() {
    let mut rng = rng(5);
    let Pair { mut alice, mut bob } = Pair::talking(5);
    let skipped = alice.encrypt(b"late", &mut rng).unwrap();
    let current = alice.encrypt(b"now", &mut rng).unwrap();
    bob.decrypt(&current, TODAY).unwrap();
    let answer = bob.encrypt(b"next chain", &mut rng).unwrap();
    for (session, message) in [(&mut bob, &skipped), (&mut alice, &answer)] {
        for bit in 0..message.len() * 8 {
            let mut damaged = message.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert_fails_without_a_trace(session, &damaged);
        }
        assert!(session.decrypt(message, TODAY).is_ok());
    }
}
