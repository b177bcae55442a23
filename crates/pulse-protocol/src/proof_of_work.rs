//! Hashcash over SHA-256: what a registration and a stranger's first message cost.
//!
//! A solution is a nonce for which `SHA-256(prefix ‖ nonce)` begins with enough zero bits. The prefix is itself a labelled
//! hash of what the work is for, so work for one purpose is worth nothing for another; 40 bytes fit one compression.

use pulse_crypto::keys::AccountId;
use pulse_crypto::{hash, labels};

use crate::Day;

/// What has to be solved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Puzzle {
    /// Binds the work to its purpose.
    pub prefix: [u8; 32],
    /// Leading zero bits.
    pub difficulty: u8,
}

impl Puzzle {
    /// The work for a registration under these terms.
    pub fn for_registration(challenge: &[u8], difficulty: u8) -> Self {
        Self::new(b"registration", &[challenge], difficulty)
    }

    /// The work for one stranger's submission: no other recipient, day or submission can use it.
    pub fn for_stamp(
        recipient: &AccountId,
        day: Day,
        request_id: &[u8; 16],
        difficulty: u8,
    ) -> Self {
        let parts = [recipient.as_bytes(), &day.to_be_bytes()[..], request_id];
        Self::new(b"stamp", &parts, difficulty)
    }

    fn new(purpose: &[u8], parts: &[&[u8]], difficulty: u8) -> Self {
        let difficulty_part = [difficulty];
        let mut all = vec![purpose, &difficulty_part];
        all.extend_from_slice(parts);
        Self {
            prefix: hash::labelled(labels::WORK, &all),
            difficulty,
        }
    }
}

/// Tries `count` nonces from `start` and returns the first that solves the puzzle. Callers split the search, to show progress,
/// to stop, and to use several cores; 2^difficulty attempts are needed on average.
pub fn search(puzzle: &Puzzle, start: u64, count: u64) -> Option<u64> {
    (start..start.saturating_add(count)).find(|nonce| check(puzzle, *nonce))
}

/// Whether the nonce solves the puzzle: one hash.
pub fn check(puzzle: &Puzzle, nonce: u64) -> bool {
    let digest = hash::sha256(&[&puzzle.prefix, &nonce.to_be_bytes()]);
    leading_zero_bits(&digest) >= u32::from(puzzle.difficulty)
}

fn leading_zero_bits(digest: &[u8; 32]) -> u32 {
    let mut bits = 0;
    for byte in digest {
        bits += byte.leading_zeros();
        if *byte != 0 {
            break;
        }
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALICE: AccountId = AccountId::from_bytes([1; 32]);

    #[test]
    fn what_search_finds_checks_and_is_the_first() {
        let puzzle = Puzzle::for_registration(b"challenge", 10);
        let nonce = search(&puzzle, 0, 1 << 20).unwrap();
        assert!(check(&puzzle, nonce));
        assert_eq!(search(&puzzle, 0, nonce), None);
        assert_eq!(search(&puzzle, nonce, 1), Some(nonce));
        assert_eq!(search(&puzzle, u64::MAX, 10), None, "the end of the nonces");
    }

    #[test]
    fn work_is_worth_nothing_elsewhere() {
        let puzzle = Puzzle::for_stamp(&ALICE, Day(1), &[7; 16], 12);
        let nonce = search(&puzzle, 0, 1 << 24).unwrap();
        let bob = AccountId::from_bytes([2; 32]);
        for other in [
            Puzzle::for_stamp(&bob, Day(1), &[7; 16], 12),
            Puzzle::for_stamp(&ALICE, Day(2), &[7; 16], 12),
            Puzzle::for_stamp(&ALICE, Day(1), &[8; 16], 12),
            Puzzle::for_registration(&[7; 16], 12),
            // Cheaper work under a dearer label: the difficulty is in the prefix.
            Puzzle::for_stamp(&ALICE, Day(1), &[7; 16], 11),
        ] {
            assert_ne!(other.prefix, puzzle.prefix);
            assert!(!check(&other, nonce));
        }
    }

    #[test]
    fn bits_are_counted_across_bytes() {
        let mut digest = [0; 32];
        assert_eq!(leading_zero_bits(&digest), 256);
        digest[2] = 0x10;
        assert_eq!(leading_zero_bits(&digest), 19);
        digest[0] = 0x80;
        assert_eq!(leading_zero_bits(&digest), 0);
    }

    #[test]
    fn no_work_is_asked_for_nothing() {
        assert!(check(&Puzzle::for_registration(b"", 0), 0));
    }
}
