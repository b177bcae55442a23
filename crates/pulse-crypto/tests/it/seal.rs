//! The two layers of the seal, and what an attacker could try on them.

use pulse_crypto::keys::{DeviceId, IdentityKey};
use pulse_crypto::padding::padded_len;
use pulse_crypto::sealed::{PairKey, RecipientAddress, SealError, open_outer, seal};

use super::people::{Person, rng};

struct Sealing {
    alice: Person,
    bob: Person,
    pair: PairKey,
}

impl Sealing {
    fn new(seed: u64) -> Self {
        let mut rng = rng(seed);
        let (alice, bob) = (Person::new(&mut rng), Person::new(&mut rng));
        let pair = PairKey::agree(&alice.identity, &bob.identity.public()).unwrap();
        Self { alice, bob, pair }
    }

    fn seal(&self, text: &[u8], seed: u64) -> Vec<u8> {
        let (from, to) = (self.alice.as_sender(), self.bob.as_recipient());
        seal(&from, &self.pair, &to, text, &mut rng(seed)).unwrap()
    }

    fn open(&self, to: &RecipientAddress, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let opened = open_outer(to, &self.bob.identity, sealed)?;
        assert!(*opened.sender() == self.alice.as_sender());
        let pair = PairKey::agree(&self.bob.identity, &opened.sender().identity)?;
        Ok(opened.open_inner(&pair)?.to_vec())
    }
}

#[test]
fn the_recipient_learns_the_sender_and_the_text() {
    let sealing = Sealing::new(1);
    for len in [0, 1, 255, 256, 257, 5_000, 100_000] {
        let text = vec![0xa5; len];
        let sealed = sealing.seal(&text, len as u64);
        assert_eq!(sealed.len(), 135 + padded_len(len + 1) + 16);
        assert_eq!(sealing.open(&sealing.bob.as_recipient(), &sealed), Ok(text));
    }
}

#[test]
fn receipts_and_short_text_have_one_length() {
    let sealing = Sealing::new(2);
    let lens: Vec<_> = [0, 10, 255]
        .map(|len| sealing.seal(&vec![1; len], 2).len())
        .into();
    assert_eq!(lens, [lens[0]; 3]);
}

#[test]
fn each_bit_counts_and_each_byte_is_needed() {
    let sealing = Sealing::new(3);
    let sealed = sealing.seal(b"text", 3);
    let to = sealing.bob.as_recipient();
    for bit in 0..sealed.len() * 8 {
        let mut other = sealed.clone();
        other[bit / 8] ^= 1 << (bit % 8);
        // The top bit of an X25519 key is ignored by the agreement; the key derivation sees it.
        assert!(sealing.open(&to, &other).is_err(), "bit {bit}");
    }
    for len in 0..sealed.len() {
        assert!(sealing.open(&to, &sealed[..len]).is_err(), "length {len}");
    }
    assert!(
        sealing
            .open(&to, &[sealed.as_slice(), &[0]].concat())
            .is_err()
    );
}

#[test]
fn a_seal_for_one_device_is_nothing_to_another() {
    let sealing = Sealing::new(4);
    let sealed = sealing.seal(b"text", 4);
    let to = sealing.bob.as_recipient();
    let other_device = RecipientAddress {
        device: DeviceId::new(to.device.get() ^ 1),
        ..to
    };
    let other_account = RecipientAddress {
        account: sealing.alice.account,
        ..to
    };
    assert_eq!(
        sealing.open(&other_device, &sealed),
        Err(SealError::NotForUs)
    );
    assert_eq!(
        sealing.open(&other_account, &sealed),
        Err(SealError::NotForUs)
    );

    let stranger = IdentityKey::random(&mut rng(5));
    assert_eq!(
        open_outer(&to, &stranger, &sealed).err(),
        Some(SealError::NotForUs)
    );
}

/// Anybody can make an outer layer that names Alice. Only Alice and Bob can make the inner one.
#[test]
fn nobody_else_can_pose_as_the_sender() {
    let sealing = Sealing::new(6);
    let mut rng = rng(60);
    let mallory = Person::new(&mut rng);
    let to = sealing.bob.as_recipient();
    let pair = PairKey::agree(&mallory.identity, &to.identity).unwrap();
    let forged = seal(
        &sealing.alice.as_sender(),
        &pair,
        &to,
        b"it is me",
        &mut rng,
    )
    .unwrap();
    assert_eq!(sealing.open(&to, &forged), Err(SealError::NotFromSender));
}

/// The halves of two honest seals, put together anew.
#[test]
fn layers_of_two_seals_do_not_mix() {
    let sealing = Sealing::new(7);
    let (one, two) = (sealing.seal(b"one", 7), sealing.seal(b"two", 8));
    let to = sealing.bob.as_recipient();
    let mixed = [&one[..135], &two[135..]].concat();
    assert_eq!(sealing.open(&to, &mixed), Err(SealError::NotFromSender));
    let mixed = [&one[..35], &two[35..]].concat();
    assert_eq!(sealing.open(&to, &mixed), Err(SealError::NotForUs));
}

#[test]
fn keys_of_small_order_are_refused() {
    let sealing = Sealing::new(9);
    let mut sealed = sealing.seal(b"text", 9);
    sealed[3..35].fill(0);
    assert_eq!(
        sealing.open(&sealing.bob.as_recipient(), &sealed),
        Err(SealError::Key)
    );
}

#[test]
fn a_pair_key_is_the_same_on_both_sides_and_can_be_stored() {
    let Sealing { alice, bob, pair } = Sealing::new(10);
    let other = PairKey::agree(&bob.identity, &alice.identity.public()).unwrap();
    assert_eq!(pair.encode(), other.encode());
    let encoded = pair.encode();
    assert_eq!(PairKey::decode(&encoded).unwrap().encode(), encoded);
    assert_eq!(
        PairKey::decode(&encoded[..34]).err(),
        Some(SealError::Malformed)
    );
    assert_eq!(PairKey::decode(&[]).err(), Some(SealError::Malformed));
    assert_eq!(
        PairKey::decode(&[2; 35]).err(),
        Some(SealError::UnknownFormat)
    );
}
