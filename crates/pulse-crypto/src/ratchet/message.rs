//! The bytes of a message: format, suite, `R`, sealed header, body.

use crate::keys::{FORMAT_V1, Suite};
use crate::primitives::aes_256_gcm::TAG_LEN;
use crate::ratchet::header_key::{SEALED_HEADER_LEN_MAX, SEALED_HEADER_LEN_MIN};
use crate::ratchet::{RatchetError, SessionId};

/// The length of `R`, the fresh random bytes of each message.
pub(super) const R_LEN: usize = 12;

/// Format byte, suite, `R`, length of the sealed header.
pub(super) const PREFIX_LEN: usize = 1 + 2 + R_LEN + 1;

/// A message taken apart; nothing of it is authenticated yet.
pub(super) struct Message<'a> {
    /// The fresh random bytes.
    pub(super) r: [u8; R_LEN],
    /// The header under a header key.
    pub(super) sealed_header: &'a [u8],
    /// The body under its message key.
    pub(super) body: &'a [u8],
    /// Everything before the body.
    before_body: &'a [u8],
}

/// The associated data of header or body: the session id, then the message's own bytes up to there.
pub(super) struct AssociatedData {
    bytes: [u8; ASSOCIATED_DATA_LEN_MAX],
    len: usize,
}

const ASSOCIATED_DATA_LEN_MAX: usize = 32 + PREFIX_LEN + SEALED_HEADER_LEN_MAX;

impl<'a> Message<'a> {
    /// Takes a message apart.
    ///
    /// # Errors
    /// [`RatchetError::UnknownFormat`] or [`RatchetError::Malformed`].
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, RatchetError> {
        let (prefix, rest) = bytes
            .split_first_chunk::<PREFIX_LEN>()
            .ok_or(RatchetError::Malformed)?;
        let [format, suite_high, suite_low, r @ .., header_len] = *prefix;
        if format != FORMAT_V1 || u16::from_be_bytes([suite_high, suite_low]) != Suite::ONE.get() {
            return Err(RatchetError::UnknownFormat);
        }
        let header_len = usize::from(header_len);
        if !(SEALED_HEADER_LEN_MIN..=SEALED_HEADER_LEN_MAX).contains(&header_len) {
            return Err(RatchetError::Malformed);
        }
        let (sealed_header, body) = rest
            .split_at_checked(header_len)
            .ok_or(RatchetError::Malformed)?;
        if body.len() < TAG_LEN {
            return Err(RatchetError::Malformed);
        }
        let before_body = bytes.get(..PREFIX_LEN + header_len).unwrap_or_default();
        Ok(Self {
            r,
            sealed_header,
            body,
            before_body,
        })
    }

    /// What the header is bound to.
    pub(super) fn header_associated_data(&self, session: &SessionId) -> AssociatedData {
        AssociatedData::new(
            session,
            self.before_body.get(..PREFIX_LEN).unwrap_or_default(),
        )
    }

    /// What the body is bound to.
    pub(super) fn body_associated_data(&self, session: &SessionId) -> AssociatedData {
        AssociatedData::new(session, self.before_body)
    }
}

impl AssociatedData {
    /// For a message of which `so_far` is written: the prefix (for the header), or all before the body.
    pub(super) fn new(session: &SessionId, so_far: &[u8]) -> Self {
        let mut data = Self {
            bytes: [0; ASSOCIATED_DATA_LEN_MAX],
            len: 32 + so_far.len(),
        };
        let (id, rest) = data.bytes.split_at_mut(32);
        id.copy_from_slice(session.as_bytes());
        rest.iter_mut()
            .zip(so_far)
            .for_each(|(byte, so_far)| *byte = *so_far);
        data
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

/// Format, suite, `R` and the length of the sealed header that follows.
pub(super) fn prefix(r: &[u8; R_LEN], sealed_header_len: usize) -> [u8; PREFIX_LEN] {
    let mut prefix = [0; PREFIX_LEN];
    let [suite_high, suite_low] = Suite::ONE.get().to_be_bytes();
    let [format, high, low, middle @ .., len] = &mut prefix;
    (*format, *high, *low) = (FORMAT_V1, suite_high, suite_low);
    middle.copy_from_slice(r);
    *len = sealed_header_len as u8;
    prefix
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_short_or_unknown_is_refused() {
        let mut bytes = prefix(&[9; R_LEN], SEALED_HEADER_LEN_MIN).to_vec();
        bytes.extend_from_slice(&[0; SEALED_HEADER_LEN_MIN + TAG_LEN]);
        assert!(Message::parse(&bytes).is_ok());
        for len in 0..bytes.len() {
            assert_eq!(
                Message::parse(&bytes[..len]).err(),
                Some(RatchetError::Malformed)
            );
        }
        for (position, value) in [(0, 0), (0, 2), (1, 1), (2, 0), (2, 2)] {
            let mut other = bytes.clone();
            other[position] = value;
            assert_eq!(
                Message::parse(&other).err(),
                Some(RatchetError::UnknownFormat)
            );
        }
        for len in [0, SEALED_HEADER_LEN_MIN - 1, SEALED_HEADER_LEN_MAX + 1, 255] {
            let mut other = bytes.clone();
            other.resize(400, 0);
            other[PREFIX_LEN - 1] = len as u8;
            assert_eq!(Message::parse(&other).err(), Some(RatchetError::Malformed));
        }
    }
}
