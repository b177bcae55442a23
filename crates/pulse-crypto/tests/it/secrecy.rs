//! Secrets do not print themselves and do not stay in memory.

use std::fmt::Debug;

use pulse_crypto::attachment::{Decryptor, Encryptor};
use pulse_crypto::handshake::initiate;
use pulse_crypto::keys::{AccountId, DeviceId, IdentityKey, RootKey, SigningKey};
use pulse_crypto::phrase::RecoveryPhrase;
use pulse_crypto::prekeys::{PrekeyId, PrekeyKind, SecretPrekey};
use pulse_crypto::ratchet::Session;
use pulse_crypto::safety_number::SafetyNumber;
use pulse_crypto::sealed::PairKey;
use pulse_crypto::secret::Secret;
use pulse_crypto::vault::{VaultParams, WrappedKey};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use zeroize::ZeroizeOnDrop;

use super::people::{Pair, Person, TODAY};

/// 0xa5 is 165: neither number nor any pair of hex digits below appears unless a secret was printed.
const BYTE: u8 = 0xa5;

fn secret() -> Secret<32> {
    Secret::from_bytes([BYTE; 32])
}

#[track_caller]
fn assert_silent(value: &dyn Debug) {
    for text in [format!("{value:?}"), format!("{value:#?}")] {
        let lower = text.to_lowercase();
        assert!(!lower.contains("a5") && !lower.contains("165"), "{text}");
        assert!(
            text.len() < 200,
            "what is this long may be hiding something: {text}"
        );
    }
}

#[test]
fn debug_shows_no_secret() {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let signing = SigningKey::from_seed(secret());
    let phrase = RecoveryPhrase::from_entropy(secret());
    let account = AccountId::from_bytes([BYTE; 32]);

    assert_silent(&secret());
    assert_silent(&signing);
    assert_silent(&signing.public());
    assert_silent(&RootKey::from_seed(secret()));
    assert_silent(&RootKey::from_seed(secret()).public());
    assert_silent(&IdentityKey::from_bytes(secret()));
    assert_silent(&IdentityKey::from_bytes(secret()).public());
    assert_silent(&phrase);
    assert!(!format!("{phrase:?}").contains(phrase.words().split(' ').next().unwrap()));
    assert_silent(&SafetyNumber::between(&account, &account));
    assert_silent(&Encryptor::new(secret(), 10).unwrap());
    assert_silent(&Decryptor::new(&secret(), 10, [BYTE; 32]).unwrap());
    let params = VaultParams::new(5, 1, 1).unwrap();
    assert_silent(&WrappedKey::wrap("165 a5", &secret(), params, &mut rng).unwrap());

    for kind in [PrekeyKind::Signed, PrekeyKind::KemOneTime] {
        let id = PrekeyId::new(u32::from_be_bytes([BYTE; 4]));
        let (secret, public) = SecretPrekey::generate(
            kind,
            id,
            165,
            &account,
            DeviceId::new(165),
            &signing,
            &mut rng,
        );
        assert_silent(&secret);
        assert_silent(&public);
    }
    let Pair { alice, bob } = Pair::new(1);
    assert_silent(&alice);
    assert_silent(&alice.id());
    assert_silent(&bob);
    let (alice, bob) = (Person::new(&mut rng), Person::new(&mut rng));
    assert_silent(&PairKey::agree(&alice.identity, &bob.identity.public()).unwrap());
    assert_silent(&alice.as_sender());
    assert_silent(&alice.as_recipient());
    let (_, bundle) = bob.bundle(true, &mut rng);
    let (_, header) = initiate(&alice.local(), &bob.remote(), &bundle, TODAY, &mut rng).unwrap();
    assert_silent(&header);

    assert_eq!(
        format!("{account:?}").len(),
        "AccountId(uwsl…)".len(),
        "four characters of an account id"
    );
}

/// Fails to compile if one of these stops wiping itself. That each is wiped by its parts is held beside each of them, where the
/// parts can be seen (`wiped_by_parts` in `secret.rs`).
#[test]
fn secrets_are_wiped_when_dropped() {
    const fn wiped<T: ZeroizeOnDrop>() {}
    wiped::<Secret<32>>();
    wiped::<SigningKey>();
    wiped::<RootKey>();
    wiped::<IdentityKey>();
    wiped::<SecretPrekey>();
    wiped::<RecoveryPhrase>();
    wiped::<Session>();
    wiped::<PairKey>();
    wiped::<Encryptor>();
    wiped::<Decryptor>();
}
