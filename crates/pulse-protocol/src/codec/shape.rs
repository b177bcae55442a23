//! A walk over protobuf bytes that allocates nothing.
//!
//! A repeated message costs two bytes on the wire and a hundred in memory, so a frame of 256 KiB could ask for many megabytes.
//! Before a frame is decoded, this walk counts what would become a list element and refuses too many. Deprecated groups, which
//! Pulse does not use, are refused as well: they are the only way to nest without a length.

use crate::limits::{
    DEVICES_PER_ACCOUNT_MAX, ENVELOPES_PER_SUBMIT_MAX, MANIFESTS_PER_CHAIN_MAX,
    PREKEYS_PER_UPLOAD_MAX, ROOT_KEYS_MAX,
};

/// The fields of a message whose number has to be bounded: every list, and every message that may occur once.
pub(crate) struct Shape {
    fields: &'static [Field],
    one_of: Option<OneOf>,
}

/// Alternatives, by their numbers: one of them may occur, once. A decoder takes the last of several, so that two programs could see
/// two different frames in the same bytes.
struct OneOf {
    name: &'static str,
    first: u64,
    last: u64,
}

impl Shape {
    const fn of(fields: &'static [Field]) -> Self {
        Self {
            fields,
            one_of: None,
        }
    }

    const fn with_one_of(self, name: &'static str, first: u64, last: u64) -> Self {
        let one_of = Some(OneOf { name, first, last });
        Self { one_of, ..self }
    }
}

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
static LEAF: Shape = Shape::of(&[]);

/// The body of a manifest.
pub(crate) static MANIFEST: Shape = Shape::of(&[
    list(4, "manifest.root_keys", Kind::Bytes, ROOT_KEYS_MAX),
    many(9, "manifest.devices", &LEAF, DEVICES_PER_ACCOUNT_MAX),
]);

/// A signed manifest by itself, as stores keep it.
pub(crate) static SIGNED_MANIFEST: Shape = Shape::of(&[list(
    4,
    "signed_manifest.root_keys",
    Kind::Bytes,
    ROOT_KEYS_MAX,
)]);

pub(crate) static MANIFEST_CHAIN: Shape = Shape::of(&[many(
    1,
    "manifest_chain.manifests",
    &SIGNED_MANIFEST,
    MANIFESTS_PER_CHAIN_MAX,
)]);

static UPLOAD_PREKEYS: Shape = Shape::of(&[many(
    1,
    "upload_prekeys.prekeys",
    &LEAF,
    PREKEYS_PER_UPLOAD_MAX,
)]);

static REGISTER: Shape = Shape::of(&[
    one(1, "register.manifest", &SIGNED_MANIFEST),
    one(5, "register.prekeys", &UPLOAD_PREKEYS),
    one(6, "register.delivery_token", &LEAF),
]);

static PUBLISH_MANIFEST: Shape =
    Shape::of(&[one(1, "publish_manifest.manifest", &SIGNED_MANIFEST)]);

static FETCH_BUNDLES: Shape = Shape::of(&[list(
    2,
    "fetch_bundles.devices",
    Kind::Numbers,
    DEVICES_PER_ACCOUNT_MAX,
)]);

static SUBMIT: Shape = Shape::of(&[
    many(4, "submit.envelopes", &LEAF, ENVELOPES_PER_SUBMIT_MAX),
    one(6, "submit.stamp", &LEAF),
])
.with_one_of("submit.permission", 5, 7);

/// Every frame of a client.
pub(super) static CLIENT_FRAME: Shape = Shape::of(&[
    one(5, "register", &REGISTER),
    one(6, "publish_manifest", &PUBLISH_MANIFEST),
    one(7, "upload_prekeys", &UPLOAD_PREKEYS),
    one(13, "fetch_bundles", &FETCH_BUNDLES),
    one(14, "submit", &SUBMIT),
])
.with_one_of("body", 2, 14);

static PREKEY_BUNDLE: Shape = Shape::of(&[
    one(2, "prekey_bundle.signed", &LEAF),
    one(3, "prekey_bundle.one_time", &LEAF),
    one(4, "prekey_bundle.kem", &LEAF),
]);

static BUNDLES: Shape = Shape::of(&[many(
    1,
    "bundles.bundles",
    &PREKEY_BUNDLE,
    DEVICES_PER_ACCOUNT_MAX,
)]);

static REFUSED: Shape = Shape::of(&[one(4, "refused.manifests", &MANIFEST_CHAIN)]);

static AUTHENTICATED: Shape = Shape::of(&[one(1, "authenticated.prekeys", &LEAF)]);

/// Every frame of a server.
pub(super) static SERVER_FRAME: Shape = Shape::of(&[
    one(3, "authenticated", &AUTHENTICATED),
    one(12, "manifest_chain", &MANIFEST_CHAIN),
    one(13, "bundles", &BUNDLES),
    one(15, "refused", &REFUSED),
])
.with_one_of("body", 2, 16);

/// The most fields any shape above lists.
const FIELDS_COUNTED: usize = 8;

/// Walks `bytes` as a message of this shape.
pub(crate) fn check(bytes: &[u8], shape: &Shape) -> Result<(), Misshapen> {
    let mut counts = [0_usize; FIELDS_COUNTED];
    let mut alternatives = 0;
    let mut rest = bytes;
    while !rest.is_empty() {
        let token = Token::take(&mut rest).ok_or(Misshapen::Malformed)?;
        let fields = shape.fields.iter().zip(counts.iter_mut());
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
        if let Some(one_of) = &shape.one_of
            && (one_of.first..=one_of.last).contains(&token.number)
        {
            alternatives += 1;
            if alternatives > 1 {
                return Err(Misshapen::TooMany(one_of.name));
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

    /// The attack: a frame in which one program sees one thing and another the other, since each takes another of two bodies.
    #[test]
    fn two_bodies_are_refused_whatever_they_are() {
        use wire::client_frame::Body as Client;
        use wire::server_frame::Body as Server;
        let clients = [
            Client::Hello(wire::Hello::default()),
            Client::Authenticate(wire::Authenticate::default()),
            Client::RegistrationStart(wire::RegistrationStart::default()),
            Client::Register(wire::Register::default()),
            Client::PublishManifest(wire::PublishManifest::default()),
            Client::UploadPrekeys(wire::UploadPrekeys::default()),
            Client::CountPrekeys(wire::CountPrekeys::default()),
            Client::SetDeliveryToken(wire::SetDeliveryToken::default()),
            Client::Attach(wire::Attach::default()),
            Client::Acknowledge(wire::Acknowledge::default()),
            Client::FetchManifest(wire::FetchManifest::default()),
            Client::FetchBundles(wire::FetchBundles::default()),
            Client::Submit(wire::Submit::default()),
        ]
        .map(frame);
        let servers = [
            Server::Welcome(wire::Welcome::default()),
            Server::Authenticated(wire::Authenticated::default()),
            Server::RegistrationTerms(wire::RegistrationTerms::default()),
            Server::Registered(wire::Registered::default()),
            Server::ManifestPublished(wire::ManifestPublished::default()),
            Server::PrekeyCounts(wire::PrekeyCounts::default()),
            Server::DeliveryTokenSet(wire::DeliveryTokenSet::default()),
            Server::Attached(wire::Attached::default()),
            Server::Deliver(wire::Deliver::default()),
            Server::CaughtUp(wire::CaughtUp::default()),
            Server::ManifestChain(wire::ManifestChain::default()),
            Server::Bundles(wire::Bundles::default()),
            Server::Accepted(wire::Accepted::default()),
            Server::Refused(wire::Refused::default()),
            Server::Goodbye(wire::Goodbye::default()),
        ]
        .map(|body| {
            let (request, body) = (1, Some(body));
            wire::ServerFrame { request, body }.encode_to_vec()
        });
        for (frames, shape) in [(&clients[..], &CLIENT_FRAME), (&servers[..], &SERVER_FRAME)] {
            for first in frames {
                assert_eq!(check(first, shape), Ok(()));
                for second in frames {
                    let both = [first.as_slice(), second].concat();
                    assert!(matches!(check(&both, shape), Err(Misshapen::TooMany(_))));
                }
            }
        }
    }

    #[test]
    fn two_permissions_or_two_of_a_message_inside_are_refused() {
        use wire::submit::Permission;
        let submit = |permission| {
            wire::Submit {
                permission: Some(permission),
                ..Default::default()
            }
            .encode_to_vec()
        };
        let token = submit(Permission::DeliveryToken(bytes::Bytes::from_static(
            &[7; 16],
        )));
        let own = submit(Permission::OwnAccount(true));
        for both in [[&token[..], &own].concat(), [&token[..], &token].concat()] {
            assert_eq!(
                check(&both, &SUBMIT),
                Err(Misshapen::TooMany("submit.permission"))
            );
        }
        let authenticated = wire::Authenticated {
            prekeys: Some(wire::PrekeyCounts::default()),
            ..Default::default()
        };
        let mut twice = authenticated.encode_to_vec();
        twice.extend_from_within(..);
        assert_eq!(
            check(&twice, &AUTHENTICATED),
            Err(Misshapen::TooMany("authenticated.prekeys"))
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
            assert!(shape.fields.len() <= FIELDS_COUNTED);
        }
    }
}
