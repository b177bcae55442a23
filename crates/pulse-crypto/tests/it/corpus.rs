//! Where mutations start: one well-formed input per shape of each decoder. Written anew when a format changes, by
//! `cargo test -p pulse-crypto --test it -- --ignored write_the_corpus`.

#![expect(
    clippy::disallowed_methods,
    reason = "the corpus is in files; the library itself touches none"
)]

use pulse_crypto::attachment::{AttachmentLayout, Encryptor};
use pulse_crypto::handshake::initiate;
use pulse_crypto::keys::{AccountId, DeviceId, IdentityKey, SigningKey};
use pulse_crypto::labels;
use pulse_crypto::padding;
use pulse_crypto::phrase::RecoveryPhrase;
use pulse_crypto::prekeys::{PrekeyId, PrekeyKind, PublicPrekey, SecretPrekey};
use pulse_crypto::ratchet::Session;
use pulse_crypto::sealed::{PairKey, RecipientAddress, SenderAddress, seal};
use pulse_crypto::secret::Secret;
use pulse_crypto::vault::{VaultParams, WrappedKey};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

use super::corpus_folder;
use super::people::{Pair, Person, TODAY, deliver};

#[test]
#[ignore = "writes into the source tree: cargo test -p pulse-crypto --test it -- --ignored write_the_corpus"]
fn write_the_corpus() {
    for (path, bytes) in corpus() {
        let path = corpus_folder::root().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

/// The files in the source tree are the ones this crate would write: a format did not change by accident.
#[test]
fn the_corpus_is_what_this_version_writes() {
    for (path, bytes) in corpus() {
        let stored = std::fs::read(corpus_folder::root().join(&path)).unwrap();
        assert!(stored == bytes, "{path} has changed");
    }
}

fn corpus() -> Vec<(String, Vec<u8>)> {
    let mut files = vec![
        (
            "account_id/valid".to_owned(),
            AccountId::from_bytes([0xab; 32]).to_string().into_bytes(),
        ),
        ("attachment/empty".to_owned(), attachment(&[])),
        (
            "attachment/small".to_owned(),
            attachment(b"A small file, padded to the floor."),
        ),
        ("attachment_chunks/one".to_owned(), vec![0, 0, 100]),
        (
            "attachment_chunks/two_swapped".to_owned(),
            vec![1, 0, 100, 0, 0, 1, 0],
        ),
        (
            "attachment_chunks/three_changed".to_owned(),
            vec![2, 7, 0, 2, 1, 0, 0, 4, 2, 0, 9],
        ),
        (
            "padding/floor".to_owned(),
            padding::pad(b"content").to_vec(),
        ),
        ("padding/above".to_owned(), padding::pad(&[7; 300]).to_vec()),
        ("public_key/signed".to_owned(), public_key()),
        (
            "recovery_phrase/valid".to_owned(),
            phrase().words().as_bytes().to_vec(),
        ),
        ("wrapped_key/valid".to_owned(), wrapped_key()),
    ];
    for kind in [
        PrekeyKind::Signed,
        PrekeyKind::OneTime,
        PrekeyKind::KemOneTime,
        PrekeyKind::KemLastResort,
    ] {
        let (secret, public) = prekey(kind);
        files.push((
            format!("secret_prekey/kind_{}", kind.number()),
            secret.encode().to_vec(),
        ));
        files.push((
            format!("public_prekey/kind_{}", kind.number()),
            public_prekey(&public),
        ));
    }
    files.extend(sessions());
    files
}

/// A handshake, a conversation and a seal: headers, states of every shape, messages with the state they arrive in.
fn sessions() -> Vec<(String, Vec<u8>)> {
    let mut rng = ChaCha20Rng::seed_from_u64(2);
    let (alice, bob) = (Person::new(&mut rng), Person::new(&mut rng));
    let mut files = Vec::new();
    for (name, with_one_time) in [("one_time", true), ("last_resort", false)] {
        let (_, bundle) = bob.bundle(with_one_time, &mut rng);
        let (_, header) =
            initiate(&alice.local(), &bob.remote(), &bundle, TODAY, &mut rng).unwrap();
        files.push((format!("initial_header/{name}"), header.encode()));
    }

    let mut pair = Pair::between(&alice, &bob, &mut rng);
    let state =
        |name: &str, session: &Session| (format!("session/{name}"), session.encode().to_vec());
    let arrival = |name: &str, session: &Session, message: &[u8]| {
        let state = session.encode();
        let len = u16::try_from(state.len()).unwrap().to_be_bytes();
        (
            format!("ratchet_message/{name}"),
            [&len[..], &state, message].concat(),
        )
    };
    files.push(state("active_without_receiving", &pair.alice));
    files.push(state("waiting", &pair.bob));
    let first: Vec<_> = (0..3_u8)
        .map(|n| pair.alice.encrypt(&[n], &mut rng).unwrap())
        .collect();
    files.push(arrival("first", &pair.bob, &first[0]));
    files.push(arrival("first_with_a_jump", &pair.bob, &first[2]));
    pair.bob.decrypt(&first[2], TODAY).unwrap();
    files.push(state("due", &pair.bob));
    files.push(arrival("skipped", &pair.bob, &first[1]));
    files.push(arrival("used", &pair.bob, &first[2]));
    deliver(&mut pair.bob, &mut pair.alice, b"answer", &mut rng);
    let next = pair.alice.encrypt(b"next", &mut rng).unwrap();
    files.push(arrival("next_chain", &pair.bob, &next));
    pair.bob.decrypt(&next, TODAY).unwrap();
    files.push(state("with_a_past_chain", &pair.bob));
    files.push(arrival("past_chain", &pair.bob, &first[0]));

    let own = IdentityKey::from_bytes(Secret::from_bytes([5; 32]));
    let sender = IdentityKey::from_bytes(Secret::from_bytes([6; 32]));
    let to = RecipientAddress {
        account: AccountId::from_bytes([1; 32]),
        device: DeviceId::new(2),
        identity: own.public(),
    };
    let from = SenderAddress {
        identity: sender.public(),
        ..alice.as_sender()
    };
    let key = PairKey::agree(&sender, &own.public()).unwrap();
    files.push(("pair_key/valid".to_owned(), key.encode().to_vec()));
    for (name, len) in [("floor", 10), ("above", 300)] {
        let sealed = seal(&from, &key, &to, &vec![9; len], &mut rng).unwrap();
        files.push((format!("seal/{name}"), sealed));
        let address = [
            &from.account.as_bytes()[..],
            &from.device.to_be_bytes(),
            from.identity.as_bytes(),
            &from.generation.to_be_bytes(),
            &from.version.to_be_bytes(),
            &from.manifest_hash,
        ]
        .concat();
        let resealed = [address, padding::pad(&vec![9; len]).to_vec()].concat();
        files.push((format!("resealed/{name}"), resealed));
    }
    files
}

fn phrase() -> RecoveryPhrase {
    RecoveryPhrase::from_entropy(Secret::from_bytes([0x3c; 32]))
}

fn signing() -> SigningKey {
    SigningKey::from_seed(Secret::from_bytes([4; 32]))
}

fn attachment(content: &[u8]) -> Vec<u8> {
    let size = u16::try_from(content.len()).unwrap();
    let mut encryptor = Encryptor::new(Secret::from_bytes([7; 32]), size.into()).unwrap();
    assert_eq!(AttachmentLayout::of(size.into()).unwrap().chunk_count(), 1);
    let chunk = encryptor.encrypt_chunk(content).unwrap();
    [
        &size.to_be_bytes()[..],
        &encryptor.finish().unwrap(),
        &chunk.bytes,
    ]
    .concat()
}

fn public_key() -> Vec<u8> {
    let signature = signing().sign(labels::PREKEY, &[b"message"]);
    [&signing().public().as_bytes()[..], &signature, b"message"].concat()
}

fn wrapped_key() -> Vec<u8> {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let params = VaultParams::new(5, 1, 1).unwrap();
    WrappedKey::wrap("passphrase", &Secret::from_bytes([1; 32]), params, &mut rng)
        .unwrap()
        .encode()
        .to_vec()
}

fn prekey(kind: PrekeyKind) -> (SecretPrekey, PublicPrekey) {
    let mut rng = ChaCha20Rng::seed_from_u64(kind.number().into());
    let account = AccountId::from_bytes([1; 32]);
    SecretPrekey::generate(
        kind,
        PrekeyId::new(5),
        20_000,
        &account,
        DeviceId::new(2),
        &signing(),
        &mut rng,
    )
}

fn public_prekey(prekey: &PublicPrekey) -> Vec<u8> {
    let mut bytes = signing().public().as_bytes().to_vec();
    bytes.push(prekey.kind.number());
    bytes.extend_from_slice(&prekey.id.to_be_bytes());
    bytes.extend_from_slice(&prekey.day.to_be_bytes());
    bytes.push(u8::from(prekey.signature.is_some()));
    bytes.extend_from_slice(
        prekey
            .signature
            .as_ref()
            .map_or(&[], |signature| signature.as_slice()),
    );
    bytes.extend_from_slice(&prekey.public);
    bytes
}
