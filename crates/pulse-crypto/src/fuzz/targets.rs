//! One function for every decoder of this crate.

use super::{Target, sessions};
use crate::attachment::{AttachmentError, AttachmentLayout, Decryptor, Encryptor};
use crate::keys::{AccountId, DeviceId, IdentityPublicKey, SIGNATURE_LEN, SigningPublicKey};
use crate::labels;
use crate::padding;
use crate::phrase::RecoveryPhrase;
use crate::prekeys::{PrekeyId, PrekeyKind, PublicPrekey, SecretPrekey};
use crate::secret::Secret;
use crate::vault::WrappedKey;

/// All targets.
pub const TARGETS: &[Target] = &[
    ("account_id", account_id),
    ("attachment", attachment),
    ("initial_header", sessions::initial_header),
    ("padding", unpad),
    ("pair_key", sessions::pair_key),
    ("public_key", public_key),
    ("public_prekey", public_prekey),
    ("ratchet_message", sessions::ratchet_message),
    ("recovery_phrase", recovery_phrase),
    ("seal", sessions::seal),
    ("secret_prekey", secret_prekey),
    ("session", sessions::session),
    ("wrapped_key", wrapped_key),
];

fn account_id(bytes: &[u8]) {
    let Ok(text) = core::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(id) = text.parse::<AccountId>() {
        assert!(id.to_string() == text, "an account id has two spellings");
    }
}

/// `size (2) ‖ digest (32) ‖ ciphertext` under a fixed key.
fn attachment(bytes: &[u8]) {
    let Some((size, bytes)) = bytes.split_first_chunk::<2>() else {
        return;
    };
    let Some((digest, ciphertext)) = bytes.split_first_chunk::<32>() else {
        return;
    };
    let (key, size) = (
        Secret::from_bytes([7; 32]),
        u64::from(u16::from_be_bytes(*size)),
    );
    if let Ok(content) = decrypt(&key, size, *digest, ciphertext) {
        let again = encrypt(&key, size, &content);
        assert!(
            again.is_ok_and(|again| again == ciphertext),
            "a forged attachment was accepted"
        );
    }
}

fn decrypt(
    key: &Secret<32>,
    size: u64,
    digest: [u8; 32],
    mut rest: &[u8],
) -> Result<Vec<u8>, AttachmentError> {
    let mut decryptor = Decryptor::new(key, size, digest)?;
    let mut content = Vec::new();
    let mut index = 0;
    while !rest.is_empty() {
        let (chunk, after) = rest.split_at(decryptor.layout().encrypted_len(index).min(rest.len()));
        content.extend_from_slice(&decryptor.decrypt_chunk(chunk)?);
        (rest, index) = (after, index + 1);
    }
    decryptor.finish().map(|()| content)
}

fn encrypt(key: &Secret<32>, size: u64, mut content: &[u8]) -> Result<Vec<u8>, AttachmentError> {
    let layout = AttachmentLayout::of(size)?;
    let mut encryptor = Encryptor::new(key.clone(), size)?;
    let mut ciphertext = Vec::new();
    for index in 0..layout.chunk_count() {
        let (chunk, rest) = content.split_at(layout.content_len(index).min(content.len()));
        ciphertext.extend_from_slice(&encryptor.encrypt_chunk(chunk)?.bytes);
        content = rest;
    }
    encryptor.finish().map(|_| ciphertext)
}

fn unpad(bytes: &[u8]) {
    if let Ok(content) = padding::unpad(bytes) {
        assert!(
            bytes.starts_with(content) && content.len() < bytes.len(),
            "the content is not what stands before the marker"
        );
    }
}

/// `key (32) ‖ signature (64) ‖ message`, and the key as an identity key.
fn public_key(bytes: &[u8]) {
    let Some((key, bytes)) = bytes.split_first_chunk::<32>() else {
        return;
    };
    if let Ok(identity) = IdentityPublicKey::parse(key) {
        assert!(
            identity.as_bytes() == key,
            "an identity key has two spellings"
        );
    }
    let Ok(signing) = SigningPublicKey::from_bytes(*key) else {
        return;
    };
    let Some((signature, message)) = bytes.split_first_chunk::<SIGNATURE_LEN>() else {
        return;
    };
    // Whether it verifies is for the vectors to say; here it only must not panic.
    let _ = signing.verify(labels::PREKEY, &[message], signature);
}

/// `signing key (32) ‖ kind (1) ‖ id (4) ‖ day (4) ‖ signature? (1, 64) ‖ public key`.
fn public_prekey(bytes: &[u8]) {
    let Some((key, bytes)) = bytes.split_first_chunk::<32>() else {
        return;
    };
    let Some(([kind, i0, i1, i2, i3, d0, d1, d2, d3, signed], bytes)) =
        bytes.split_first_chunk::<10>()
    else {
        return;
    };
    let (Ok(key), Ok(kind)) = (
        SigningPublicKey::from_bytes(*key),
        PrekeyKind::try_from(*kind),
    ) else {
        return;
    };
    let (signature, public) = match bytes.split_first_chunk::<SIGNATURE_LEN>() {
        Some((signature, public)) if *signed == 1 => (Some(*signature), public),
        _ => (None, bytes),
    };
    let id = PrekeyId::new(u32::from_be_bytes([*i0, *i1, *i2, *i3]));
    let day = u32::from_be_bytes([*d0, *d1, *d2, *d3]);
    let prekey = PublicPrekey {
        kind,
        id,
        day,
        public: public.to_vec(),
        signature,
    };
    if prekey
        .verify(&AccountId::from_bytes([1; 32]), DeviceId::new(2), &key)
        .is_ok()
    {
        let is_whole = public.len() == kind.public_len() && signature.is_some() == kind.is_signed();
        assert!(is_whole, "a prekey of the wrong shape was accepted");
    }
}

fn recovery_phrase(bytes: &[u8]) {
    let Ok(text) = core::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(phrase) = RecoveryPhrase::parse(text) {
        assert!(
            RecoveryPhrase::parse(&phrase.words()) == Ok(phrase),
            "a phrase does not come back"
        );
    }
}

fn secret_prekey(bytes: &[u8]) {
    if let Ok(prekey) = SecretPrekey::decode(bytes) {
        assert!(
            prekey.encode().as_slice() == bytes,
            "a stored prekey changed"
        );
    }
}

fn wrapped_key(bytes: &[u8]) {
    if let Ok(wrapped) = WrappedKey::decode(bytes) {
        assert!(
            wrapped.encode().as_slice() == bytes,
            "a stored vault changed"
        );
    }
}
