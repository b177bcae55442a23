//! Inputs made from other inputs, always the same ones.

use crate::limits::FUZZ_INPUT_LEN_MAX;

/// Values at which lengths and counters go wrong.
const TELLING: [u8; 6] = [0, 1, 0x7f, 0x80, 0xfe, 0xff];

/// An endless supply of mutated inputs. Its randomness is a SplitMix64 from a given seed: it decides what is tried, nothing
/// that has to be secret.
#[derive(Debug)]
pub struct Mutator<'a> {
    corpus: &'a [Vec<u8>],
    state: u64,
}

impl<'a> Mutator<'a> {
    /// Mutations of these inputs; of the empty one if there are none. A seed gives the same ones every time.
    pub const fn new(corpus: &'a [Vec<u8>], seed: u64) -> Self {
        Self {
            corpus,
            state: seed,
        }
    }

    /// One of the inputs after one to four changes.
    pub fn next_input(&mut self) -> Vec<u8> {
        let mut input = self.pick();
        for _ in 0..=self.below(4) {
            self.mutate(&mut input);
        }
        input.truncate(FUZZ_INPUT_LEN_MAX);
        input
    }

    fn mutate(&mut self, input: &mut Vec<u8>) {
        let at = self.below(input.len() + 1);
        let len = self.below(9);
        let value = self.value();
        match self.below(9) {
            0 | 1 => {
                if let Some(byte) = input.get_mut(at) {
                    *byte ^= 1 << (value % 8);
                }
            }
            2 => {
                if let Some(byte) = input.get_mut(at) {
                    *byte = value;
                }
            }
            3 => input.truncate(at),
            4 => {
                input.splice(at..at, core::iter::repeat_n(value, len));
            }
            5 => {
                input.drain(at..(at + len).min(input.len()));
            }
            6 => {
                let range = input
                    .get(at..(at + 8 * len).min(input.len()))
                    .unwrap_or_default()
                    .to_vec();
                input.splice(at..at, range);
            }
            // Large inputs, of which the corpus has none: what is short, many times.
            7 => {
                let range = input
                    .get(at..(at + 32 * len).min(input.len()))
                    .unwrap_or_default();
                let most = FUZZ_INPUT_LEN_MAX / range.len().max(1);
                let times = (1 << self.below(14)).min(most);
                let range = range.repeat(times);
                input.splice(at..at, range);
            }
            _ => {
                let other = self.pick();
                let from = self.below(other.len() + 1);
                input.truncate(at);
                input.extend_from_slice(other.get(from..).unwrap_or_default());
            }
        }
    }

    fn pick(&mut self) -> Vec<u8> {
        let index = self.below(self.corpus.len());
        self.corpus.get(index).cloned().unwrap_or_default()
    }

    fn value(&mut self) -> u8 {
        let random = self.next().to_le_bytes();
        if random[0] < 128 {
            random[1]
        } else {
            TELLING[usize::from(random[1]) % TELLING.len()]
        }
    }

    /// A number below `bound`, or 0.
    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap_or_default() % bound.max(1)
    }

    const fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
