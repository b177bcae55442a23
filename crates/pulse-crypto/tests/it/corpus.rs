//! Where mutations start: one well-formed input per shape of each decoder. Written anew when a format changes, by
//! `cargo test -p pulse-crypto --test it -- --ignored write_the_corpus`.

#![allow(
    clippy::disallowed_methods,
    reason = "the corpus is in files; the library itself touches none"
)]

use pulse_crypto::attachment::{AttachmentLayout, Encryptor};
use pulse_crypto::keys::{AccountId, DeviceId, SigningKey};
use pulse_crypto::labels;
use pulse_crypto::padding;
use pulse_crypto::phrase::RecoveryPhrase;
use pulse_crypto::prekeys::{PrekeyId, PrekeyKind, PublicPrekey, SecretPrekey};
use pulse_crypto::secret::Secret;
use pulse_crypto::vault::{VaultParams, WrappedKey};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

#[test]
#[ignore = "writes into the source tree"]
fn write_the_corpus() {
    for (path, bytes) in corpus() {
        let path = super::fuzz::corpus_root().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

/// The files in the source tree are the ones this crate would write: a format did not change by accident.
#[test]
fn the_corpus_is_what_this_version_writes() {
    for (path, bytes) in corpus() {
        let stored = std::fs::read(super::fuzz::corpus_root().join(&path)).unwrap();
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
