//! The header of a message: where it stands in the sender's chains.

use crate::limits::HEADER_PQ_LEN_MAX;
use crate::ratchet::RatchetPublicKey;

/// The longest encoded header: ratchet key, four numbers of at most five bytes, length and field.
pub(super) const HEADER_LEN_MAX: usize = 32 + 4 * VARINT_LEN_MAX + 1 + HEADER_PQ_LEN_MAX;

/// The shortest encoded header: ratchet key, four numbers of one byte, length.
pub(super) const HEADER_LEN_MIN: usize = 32 + 4 + 1;

const VARINT_LEN_MAX: usize = 5;

/// A header in the clear. The post-quantum fields are there from the first version, so that a
/// post-quantum ratchet needs no new format; without one they are zero and empty.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct Header {
    /// The sender's ratchet key.
    pub(super) ratchet_key: RatchetPublicKey,
    /// The position in the sender's chain, from 0.
    pub(super) n: u32,
    /// The length of the sender's chain before this one.
    pub(super) previous_n: u32,
    /// The epoch of the post-quantum ratchet.
    pub(super) pq_epoch: u32,
    /// The position in that epoch.
    pub(super) pq_n: u32,
    /// What the post-quantum ratchet sends along, 0 to 48 bytes.
    pub(super) pq: PqField,
}

/// The post-quantum field: up to 48 bytes, on the stack.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct PqField {
    bytes: [u8; HEADER_PQ_LEN_MAX],
    len: usize,
}

/// An encoded header on the stack.
pub(super) struct EncodedHeader {
    bytes: [u8; HEADER_LEN_MAX],
    len: usize,
}

impl Header {
    /// A header of a session without a post-quantum ratchet.
    pub(super) const fn classical(ratchet_key: RatchetPublicKey, n: u32, previous_n: u32) -> Self {
        Self {
            ratchet_key,
            n,
            previous_n,
            pq_epoch: 0,
            pq_n: 0,
            pq: PqField::EMPTY,
        }
    }

    /// Whether it makes no use of a post-quantum ratchet.
    pub(super) fn is_classical(&self) -> bool {
        self.pq_epoch == 0 && self.pq_n == 0 && self.pq.as_bytes().is_empty()
    }

    pub(super) fn encoded_len(&self) -> usize {
        let numbers = [self.n, self.previous_n, self.pq_epoch, self.pq_n];
        32 + numbers.into_iter().map(varint_len).sum::<usize>() + 1 + self.pq.len
    }

    pub(super) fn encode(&self) -> EncodedHeader {
        let mut encoded = EncodedHeader {
            bytes: [0; HEADER_LEN_MAX],
            len: 0,
        };
        encoded.push(self.ratchet_key.as_bytes());
        for number in [self.n, self.previous_n, self.pq_epoch, self.pq_n] {
            encoded.push_varint(number);
        }
        encoded.push(&[self.pq.len as u8]);
        encoded.push(self.pq.as_bytes());
        encoded
    }

    /// Reads a header; `None` unless it is exactly one, each number in its shortest form.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let (ratchet_key, mut rest) = bytes.split_first_chunk::<32>()?;
        let mut numbers = [0; 4];
        for number in &mut numbers {
            *number = take_varint(&mut rest)?;
        }
        let [n, previous_n, pq_epoch, pq_n] = numbers;
        let (&len, pq) = rest.split_first()?;
        if pq.len() != usize::from(len) {
            return None;
        }
        Some(Self {
            ratchet_key: RatchetPublicKey::from_bytes(*ratchet_key),
            n,
            previous_n,
            pq_epoch,
            pq_n,
            pq: PqField::new(pq)?,
        })
    }
}

impl PqField {
    const EMPTY: Self = Self {
        bytes: [0; HEADER_PQ_LEN_MAX],
        len: 0,
    };

    fn new(field: &[u8]) -> Option<Self> {
        let mut pq = Self::EMPTY;
        pq.bytes.get_mut(..field.len())?.copy_from_slice(field);
        pq.len = field.len();
        Some(pq)
    }

    fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

impl EncodedHeader {
    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    fn push(&mut self, bytes: &[u8]) {
        if let Some(space) = self.bytes.get_mut(self.len..self.len + bytes.len()) {
            space.copy_from_slice(bytes);
            self.len += bytes.len();
        }
    }

    /// LEB128: seven bits a byte, the lowest first, the top bit set on all bytes but the last.
    fn push_varint(&mut self, mut number: u32) {
        while number >= 0x80 {
            self.push(&[number as u8 | 0x80]);
            number >>= 7;
        }
        self.push(&[number as u8]);
    }
}

fn varint_len(number: u32) -> usize {
    let bits = (u32::BITS - number.leading_zeros()).max(1);
    bits.div_ceil(7) as usize
}

fn take_varint(rest: &mut &[u8]) -> Option<u32> {
    let mut number = 0_u32;
    for index in 0..VARINT_LEN_MAX {
        let (&byte, tail) = rest.split_first()?;
        *rest = tail;
        let low = u32::from(byte & 0x7f);
        let shift = 7 * index as u32;
        if low.checked_shl(shift)? >> shift != low {
            return None; // more than 32 bits
        }
        number |= low << shift;
        if byte & 0x80 == 0 {
            let shortest = index == 0 || byte != 0;
            return shortest.then_some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    prop_compose! {
        fn headers()(key: [u8; 32], numbers: [u32; 4], small: [u8; 4], pick: [bool; 4], pq in prop::collection::vec(any::<u8>(), 0..=HEADER_PQ_LEN_MAX)) -> Header {
            let number = |index: usize| if pick[index] { numbers[index] } else { u32::from(small[index]) };
            Header {
                ratchet_key: RatchetPublicKey::from_bytes(key),
                n: number(0),
                previous_n: number(1),
                pq_epoch: number(2),
                pq_n: number(3),
                pq: PqField::new(&pq).unwrap(),
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded(header in headers()) {
            let encoded = header.encode();
            prop_assert_eq!(encoded.as_bytes().len(), header.encoded_len());
            prop_assert!(Header::decode(encoded.as_bytes()) == Some(header));
        }

        #[test]
        fn what_is_decoded_is_encoded_the_same(bytes in prop::collection::vec(any::<u8>(), 0..HEADER_LEN_MAX + 4)) {
            if let Some(header) = Header::decode(&bytes) {
                let encoded = header.encode();
                prop_assert_eq!(encoded.as_bytes(), &bytes);
            }
        }
    }

    #[test]
    fn lengths_are_as_stated() {
        let mut header = Header::classical(RatchetPublicKey::from_bytes([7; 32]), 0, 0);
        assert_eq!(header.encoded_len(), HEADER_LEN_MIN);
        (header.n, header.previous_n, header.pq_epoch, header.pq_n) =
            (u32::MAX, u32::MAX, u32::MAX, u32::MAX);
        header.pq = PqField::new(&[1; HEADER_PQ_LEN_MAX]).unwrap();
        assert_eq!(header.encoded_len(), HEADER_LEN_MAX);
        assert!(PqField::new(&[1; HEADER_PQ_LEN_MAX + 1]).is_none());
    }

    #[test]
    fn numbers_have_one_encoding() {
        let decode = |mut bytes: &[u8]| take_varint(&mut bytes);
        assert_eq!(decode(&[0x00]), Some(0));
        assert_eq!(decode(&[0x7f]), Some(127));
        assert_eq!(decode(&[0x80, 0x01]), Some(128));
        assert_eq!(decode(&[0xff, 0xff, 0xff, 0xff, 0x0f]), Some(u32::MAX));
        assert_eq!(decode(&[0x80, 0x00]), None, "longer than needed");
        assert_eq!(decode(&[0xff, 0xff, 0xff, 0xff, 0x1f]), None, "33 bits");
        assert_eq!(
            decode(&[0x80, 0x80, 0x80, 0x80, 0x80, 0x01]),
            None,
            "six bytes"
        );
        assert_eq!(decode(&[0x80]), None, "cut off");
    }
}
