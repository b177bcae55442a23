//! What the seal's inner layer holds, in front of the ratchet message.
//!
//! ```text
//! 1                  kind: 1 alone, 2 with a handshake, 3 with a handshake and the sender's manifest chain
//! 4 ‖ 4 ‖ 8          the recipient's manifest as the sender knows it: generation, version, first bytes of its hash
//! [2 ‖ n]            kinds 2 and 3: the handshake
//! [4 ‖ n]            kind 3: the manifest chain
//! …                  the ratchet message
//! ```
//!
//! All numbers are big-endian. The padding and the sender's own freshness belong to [`pulse_crypto::sealed`].

use pulse_protocol::ManifestPosition;

/// A manifest as one side knows it: enough to see that the other knows a newer one, or another one in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Freshness {
    pub(crate) position: ManifestPosition,
    pub(crate) hash: [u8; 8],
}

/// The parts of the inner plaintext.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Inner<'a> {
    /// Our manifest as the sender knows it.
    pub(crate) recipient: Freshness,
    pub(crate) header: Option<&'a [u8]>,
    pub(crate) chain: Option<&'a [u8]>,
    pub(crate) message: &'a [u8],
}

const KIND_ALONE: u8 = 1;
const KIND_HANDSHAKE: u8 = 2;
const KIND_HANDSHAKE_AND_CHAIN: u8 = 3;

impl<'a> Inner<'a> {
    /// The bytes to seal. A chain travels only with a handshake.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let kind = match (self.header, self.chain) {
            (None, _) => KIND_ALONE,
            (Some(_), None) => KIND_HANDSHAKE,
            (Some(_), Some(_)) => KIND_HANDSHAKE_AND_CHAIN,
        };
        let mut bytes = vec![kind];
        bytes.extend_from_slice(&self.recipient.position.generation.to_be_bytes());
        bytes.extend_from_slice(&self.recipient.position.version.to_be_bytes());
        bytes.extend_from_slice(&self.recipient.hash);
        if let Some(header) = self.header {
            bytes.extend_from_slice(&(header.len() as u16).to_be_bytes());
            bytes.extend_from_slice(header);
            if let Some(chain) = self.chain {
                bytes.extend_from_slice(&(chain.len() as u32).to_be_bytes());
                bytes.extend_from_slice(chain);
            }
        }
        bytes.extend_from_slice(self.message);
        bytes
    }

    /// The parts; `None` when the bytes are none of the kinds.
    pub(crate) fn parse(bytes: &'a [u8]) -> Option<Inner<'a>> {
        let (&kind, rest) = bytes.split_first()?;
        let (generation, rest) = rest.split_first_chunk()?;
        let (version, rest) = rest.split_first_chunk()?;
        let (hash, rest) = rest.split_first_chunk()?;
        let position = ManifestPosition {
            generation: u32::from_be_bytes(*generation),
            version: u32::from_be_bytes(*version),
        };
        let (header, chain, message) = match kind {
            KIND_ALONE => (None, None, rest),
            KIND_HANDSHAKE => {
                let (header, rest) = split_u16(rest)?;
                (Some(header), None, rest)
            }
            KIND_HANDSHAKE_AND_CHAIN => {
                let (header, rest) = split_u16(rest)?;
                let (chain, rest) = split_u32(rest)?;
                (Some(header), Some(chain), rest)
            }
            _ => return None,
        };
        Some(Inner {
            recipient: Freshness {
                position,
                hash: *hash,
            },
            header,
            chain,
            message,
        })
    }
}

fn split_u16(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (len, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(usize::from(u16::from_be_bytes(*len)))
}

fn split_u32(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (len, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(usize::try_from(u32::from_be_bytes(*len)).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inner<'a>(header: Option<&'a [u8]>, chain: Option<&'a [u8]>) -> Inner<'a> {
        let position = ManifestPosition {
            generation: 2,
            version: 7,
        };
        Inner {
            recipient: Freshness {
                position,
                hash: [9; 8],
            },
            header,
            chain,
            message: b"message",
        }
    }

    #[test]
    fn each_kind_comes_back() {
        for parts in [
            inner(None, None),
            inner(Some(b"header"), None),
            inner(Some(b"header"), Some(b"chain")),
        ] {
            assert_eq!(Inner::parse(&parts.encode()), Some(parts));
        }
        assert_eq!(inner(None, None).encode().len(), 17 + 7);
    }

    #[test]
    fn cut_or_unknown_bytes_are_no_inner() {
        let whole = inner(Some(b"header"), Some(b"chain")).encode();
        for len in 0..whole.len() - b"message".len() {
            assert_eq!(Inner::parse(&whole[..len]), None, "{len}");
        }
        assert_eq!(Inner::parse(&[4; 40]), None);
        assert_eq!(Inner::parse(&[3; 40]), None);
    }
}
