//! The number two people compare to know that nobody stands between them.
//!
//! Account ids are self-certifying, so the ids are all there is to compare: 30 digits of each, smaller id first, hence the
//! same 60 digits on both sides; or both ids in full in a QR code.

use core::fmt;

use crate::hash;
use crate::keys::{AccountId, FORMAT_V1, Suite};
use crate::labels;
use crate::limits::SAFETY_NUMBER_ROUNDS;
use crate::primitives::sha2;

/// Groups of five digits for one account.
const GROUPS: usize = 6;
/// Bytes a group is made from: 40 bits modulo 100,000 are uniform to within 2^-23.
const GROUP_BYTES: usize = 5;
/// Format, suite and two account ids.
const QR_LEN: usize = 3 + 2 * AccountId::LEN;

/// The safety number of two accounts. It is no secret, but it names two people, so `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct SafetyNumber {
    groups: [u32; 2 * GROUPS],
    qr: [u8; QR_LEN],
}

impl SafetyNumber {
    /// The number between two accounts, in either order. Takes some milliseconds: 2 × 5,200 hashes.
    pub fn between(a: &AccountId, b: &AccountId) -> Self {
        let (low, high) = if a <= b { (a, b) } else { (b, a) };
        let mut groups = [0; 2 * GROUPS];
        let (low_groups, high_groups) = groups.split_at_mut(GROUPS);
        low_groups.copy_from_slice(&groups_of(low));
        high_groups.copy_from_slice(&groups_of(high));

        let mut qr = [0; QR_LEN];
        let [suite_high, suite_low] = Suite::ONE.to_be_bytes();
        qr[..3].copy_from_slice(&[FORMAT_V1, suite_high, suite_low]);
        qr[3..3 + AccountId::LEN].copy_from_slice(low.as_bytes());
        qr[3 + AccountId::LEN..].copy_from_slice(high.as_bytes());
        Self { groups, qr }
    }

    /// The bytes of the QR code: format, suite and both ids in full, smaller one first.
    pub fn qr_payload(&self) -> Vec<u8> {
        self.qr.to_vec()
    }

    /// Whether a scanned QR code shows the same two accounts.
    pub fn compare(&self, scanned: &[u8]) -> bool {
        hash::eq_constant_time(&self.qr, scanned)
    }
}

impl fmt::Display for SafetyNumber {
    /// Twelve groups of five digits, one space between them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, group) in self.groups.iter().enumerate() {
            let space = if index == 0 { "" } else { " " };
            write!(f, "{space}{group:05}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for SafetyNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SafetyNumber(…)")
    }
}

/// `H(0) = format ‖ suite`, `H(n+1) = SHA-512(label ‖ len ‖ H(n) ‖ len ‖ id)`; the first 30 bytes of the last one in groups.
fn groups_of(account: &AccountId) -> [u32; GROUPS] {
    let id_len = length_prefix(AccountId::LEN);
    let [suite_high, suite_low] = Suite::ONE.to_be_bytes();
    let label = labels::SAFETY_NUMBER.as_bytes();
    let start = [FORMAT_V1, suite_high, suite_low];

    let mut state = sha2::sha512(&[
        label,
        &length_prefix(start.len()),
        &start,
        &id_len,
        account.as_bytes(),
    ]);
    let state_len = length_prefix(state.len());
    for _ in 1..SAFETY_NUMBER_ROUNDS {
        state = sha2::sha512(&[label, &state_len, &state, &id_len, account.as_bytes()]);
    }

    let mut groups = [0; GROUPS];
    for (group, bytes) in groups.iter_mut().zip(state.chunks_exact(GROUP_BYTES)) {
        let number = bytes
            .iter()
            .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        *group = u32::try_from(number % 100_000).unwrap_or_default();
    }
    groups
}

const fn length_prefix(len: usize) -> [u8; 4] {
    (len as u32).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(byte: u8) -> AccountId {
        AccountId::from_bytes([byte; 32])
    }

    #[test]
    fn both_sides_see_the_same_sixty_digits() {
        let (alice, bob) = (account(1), account(2));
        let number = SafetyNumber::between(&alice, &bob);
        assert_eq!(number, SafetyNumber::between(&bob, &alice));
        assert_eq!(number.to_string(), KNOWN);
        let groups: Vec<_> = KNOWN.split(' ').collect();
        assert_eq!(groups.len(), 12);
        assert!(
            groups
                .iter()
                .all(|group| group.len() == 5 && group.bytes().all(|byte| byte.is_ascii_digit()))
        );
    }

    /// Computed by an implementation in another language from `docs/crypto.md`.
    const KNOWN: &str = "84544 07138 83224 44581 16189 70729 46095 39517 39262 68278 59442 96732";

    #[test]
    fn a_man_in_the_middle_shows_in_digits_and_code() {
        let honest = SafetyNumber::between(&account(1), &account(2));
        let middle = SafetyNumber::between(&account(1), &account(3));
        assert_ne!(honest.to_string(), middle.to_string());
        assert!(honest.compare(&SafetyNumber::between(&account(2), &account(1)).qr_payload()));
        assert!(!honest.compare(&middle.qr_payload()));
        assert!(!honest.compare(&honest.qr_payload()[1..]));
        assert!(!honest.compare(&[]));
    }
}
