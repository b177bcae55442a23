//! `Deliver`, written straight from the checked frame: the one frame a server encodes for every message, so its sealed bytes
//! are copied once, into the output, and nothing is allocated on the way. A test keeps it equal to the schema.

use super::prefix;
use crate::frame::Deliver;

// Protobuf keys: field number << 3 | wire type (0 number, 2 bytes).
const FRAME_REQUEST: u8 = 1 << 3;
const FRAME_DELIVER: u8 = 10 << 3 | 2;
const INCARNATION: u8 = 1 << 3;
const SEQ: u8 = 2 << 3;
const ID: u8 = 3 << 3 | 2;
const SEALED: u8 = 4 << 3 | 2;
const LANE: u8 = 5 << 3;

pub(super) fn encode(request: u64, deliver: &Deliver, out: &mut Vec<u8>) {
    let (id, sealed) = (deliver.id.as_bytes(), &deliver.sealed);
    let incarnation = deliver.incarnation.get();
    let (seq, lane) = (deliver.seq.get(), u64::from(deliver.lane.number()));

    let deliver_len = number_len(incarnation)
        + number_len(seq)
        + bytes_len(id.len())
        + bytes_len(sealed.len())
        + number_len(lane);
    let frame_len = number_len(request) + bytes_len(deliver_len);

    out.reserve(4 + frame_len);
    out.extend_from_slice(&prefix(frame_len));
    put_number(FRAME_REQUEST, request, out);
    out.push(FRAME_DELIVER);
    put_varint(deliver_len as u64, out);
    put_number(INCARNATION, incarnation, out);
    put_number(SEQ, seq, out);
    put_bytes(ID, id, out);
    put_bytes(SEALED, sealed, out);
    put_number(LANE, lane, out);
}

/// Key and number; `proto3` leaves a zero out.
fn number_len(number: u64) -> usize {
    if number == 0 {
        return 0;
    }
    1 + varint_len(number)
}

/// Key, length and bytes. The only empty bytes would be a sealed of nothing, which no checked frame holds.
fn bytes_len(len: usize) -> usize {
    if len == 0 {
        return 0;
    }
    1 + varint_len(len as u64) + len
}

fn varint_len(number: u64) -> usize {
    let bits = 64 - (number | 1).leading_zeros() as usize;
    bits.div_ceil(7)
}

fn put_number(key: u8, number: u64, out: &mut Vec<u8>) {
    if number != 0 {
        out.push(key);
        put_varint(number, out);
    }
}

fn put_bytes(key: u8, bytes: &[u8], out: &mut Vec<u8>) {
    if !bytes.is_empty() {
        out.push(key);
        put_varint(bytes.len() as u64, out);
        out.extend_from_slice(bytes);
    }
}

fn put_varint(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use proptest::prelude::*;
    use prost::Message;

    use super::*;
    use crate::codec::fields::Checked;
    use crate::{EnvelopeId, Incarnation, MailLane, Seq, wire};

    proptest! {
        #[test]
        fn it_writes_what_the_schema_says(
            request in prop_oneof![Just(0), any::<u64>()],
            incarnation in prop_oneof![Just(0), any::<u64>()],
            seq in any::<u64>(),
            id in any::<[u8; 16]>(),
            sealed in proptest::collection::vec(any::<u8>(), 0..300),
            lane in 1_u32..=3,
        ) {
            let deliver = Deliver {
                incarnation: Incarnation::new(incarnation),
                seq: Seq::new(seq),
                id: EnvelopeId::from_bytes(id),
                sealed: Bytes::from(sealed),
                lane: MailLane::from_number(lane).unwrap(),
            };
            let mut ours = Vec::new();
            encode(request, &deliver, &mut ours);
            let body = wire::server_frame::Body::Deliver(deliver.to_wire());
            let theirs = wire::ServerFrame { request, body: Some(body) }.encode_to_vec();
            prop_assert_eq!(&ours[..4], (theirs.len() as u32).to_be_bytes());
            prop_assert_eq!(&ours[4..], theirs);
        }
    }
}
