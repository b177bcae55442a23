//! Padmé padding: sizes are rounded up so that only O(log log size) bits of a length remain visible, for at most 12 % more
//! bytes. (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", section 4.)

use zeroize::Zeroizing;

use crate::limits::PADDED_LEN_MIN;

/// Between content and zeros stands one such byte.
const MARKER: u8 = 0x80;

/// The padding has no marker: the sender is no Pulse, or the bytes were not authenticated first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the padding is malformed")]
pub struct PaddingError;

/// The size that `len` bytes are padded to: Padmé with a floor of 256. Counts whatever it is given; [`pad`] adds one for its
/// marker first.
pub fn padded_len(len: usize) -> usize {
    usize::try_from(padded_size(u64::try_from(len).unwrap_or(u64::MAX))).unwrap_or(usize::MAX)
}

/// [`padded_len`] for sizes of files.
pub(crate) fn padded_size(size: u64) -> u64 {
    let size = size.max(PADDED_LEN_MIN as u64);
    let exponent = size.ilog2();
    // The mantissa keeps as many bits as the exponent has; all bits below it are rounded up.
    let kept = exponent.ilog2() + 1;
    let mask = (1_u64 << (exponent - kept)) - 1;
    size.checked_add(mask)
        .map_or(u64::MAX, |rounded| rounded & !mask)
}

/// `content ‖ 0x80 ‖ zeros`, of the padded length of content and marker.
pub fn pad(content: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut padded = Zeroizing::new(Vec::with_capacity(padded_len(content.len() + 1)));
    padded.extend_from_slice(content);
    pad_tail(&mut padded, 0);
    padded
}

/// Pads what `buffer` holds from `from` on, in place: for messages whose first bytes are in clear. A buffer that has the
/// capacity is not moved, so no copy of the content stays behind.
pub(crate) fn pad_tail(buffer: &mut Vec<u8>, from: usize) {
    let content_len = buffer.len().saturating_sub(from);
    buffer.push(MARKER);
    buffer.resize(from + padded_len(content_len + 1), 0);
}

/// The content of what [`pad`] made. Only for bytes that were authenticated: it tells where the padding begins by its
/// duration. Any number of zeros is accepted, so that the rounding may change without a new format.
pub fn unpad(padded: &[u8]) -> Result<&[u8], PaddingError> {
    let marker = padded
        .iter()
        .rposition(|byte| *byte != 0)
        .ok_or(PaddingError)?;
    match padded.split_at_checked(marker) {
        Some((content, [MARKER, ..])) => Ok(content),
        _ => Err(PaddingError),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sizes_from_the_paper_and_the_floor() {
        for (len, padded) in [
            (0, 256),
            (1, 256),
            (256, 256),
            (257, 272),
            (272, 272),
            (273, 288),
            (1000, 1024),
            (1025, 1088),
            (1 << 20, 1 << 20),
        ] {
            assert_eq!(padded_len(len), padded, "{len}");
        }
        assert_eq!(padded_size(u64::MAX), u64::MAX);
    }

    proptest! {
        #[test]
        fn padding_stays_within_its_bound(len in 0_usize..100_000_000) {
            let padded = padded_len(len);
            prop_assert!(padded >= len.max(256));
            prop_assert!(padded as f64 <= len.max(256) as f64 * 1.12);
            prop_assert_eq!(padded_len(padded), padded, "a padded length is its own");
            prop_assert!(padded_len(len + 1) >= padded, "order is kept");
        }

        #[test]
        fn content_comes_back(content in proptest::collection::vec(any::<u8>(), 0..2_000)) {
            let padded = pad(&content);
            prop_assert_eq!(padded.len(), padded_len(content.len() + 1));
            prop_assert_eq!(unpad(&padded), Ok(content.as_slice()));
        }
    }

    #[test]
    fn padding_without_a_marker_is_refused() {
        assert_eq!(unpad(&[]), Err(PaddingError));
        assert_eq!(unpad(&[0; 256]), Err(PaddingError));
        assert_eq!(unpad(&[1, 2, 3, 0]), Err(PaddingError));
    }
}
