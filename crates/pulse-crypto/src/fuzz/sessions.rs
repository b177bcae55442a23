//! The decoders of handshake, ratchet and seal.

use crate::handshake::InitialHeader;
use crate::keys::{AccountId, DeviceId, IdentityKey};
use crate::padding;
use crate::ratchet::Session;
use crate::sealed::{PairKey, RecipientAddress, SenderAddress, open_outer, seal_layers};
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
    let Some((own, to, pair)) = ends() else {
        return;
    };
    let Ok(opened) = open_outer(&to, &own, bytes) else {
        return;
    };
    if let Ok(plaintext) = opened.open_inner(&pair) {
        assert!(
            plaintext.len() < bytes.len(),
            "a seal holds more than it is long"
        );
    }
}

/// `address (84) ‖ padded plaintext`, sealed as they are: what is behind the tags is reached, which no mutation of a seal does.
pub(super) fn resealed(bytes: &[u8]) {
    let Some((address, padded)) = bytes.split_first_chunk::<{ SenderAddress::LEN }>() else {
        return;
    };
    let Some((own, to, pair)) = ends() else {
        return;
    };
    let fill = |sealed: &mut Vec<u8>| sealed.extend_from_slice(padded);
    let ephemeral = Secret::from_bytes([8; 32]);
    let Ok(sealed) = seal_layers(address, &pair, &to, ephemeral, padded.len(), fill) else {
        return;
    };
    let Ok(opened) = open_outer(&to, &own, &sealed) else {
        return; // no identity key, or nothing inside
    };
    assert!(
        opened.sender().encode() == *address,
        "an address has two encodings"
    );
    match opened.open_inner(&pair) {
        Ok(plaintext) => assert!(
            padding::unpad(padded) == Ok(plaintext.as_slice()),
            "a seal holds something else than was sealed"
        ),
        Err(_) => assert!(padding::unpad(padded).is_err(), "a seal does not open"),
    }
}

/// The recipient, its address, and the key of the pair.
fn ends() -> Option<(IdentityKey, RecipientAddress, PairKey)> {
    let own = IdentityKey::from_bytes(Secret::from_bytes([5; 32]));
    let to = RecipientAddress {
        account: AccountId::from_bytes([1; 32]),
        device: DeviceId::new(2),
        identity: own.public(),
    };
    let sender = IdentityKey::from_bytes(Secret::from_bytes([6; 32])).public();
    let pair = PairKey::agree(&own, &sender).ok()?;
    Some((own, to, pair))
}
