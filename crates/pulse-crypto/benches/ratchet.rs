//! What handshake, ratchet and seal cost, beside vodozemac in the same run: `cargo bench -p pulse-crypto --bench ratchet`.
//!
//! The two take turns, sample by sample, so that whatever else the machine does hits both; the table has the fastest sample
//! of each (whatever else ran only ever adds) and their ratio. vodozemac is Olm: its handshake is 3DH without signatures and without post-quantum keys, its
//! headers are in the clear, and its messages are AES-256-CBC with HMAC.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a benchmark may panic")]
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
#![expect(clippy::print_stdout, reason = "the table is the result")]

use std::hint::black_box;
use std::time::Instant;

#[path = "../tests/it/people.rs"]
mod people;

use people::{Pair, Person, TODAY, copy, deliver, rng};
use pulse_crypto::handshake::{initiate, respond};
use pulse_crypto::ratchet::Session;
use pulse_crypto::sealed::{PairKey, open_outer, seal};
use vodozemac::olm::{Account, OlmMessage, SessionConfig};

const SAMPLES: usize = 100;
/// Operations in one sample of a cheap operation, and of one that costs an agreement or more.
const MANY: usize = 500;
const FEW: usize = 10;
const TEXT: [u8; 100] = [0x61; 100];

fn main() {
    println!(
        "{:<44} {:>10} {:>12} {:>8}",
        "operation (microseconds)", "Pulse", "vodozemac", "ratio"
    );
    compare("encrypt 100 B", encrypt, Some(olm::encrypt));
    compare("decrypt 100 B", decrypt, Some(olm::decrypt));
    compare("ping-pong round trip", ping_pong, Some(olm::ping_pong));
    compare("handshake, initiator", initiator, Some(olm::initiator));
    compare("handshake, responder", responder, None);
    compare(
        "handshake, responder, first message opened",
        responder_and_first,
        Some(olm::responder),
    );
    compare("load, encrypt 100 B, store", load_encrypt_store, None);
    compare("load, decrypt 100 B, store", load_decrypt_store, None);
    compare("refuse a message, 32 chains with gaps", refuse, None);
    compare("seal a 200 B message", seal_message, None);
    compare("open a seal, pair key at hand", open_seal, None);
}

/// Prints the best of both, in microseconds for one operation.
fn compare(name: &str, ours: fn() -> f64, theirs: Option<fn() -> f64>) {
    let (mut own, mut other) = (ours(), f64::INFINITY);
    for _ in 0..SAMPLES {
        own = own.min(ours());
        other = theirs.map_or(other, |sample| other.min(sample()));
    }
    if other.is_finite() {
        println!("{name:<44} {own:>10.2} {other:>12.2} {:>8.2}", other / own);
    } else {
        println!("{name:<44} {own:>10.2}");
    }
}

/// Microseconds for one of `count` calls.
fn time(count: usize, mut call: impl FnMut(usize)) -> f64 {
    let start = Instant::now();
    for index in 0..count {
        call(index);
    }
    start.elapsed().as_secs_f64() * 1e6 / count as f64
}

/// A pair with open chains, so that no operation below turns the conversation round unless it says so.
fn talking() -> Pair {
    let mut pair = Pair::talking(1);
    let mut rng = rng(2);
    deliver(&mut pair.alice, &mut pair.bob, b"a chain is open", &mut rng);
    pair
}

fn encrypt() -> f64 {
    let (mut pair, mut rng) = (talking(), rng(3));
    time(MANY, |_| {
        black_box(pair.alice.encrypt(black_box(&TEXT), &mut rng).unwrap());
    })
}

fn decrypt() -> f64 {
    let (mut pair, mut rng) = (talking(), rng(3));
    let messages: Vec<_> = (0..MANY)
        .map(|_| pair.alice.encrypt(&TEXT, &mut rng).unwrap())
        .collect();
    time(MANY, |index| {
        black_box(
            pair.bob
                .decrypt(black_box(&messages[index]), TODAY)
                .unwrap(),
        );
    })
}

fn ping_pong() -> f64 {
    let (mut pair, mut rng) = (talking(), rng(3));
    time(FEW, |_| {
        deliver(&mut pair.bob, &mut pair.alice, &TEXT, &mut rng);
        deliver(&mut pair.alice, &mut pair.bob, &TEXT, &mut rng);
    })
}

fn initiator() -> f64 {
    let mut rng = rng(4);
    let (alice, bob) = (Person::new(&mut rng), Person::new(&mut rng));
    let (_, bundle) = bob.bundle(true, &mut rng);
    let (local, remote) = (alice.local(), bob.remote());
    time(FEW, |_| {
        black_box(initiate(&local, &remote, black_box(&bundle), TODAY, &mut rng).unwrap());
    })
}

fn responder() -> f64 {
    respond_and(|session, _| {
        black_box(session);
    })
}

fn responder_and_first() -> f64 {
    respond_and(|mut session, message| {
        black_box(session.decrypt(message, TODAY).unwrap());
    })
}

fn respond_and(mut then: impl FnMut(Session, &[u8])) -> f64 {
    let mut rng = rng(5);
    let (alice, bob) = (Person::new(&mut rng), Person::new(&mut rng));
    let (secrets, bundle) = bob.bundle(true, &mut rng);
    let (mut session, header) =
        initiate(&alice.local(), &bob.remote(), &bundle, TODAY, &mut rng).unwrap();
    let message = session.encrypt(&TEXT, &mut rng).unwrap();
    let (local, remote) = (bob.local(), alice.remote());
    time(FEW, |_| {
        let session = respond(&local, &remote, black_box(&header), &secrets).unwrap();
        then(session, &message);
    })
}

fn load_encrypt_store() -> f64 {
    let (pair, mut rng) = (talking(), rng(3));
    let mut stored = pair.alice.encode();
    time(MANY, |_| {
        let mut session = Session::decode(black_box(&stored)).unwrap();
        black_box(session.encrypt(&TEXT, &mut rng).unwrap());
        stored = session.encode();
    })
}

fn load_decrypt_store() -> f64 {
    let (mut pair, mut rng) = (talking(), rng(3));
    let messages: Vec<_> = (0..MANY)
        .map(|_| pair.alice.encrypt(&TEXT, &mut rng).unwrap())
        .collect();
    let mut stored = pair.bob.encode();
    time(MANY, |index| {
        let mut session = Session::decode(black_box(&stored)).unwrap();
        black_box(session.decrypt(&messages[index], TODAY).unwrap());
        stored = session.encode();
    })
}

fn refuse() -> f64 {
    let (mut pair, mut rng) = (talking(), rng(3));
    for _ in 0..40 {
        pair.alice.encrypt(b"lost", &mut rng).unwrap();
        deliver(&mut pair.alice, &mut pair.bob, b"arrives", &mut rng);
        deliver(&mut pair.bob, &mut pair.alice, b"turn", &mut rng);
    }
    let foreign = Pair::talking(9).alice.encrypt(&TEXT, &mut rng).unwrap();
    let mut bob = copy(&pair.bob);
    time(MANY, |_| {
        black_box(bob.decrypt(black_box(&foreign), TODAY).unwrap_err());
    })
}

fn seal_message() -> f64 {
    let mut rng = rng(6);
    let (alice, bob) = (Person::new(&mut rng), Person::new(&mut rng));
    let pair = PairKey::agree(&alice.identity, &bob.identity.public()).unwrap();
    let (from, to) = (alice.as_sender(), bob.as_recipient());
    time(FEW, |_| {
        black_box(seal(&from, &pair, &to, black_box(&[7; 200]), &mut rng).unwrap());
    })
}

fn open_seal() -> f64 {
    let mut rng = rng(7);
    let (alice, bob) = (Person::new(&mut rng), Person::new(&mut rng));
    let pair = PairKey::agree(&alice.identity, &bob.identity.public()).unwrap();
    let to = bob.as_recipient();
    let sealed = seal(&alice.as_sender(), &pair, &to, &[7; 200], &mut rng).unwrap();
    time(FEW, |_| {
        let opened = open_outer(&to, &bob.identity, black_box(&sealed)).unwrap();
        black_box(opened.open_inner(&pair).unwrap());
    })
}

/// The same with vodozemac.
mod olm {
    use super::*;

    struct OlmPair {
        alice: vodozemac::olm::Session,
        bob: vodozemac::olm::Session,
    }

    /// Both have sent and received, and Alice's chain is open.
    fn talking() -> OlmPair {
        let (alice, mut bob) = (Account::new(), Account::new());
        bob.generate_one_time_keys(1);
        let one_time = *bob.one_time_keys().values().next().unwrap();
        let mut first = outbound(&alice, &bob, one_time);
        let OlmMessage::PreKey(message) = first.encrypt("hello").unwrap() else {
            panic!("the first message is a prekey message");
        };
        let config = SessionConfig::version_1();
        let created = bob
            .create_inbound_session(config, alice.curve25519_key(), &message)
            .unwrap();
        let mut pair = OlmPair {
            alice: first,
            bob: created.session,
        };
        let answer = pair.bob.encrypt("hello to you").unwrap();
        pair.alice.decrypt(&answer).unwrap();
        let open = pair.alice.encrypt("a chain is open").unwrap();
        pair.bob.decrypt(&open).unwrap();
        pair
    }

    fn outbound(
        alice: &Account,
        bob: &Account,
        one_time: vodozemac::Curve25519PublicKey,
    ) -> vodozemac::olm::Session {
        alice
            .create_outbound_session(SessionConfig::version_1(), bob.curve25519_key(), one_time)
            .unwrap()
    }

    pub(super) fn encrypt() -> f64 {
        let mut pair = talking();
        time(MANY, |_| {
            black_box(pair.alice.encrypt(black_box(TEXT)).unwrap());
        })
    }

    pub(super) fn decrypt() -> f64 {
        let mut pair = talking();
        let messages: Vec<_> = (0..MANY)
            .map(|_| pair.alice.encrypt(TEXT).unwrap())
            .collect();
        time(MANY, |index| {
            black_box(pair.bob.decrypt(black_box(&messages[index])).unwrap());
        })
    }

    pub(super) fn ping_pong() -> f64 {
        let mut pair = talking();
        time(FEW, |_| {
            let there = pair.bob.encrypt(TEXT).unwrap();
            black_box(pair.alice.decrypt(&there).unwrap());
            let back = pair.alice.encrypt(TEXT).unwrap();
            black_box(pair.bob.decrypt(&back).unwrap());
        })
    }

    pub(super) fn initiator() -> f64 {
        let (alice, mut bob) = (Account::new(), Account::new());
        bob.generate_one_time_keys(1);
        let one_time = *bob.one_time_keys().values().next().unwrap();
        time(FEW, |_| {
            black_box(outbound(&alice, &bob, black_box(one_time)));
        })
    }

    pub(super) fn responder() -> f64 {
        let (alice, mut bob) = (Account::new(), Account::new());
        bob.generate_one_time_keys(FEW);
        let keys: Vec<_> = bob.one_time_keys().values().copied().collect();
        let message = |key| match outbound(&alice, &bob, key).encrypt(TEXT).unwrap() {
            OlmMessage::PreKey(message) => message,
            OlmMessage::Normal(_) => panic!("the first message is a prekey message"),
        };
        let messages: Vec<_> = keys.into_iter().map(message).collect();
        time(FEW, |index| {
            let config = SessionConfig::version_1();
            let created =
                bob.create_inbound_session(config, alice.curve25519_key(), &messages[index]);
            black_box(created.unwrap());
        })
    }
}
