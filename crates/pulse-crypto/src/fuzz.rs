//! Fuzzing without a fuzzer: a function for every decoder, and a loop of seeded mutations.
//!
//! Each [`Target`] takes any bytes at all and panics if a promise is broken: the decoder itself must not panic, and what it
//! accepts must come out again as it went in. The files in `corpus/<target>/` are where mutations start; they are read by
//! the test, for nothing here touches a file. Other crates replay their own targets with the same loop.

mod attachments;
mod mutation;
mod sessions;
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};

pub use mutation::Mutator;
pub use targets::TARGETS;

/// A name, which is also the folder of its corpus, and what to call.
pub type Target = (&'static str, fn(&[u8]));

/// An input on which a target panicked. Put it into the corpus, then mend the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crash {
    /// The bytes that were given.
    pub input: Vec<u8>,
}

/// The seed of the mutations that every test run makes.
pub const SEED: u64 = 0x5075_6c73_6520_7631;

/// Calls `target` with each of `corpus`, then with `rounds` mutations of them. The same arguments make the same calls.
pub fn replay(corpus: &[Vec<u8>], target: fn(&[u8]), rounds: u32) -> Result<(), Crash> {
    replay_from(SEED, corpus, target, rounds)
}

/// [`replay`] with other mutations: for long runs, which look further every time.
pub fn replay_from(
    seed: u64,
    corpus: &[Vec<u8>],
    target: fn(&[u8]),
    rounds: u32,
) -> Result<(), Crash> {
    for input in corpus {
        call(target, input)?;
    }
    let mut mutator = Mutator::new(corpus, seed);
    for _ in 0..rounds {
        call(target, &mutator.next_input())?;
    }
    Ok(())
}

fn call(target: fn(&[u8]), input: &[u8]) -> Result<(), Crash> {
    catch_unwind(AssertUnwindSafe(|| target(input))).map_err(|_| Crash {
        input: input.to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_behind_a_magic_byte_is_found() {
        fn faulty(bytes: &[u8]) {
            assert!(bytes.get(2) != Some(&0xff), "the fault");
        }
        let crash = replay(&[vec![0; 4]], faulty, 2_000).unwrap_err();
        assert_eq!(crash.input[2], 0xff);
        assert_eq!(
            replay(&[vec![0; 4]], faulty, 2_000),
            Err(crash),
            "the same every time"
        );
    }

    #[test]
    fn another_seed_makes_other_inputs() {
        let corpus = [vec![0; 64]];
        let inputs = |seed| {
            let mut mutator = Mutator::new(&corpus, seed);
            (0..8).map(|_| mutator.next_input()).collect::<Vec<_>>()
        };
        assert_eq!(inputs(1), inputs(1));
        assert_ne!(inputs(1), inputs(2));
    }

    #[test]
    fn a_target_without_faults_passes() {
        assert_eq!(replay(&[], |_| (), 100), Ok(()));
    }
}
