//! The decoders of handshake, ratchet and seal.

use crate::handshake::InitialHeader;
use crate::keys::{AccountId, DeviceId, IdentityKey};
use crate::ratchet::Session;
use crate::sealed::{PairKey, RecipientAddress, open_outer};
use crate::secret::Secret;

pub(super) fn initial_header(bytes: &[u8]) {
    if let Ok(header) = InitialHeader::decode(bytes) {
        assert!(
            header.encode() == bytes,
            "an initial header has two encodings"
        );
    }
}

pub(super) fn pair_key(bytes: &[u8]) {
    if let Ok(pair) = PairKey::decode(bytes) {
        assert!(
            pair.encode().as_slice() == bytes,
            "a stored pair key changed"
        );
    }
}

pub(super) fn session(bytes: &[u8]) {
    if let Ok(session) = Session::decode(bytes) {
        assert!(
            session.encode().as_slice() == bytes,
            "a stored session changed"
        );
    }
}

/// `length of the state (2) ‖ state ‖ message`.
pub(super) fn ratchet_message(bytes: &[u8]) {
    let Some((len, bytes)) = bytes.split_first_chunk::<2>() else {
        return;
    };
    let Some((state, message)) = bytes.split_at_checked(u16::from_be_bytes(*len).into()) else {
        return;
    };
    let Ok(mut session) = Session::decode(state) else {
        return;
    };
    match session.decrypt(message, 20_000) {
        Ok(_) => assert!(
            session.decrypt(message, 20_000).is_err(),
            "a message opened twice"
        ),
        Err(_) => assert!(
            session.encode().as_slice() == state,
            "a failed decryption changed the state"
        ),
    }
}

/// A seal for the device whose identity key is 32 times 5, from the device whose identity key is 32 times 6.
pub(super) fn seal(bytes: &[u8]) {
    let own = IdentityKey::from_bytes(Secret::from_bytes([5; 32]));
    let to = RecipientAddress {
        account: AccountId::from_bytes([1; 32]),
        device: DeviceId::new(2),
        identity: own.public(),
    };
    let sender = IdentityKey::from_bytes(Secret::from_bytes([6; 32])).public();
    let Ok(opened) = open_outer(&to, &own, bytes) else {
        return;
    };
    let Ok(pair) = PairKey::agree(&own, &sender) else {
        return;
    };
    if let Ok(plaintext) = opened.open_inner(&pair) {
        assert!(
            plaintext.len() < bytes.len(),
            "a seal holds more than it is long"
        );
    }
}
