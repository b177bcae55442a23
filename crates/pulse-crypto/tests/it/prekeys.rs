//! Prekeys against a server that hands out others than the device left there.

use proptest::prelude::*;
use pulse_crypto::keys::{AccountId, DeviceId, SigningKey};
use pulse_crypto::prekeys::{
    PrekeyBundle, PrekeyError, PrekeyId, PrekeyKind, PublicPrekey, SecretPrekey,
};
use pulse_crypto::secret::Secret;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

const KINDS: [PrekeyKind; 4] = [
    PrekeyKind::Signed,
    PrekeyKind::OneTime,
    PrekeyKind::KemOneTime,
    PrekeyKind::KemLastResort,
];
const SIGNED_KINDS: [PrekeyKind; 3] = [
    PrekeyKind::Signed,
    PrekeyKind::KemOneTime,
    PrekeyKind::KemLastResort,
];
const DEVICE: DeviceId = DeviceId::new(77);

fn account() -> AccountId {
    AccountId::from_bytes([3; 32])
}

fn signing() -> SigningKey {
    SigningKey::from_seed(Secret::from_bytes([4; 32]))
}

fn generate(kind: PrekeyKind) -> (SecretPrekey, PublicPrekey) {
    let mut rng = ChaCha20Rng::seed_from_u64(u64::from(kind.number()));
    SecretPrekey::generate(
        kind,
        PrekeyId::new(5),
        20_000,
        &account(),
        DEVICE,
        &signing(),
        &mut rng,
    )
}

fn verify(prekey: &PublicPrekey) -> Result<(), PrekeyError> {
    prekey.verify(&account(), DEVICE, &signing().public())
}

#[test]
fn every_kind_verifies_and_is_stored() {
    for kind in KINDS {
        let (secret, public) = generate(kind);
        assert_eq!(verify(&public), Ok(()), "{kind:?}");
        assert_eq!(public.public.len(), kind.public_len());
        assert_eq!(public.signature.is_some(), kind != PrekeyKind::OneTime);

        let read = SecretPrekey::decode(&secret.encode()).unwrap();
        assert_eq!(
            (read.kind, read.id, read.day),
            (kind, PrekeyId::new(5), 20_000)
        );
        assert_eq!(read.public(), public.public);
    }
}

#[test]
fn a_prekey_is_bound_to_its_device_and_its_place() {
    for kind in SIGNED_KINDS {
        let (_, public) = generate(kind);
        let key = signing().public();
        let refused = Err(PrekeyError::InvalidSignature);
        assert_eq!(
            public.verify(&AccountId::from_bytes([9; 32]), DEVICE, &key),
            refused
        );
        assert_eq!(public.verify(&account(), DeviceId::new(78), &key), refused);
        let other = SigningKey::from_seed(Secret::from_bytes([5; 32])).public();
        assert_eq!(public.verify(&account(), DEVICE, &other), refused);
        assert_eq!(
            verify(&PublicPrekey {
                id: PrekeyId::new(6),
                ..public.clone()
            }),
            refused
        );
        assert_eq!(
            verify(&PublicPrekey {
                day: 20_001,
                ..public.clone()
            }),
            refused,
            "made younger"
        );
        assert_eq!(
            verify(&PublicPrekey {
                signature: None,
                ..public.clone()
            }),
            Err(PrekeyError::Malformed)
        );
    }
}

/// A last-resort key passed off as a one-time key, and the other way round.
#[test]
fn kinds_cannot_be_exchanged() {
    let (_, one_time) = generate(PrekeyKind::KemOneTime);
    let exchanged = PublicPrekey {
        kind: PrekeyKind::KemLastResort,
        ..one_time
    };
    assert_eq!(verify(&exchanged), Err(PrekeyError::InvalidSignature));

    let (_, signed) = generate(PrekeyKind::Signed);
    let unsigned = PublicPrekey {
        kind: PrekeyKind::OneTime,
        ..signed.clone()
    };
    assert_eq!(
        verify(&unsigned),
        Err(PrekeyError::Malformed),
        "a one-time key has no signature"
    );
    let stripped = PublicPrekey {
        signature: None,
        ..unsigned
    };
    assert_eq!(
        verify(&stripped),
        Ok(()),
        "what it is worth: nothing but what the signed keys add"
    );
}

/// A key that makes the secret known to everybody, even correctly signed or without a signature.
#[test]
fn weak_keys_are_refused() {
    let (_, mut one_time) = generate(PrekeyKind::OneTime);
    for weak in [vec![0; 32], vec![0xff; 32], vec![9; 31], vec![]] {
        one_time.public = weak;
        assert_eq!(verify(&one_time), Err(PrekeyError::Malformed));
    }
}

#[test]
fn bundles_hold_each_kind_in_its_place() {
    let [signed, one_time, kem, last_resort] = KINDS.map(|kind| generate(kind).1);
    let bundle = PrekeyBundle {
        signed,
        one_time: Some(one_time),
        kem,
    };
    let verify =
        |bundle: &PrekeyBundle| bundle.verify(&account(), DEVICE, &signing().public(), 20_000);
    assert_eq!(verify(&bundle), Ok(()));
    assert_eq!(
        verify(&PrekeyBundle {
            one_time: None,
            kem: last_resort,
            ..bundle.clone()
        }),
        Ok(())
    );

    let refused = Err(PrekeyError::Malformed);
    assert_eq!(
        verify(&PrekeyBundle {
            signed: bundle.kem.clone(),
            ..bundle.clone()
        }),
        refused
    );
    assert_eq!(
        verify(&PrekeyBundle {
            kem: bundle.signed.clone(),
            ..bundle.clone()
        }),
        refused
    );
    assert_eq!(
        verify(&PrekeyBundle {
            one_time: Some(bundle.signed.clone()),
            ..bundle.clone()
        }),
        refused
    );
}

/// The attack: a key with a day that no later key ever passes. Clocks may differ by two days, and no more.
#[test]
fn bundles_from_the_future_are_refused() {
    let [signed, _, one_time, last_resort] = KINDS.map(|kind| generate(kind).1);
    for kem in [one_time, last_resort] {
        let bundle = PrekeyBundle {
            signed: signed.clone(),
            one_time: None,
            kem,
        };
        let on = |today| bundle.verify(&account(), DEVICE, &signing().public(), today);
        assert_eq!(on(19_997), Err(PrekeyError::FromTheFuture));
        assert_eq!(on(19_998), Ok(()));
        assert_eq!(on(30_000), Ok(()), "a device may have been away for long");
    }
}

#[test]
fn stored_prekeys_of_the_wrong_shape_are_refused() {
    for kind in KINDS {
        let bytes = generate(kind).0.encode();
        assert!(SecretPrekey::decode(&bytes[..bytes.len() - 1]).is_err());
        assert!(SecretPrekey::decode(&[bytes.as_slice(), &[0]].concat()).is_err());
        for (position, value) in [(0, 2), (1, 1), (2, 2), (3, 0), (3, 5)] {
            let mut other = bytes.to_vec();
            other[position] = value;
            assert_eq!(
                SecretPrekey::decode(&other).err(),
                Some(PrekeyError::Malformed)
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_flipped_bit_of_key_or_signature_is_an_error(kind in 0_usize..3, position: prop::sample::Index, bit in 0_u8..8) {
        let (_, public) = generate(SIGNED_KINDS[kind]);
        let mut forged = public.clone();
        let at = position.index(forged.public.len());
        forged.public[at] ^= 1 << bit;
        prop_assert_eq!(verify(&forged), Err(PrekeyError::InvalidSignature));

        let mut forged = public;
        let signature = forged.signature.as_mut().unwrap();
        signature[position.index(64)] ^= 1 << bit;
        prop_assert_eq!(verify(&forged), Err(PrekeyError::InvalidSignature));
    }
}
