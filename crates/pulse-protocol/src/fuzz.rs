//! A function for every decoder: any bytes at all, and a panic if a promise is broken. The decoder itself must not panic,
//! and what it accepts must come out again as it went in. The loop that feeds them is `pulse_crypto::fuzz`.

use bytes::Bytes;
use pulse_crypto::fuzz::Target;

use crate::codec::{self, FrameBuffer};
use crate::limits::FRAME_PREFIX_BYTES;
use crate::link::{ContactLink, ServerLink};
use crate::manifest::{self, ManifestChain, SignedManifest, VerifiedManifest};
use crate::{ClientBody, ServerBody};

/// Every target with the name of its folder in `corpus/`.
pub const TARGETS: &[Target] = &[
    ("client_frame", client_frame),
    ("server_frame", server_frame),
    ("stream", stream),
    ("stored_manifest", stored_manifest),
    ("manifest_chain", manifest_chain),
    ("link", link),
];

fn client_frame(bytes: &[u8]) {
    let Ok(frame) = codec::decode_client(Bytes::copy_from_slice(bytes)) else {
        return;
    };
    let mut again = Vec::new();
    codec::encode_client(&frame, &mut again);
    let again = Bytes::from(again).slice(FRAME_PREFIX_BYTES..);
    assert_eq!(codec::decode_client(again).as_ref(), Ok(&frame));
    match frame.body {
        ClientBody::PublishManifest(signed) => verify(signed),
        ClientBody::Register(register) => verify(register.manifest),
        _ => (),
    }
}

fn server_frame(bytes: &[u8]) {
    let Ok(frame) = codec::decode_server(Bytes::copy_from_slice(bytes)) else {
        return;
    };
    let mut again = Vec::new();
    codec::encode_server(&frame, &mut again);
    let again = Bytes::from(again).slice(FRAME_PREFIX_BYTES..);
    assert_eq!(codec::decode_server(again).as_ref(), Ok(&frame));
    if let ServerBody::ManifestChain(chain) = frame.body {
        verify_chain(&chain);
    }
}

fn verify(signed: SignedManifest) {
    if let Ok(verified) = manifest::verify_first(&signed) {
        assert_eq!(*verified.account(), signed.account());
        assert_eq!(
            manifest::verify_successor(&verified, &signed),
            Ok(verified),
            "a publication can be retried"
        );
    }
}

fn verify_chain(chain: &ManifestChain) {
    let Some(first) = chain.0.first() else {
        return;
    };
    if let Ok(newest) = manifest::verify_chain(&first.account(), None, chain) {
        let again = manifest::verify_chain(newest.account(), Some(&newest), chain);
        assert_eq!(again, Ok(newest), "what is held is confirmed");
    }
}

/// The first byte says how large the chunks are in which the rest arrives.
fn stream(bytes: &[u8]) {
    const LIMIT: usize = 1024;
    let Some((size, bytes)) = bytes.split_first() else {
        return;
    };
    let mut buffer = FrameBuffer::new(LIMIT);
    for chunk in bytes.chunks(usize::from(*size).max(1)) {
        let mut rest = chunk;
        while !rest.is_empty() {
            let before = rest.len();
            rest = buffer.extend(rest);
            assert!(rest.len() < before, "the buffer takes something");
            while let Ok(Some(frame)) = buffer.next() {
                assert!(frame.len() <= LIMIT);
                client_frame(&frame);
            }
            if buffer.next().is_err() {
                return;
            }
        }
    }
}

fn stored_manifest(bytes: &[u8]) {
    if let Ok(manifest) = VerifiedManifest::decode_stored(bytes) {
        let again = VerifiedManifest::decode_stored(&manifest.encode());
        assert_eq!(again.as_ref(), Ok(&manifest));
        assert!(!manifest.devices().is_empty());
    }
}

/// A chain as it comes in the seal of a first message, from anybody.
fn manifest_chain(bytes: &[u8]) {
    if let Ok(chain) = ManifestChain::decode(bytes) {
        assert_eq!(ManifestChain::decode(&chain.encode()).as_ref(), Ok(&chain));
        verify_chain(&chain);
    }
}

fn link(bytes: &[u8]) {
    let Ok(text) = core::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(link) = text.parse::<ServerLink>() {
        assert_eq!(link.to_string().parse(), Ok(link));
    }
    if let Ok(link) = text.parse::<ContactLink>() {
        assert_eq!(link.to_string().parse(), Ok(link));
    }
}
