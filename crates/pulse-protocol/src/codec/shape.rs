//! A walk over protobuf bytes that allocates nothing.
//!
//! A repeated message costs two bytes on the wire and a hundred in memory, so a frame of 256 KiB could ask for many megabytes.
//! Before a frame is decoded, this walk counts what would become a list element and refuses too many. Deprecated groups, which
//! Pulse does not use, are refused as well: they are the only way to nest without a length.

use crate::limits::{
    DEVICES_PER_ACCOUNT_MAX, ENVELOPES_PER_SUBMIT_MAX, MANIFESTS_PER_CHAIN_MAX,
    PREKEYS_PER_UPLOAD_MAX, ROOT_KEYS_MAX,
};

/// The length-delimited fields of a message whose number has to be bounded.
pub(crate) struct Shape(&'static [Field]);

struct Field {
    number: u64,
    name: &'static str,
    kind: Kind,
    /// How many may occur; a message that is no list may occur once.
    count_max: usize,
}

enum Kind {
    Message(&'static Shape),
    Bytes,
    /// Numbers, packed (as `proto3` writes them) or one by one.
    Numbers,
}

/// Why the bytes are not decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Misshapen {
    Malformed,
    TooMany(&'static str),
}

const fn one(number: u64, name: &'static str, shape: &'static Shape) -> Field {
    many(number, name, shape, 1)
}

const fn many(number: u64, name: &'static str, shape: &'static Shape, count_max: usize) -> Field {
    Field {
        number,
        name,
        kind: Kind::Message(shape),
        count_max,
    }
}

const fn list(number: u64, name: &'static str, kind: Kind, count_max: usize) -> Field {
    Field {
        number,
        name,
        kind,
        count_max,
    }
}

/// A message without lists.
static LEAF: Shape = Shape(&[]);

/// The body of a manifest.
pub(crate) static MANIFEST: Shape = Shape(&[
    list(4, "manifest.root_keys", Kind::Bytes, ROOT_KEYS_MAX),
    many(9, "manifest.devices", &LEAF, DEVICES_PER_ACCOUNT_MAX),
]);

/// A signed manifest by itself, as stores keep it.
pub(crate) static SIGNED_MANIFEST: Shape = Shape(&[list(
    4,
    "signed_manifest.root_keys",
    Kind::Bytes,
    ROOT_KEYS_MAX,
)]);

pub(crate) static MANIFEST_CHAIN: Shape = Shape(&[many(
    1,
    "manifest_chain.manifests",
    &SIGNED_MANIFEST,
    MANIFESTS_PER_CHAIN_MAX,
)]);

static UPLOAD_PREKEYS: Shape = Shape(&[many(
    1,
    "upload_prekeys.prekeys",
    &LEAF,
    PREKEYS_PER_UPLOAD_MAX,
)]);

static REGISTER: Shape = Shape(&[
    one(1, "register.manifest", &SIGNED_MANIFEST),
    one(5, "register.prekeys", &UPLOAD_PREKEYS),
    one(6, "register.delivery_token", &LEAF),
]);

static PUBLISH_MANIFEST: Shape = Shape(&[one(1, "publish_manifest.manifest", &SIGNED_MANIFEST)]);

static FETCH_BUNDLES: Shape = Shape(&[list(
    2,
    "fetch_bundles.devices",
    Kind::Numbers,
    DEVICES_PER_ACCOUNT_MAX,
)]);

static SUBMIT: Shape = Shape(&[
    many(4, "submit.envelopes", &LEAF, ENVELOPES_PER_SUBMIT_MAX),
    one(6, "submit.stamp", &LEAF),
]);

/// Every frame of a client.
pub(super) static CLIENT_FRAME: Shape = Shape(&[
    one(5, "register", &REGISTER),
    one(6, "publish_manifest", &PUBLISH_MANIFEST),
    one(7, "upload_prekeys", &UPLOAD_PREKEYS),
    one(13, "fetch_bundles", &FETCH_BUNDLES),
    one(14, "submit", &SUBMIT),
]);

static PREKEY_BUNDLE: Shape = Shape(&[
    one(2, "prekey_bundle.signed", &LEAF),
    one(3, "prekey_bundle.one_time", &LEAF),
    one(4, "prekey_bundle.kem", &LEAF),
]);

static BUNDLES: Shape = Shape(&[many(
    1,
    "bundles.bundles",
    &PREKEY_BUNDLE,
    DEVICES_PER_ACCOUNT_MAX,
)]);

static REFUSED: Shape = Shape(&[one(4, "refused.manifests", &MANIFEST_CHAIN)]);

/// Every frame of a server.
pub(super) static SERVER_FRAME: Shape = Shape(&[
    one(12, "manifest_chain", &MANIFEST_CHAIN),
    one(13, "bundles", &BUNDLES),
    one(15, "refused", &REFUSED),
]);

/// The most fields any shape above lists.
const FIELDS_MAX: usize = 8;

/// Walks `bytes` as a message of this shape.
pub(crate) fn check(bytes: &[u8], shape: &Shape) -> Result<(), Misshapen> {
    let mut counts = [0_usize; FIELDS_MAX];
    let mut rest = bytes;
    while !rest.is_empty() {
        let token = Token::take(&mut rest).ok_or(Misshapen::Malformed)?;
        let fields = shape.0.iter().zip(counts.iter_mut());
        for (field, count) in fields.filter(|(field, _)| field.number == token.number) {
            *count += match (&field.kind, &token.value) {
                (Kind::Numbers, Value::Bytes(packed)) => count_numbers(packed),
                _ => 1,
            };
            if *count > field.count_max {
                return Err(Misshapen::TooMany(field.name));
            }
            if let (Kind::Message(inner), Value::Bytes(bytes)) = (&field.kind, &token.value) {
                check(bytes, inner)?;
            }
        }
    }
    Ok(())
}

/// The request number of a frame, field 1 in both directions; 0 when it is absent.
pub(super) fn request(frame: &[u8]) -> Option<u64> {
    let mut request = 0;
    let mut rest = frame;
    while !rest.is_empty() {
        let token = Token::take(&mut rest)?;
        if let (1, Value::Number(number)) = (token.number, &token.value) {
            request = *number;
        }
    }
    Some(request)
}

/// The last byte of each varint has its high bit clear.
fn count_numbers(packed: &[u8]) -> usize {
    packed.iter().filter(|byte| **byte < 0x80).count()
}

struct Token<'a> {
    number: u64,
    value: Value<'a>,
}

enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
    Fixed,
}

impl<'a> Token<'a> {
    fn take(rest: &mut &'a [u8]) -> Option<Self> {
        let key = varint(rest)?;
        let value = match key & 7 {
            0 => Value::Number(varint(rest)?),
            1 => split(rest, 8).map(|_| Value::Fixed)?,
            2 => {
                let len = usize::try_from(varint(rest)?).ok()?;
                Value::Bytes(split(rest, len)?)
            }
            5 => split(rest, 4).map(|_| Value::Fixed)?,
            _ => return None,
        };
        Some(Self {
            number: key >> 3,
            value,
        })
    }
}

fn split<'a>(rest: &mut &'a [u8], len: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(len)?;
    *rest = left;
    Some(taken)
}

/// At most ten bytes, as protobuf writes 64 bits.
fn varint(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (byte, left) = rest.split_first()?;
        *rest = left;
        number |= u64::from(byte & 0x7f) << shift;
        if *byte < 0x80 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use prost::Message;

    use super::*;
    use crate::wire;

    fn frame(body: wire::client_frame::Body) -> Vec<u8> {
        wire::ClientFrame {
            request: 300,
            body: Some(body),
        }
        .encode_to_vec()
    }

    #[test]
    fn a_list_that_is_too_long_is_refused_by_name() {
        let upload = |count| {
            frame(wire::client_frame::Body::UploadPrekeys(
                wire::UploadPrekeys {
                    prekeys: vec![wire::Prekey::default(); count],
                },
            ))
        };
        assert_eq!(
            check(&upload(PREKEYS_PER_UPLOAD_MAX), &CLIENT_FRAME),
            Ok(())
        );
        assert_eq!(
            check(&upload(PREKEYS_PER_UPLOAD_MAX + 1), &CLIENT_FRAME),
            Err(Misshapen::TooMany("upload_prekeys.prekeys"))
        );
    }

    #[test]
    fn packed_numbers_are_counted() {
        let fetch = |count| {
            frame(wire::client_frame::Body::FetchBundles(wire::FetchBundles {
                account: bytes::Bytes::new(),
                devices: vec![u32::MAX; count],
            }))
        };
        assert_eq!(check(&fetch(16), &CLIENT_FRAME), Ok(()));
        assert_eq!(
            check(&fetch(17), &CLIENT_FRAME),
            Err(Misshapen::TooMany("fetch_bundles.devices"))
        );
    }

    #[test]
    fn a_message_repeated_to_be_merged_is_refused() {
        let submit = wire::Submit {
            envelopes: vec![wire::Envelope::default(); 10],
            ..Default::default()
        };
        let mut twice = frame(wire::client_frame::Body::Submit(submit));
        twice.extend_from_within(..);
        assert_eq!(
            check(&twice, &CLIENT_FRAME),
            Err(Misshapen::TooMany("submit"))
        );
    }

    #[test]
    fn the_request_number_is_found() {
        let bytes = frame(wire::client_frame::Body::CountPrekeys(
            wire::CountPrekeys {},
        ));
        assert_eq!(request(&bytes), Some(300));
        assert_eq!(request(&[]), Some(0));
        assert_eq!(request(&bytes[..bytes.len() - 1]), None, "cut off");
        assert_eq!(request(&[0x0b, 0x0c]), None, "a group");
        assert_eq!(request(&[0x08; 1]), None, "a key without its value");
        assert_eq!(request(&[0xff; 16]), None, "a number without an end");
    }

    #[test]
    fn no_shape_lists_more_fields_than_are_counted() {
        for shape in [
            &CLIENT_FRAME,
            &SERVER_FRAME,
            &REGISTER,
            &SUBMIT,
            &PREKEY_BUNDLE,
            &MANIFEST,
        ] {
            assert!(shape.0.len() <= FIELDS_MAX);
        }
    }
}
