//! One function for every decoder of this crate.

use super::{Target, attachments, sessions};
use crate::keys::{AccountId, DeviceId, IdentityPublicKey, SIGNATURE_LEN, SigningPublicKey};
use crate::labels;
use crate::padding;
use crate::phrase::RecoveryPhrase;
use crate::prekeys::{PrekeyId, PrekeyKind, PublicPrekey, SecretPrekey};
use crate::vault::WrappedKey;

/// All targets.
pub const TARGETS: &[Target] = &[
    ("account_id", account_id),
    ("attachment", attachments::attachment),
    ("attachment_chunks", attachments::chunks),
    ("initial_header", sessions::initial_header),
    ("padding", unpad),
    ("pair_key", sessions::pair_key),
    ("public_key", public_key),
    ("public_prekey", public_prekey),
    ("ratchet_message", sessions::ratchet_message),
    ("recovery_phrase", recovery_phrase),
    ("resealed", sessions::resealed),
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
