//! Finds plaintext where none may be. Everything that travels and everything that is written is looked through, so the search
//! goes in long steps (Horspool): from the end of a needle, as far as the byte found there allows.

/// Texts that only the people of the world may ever see.
pub(super) struct Needles(Vec<Needle>);

struct Needle {
    text: Vec<u8>,
    /// How far to go on when a byte stands where the needle's last one would.
    steps: [usize; 256],
}

impl Needles {
    pub(super) fn new(texts: Vec<Vec<u8>>) -> Needles {
        Needles(texts.into_iter().map(Needle::new).collect())
    }

    /// Whether one of them is in there.
    pub(super) fn are_in(&self, hay: &[u8]) -> bool {
        self.0.iter().any(|needle| needle.is_in(hay))
    }
}

impl Needle {
    fn new(text: Vec<u8>) -> Needle {
        let mut steps = [text.len().max(1); 256];
        let last = text.len().saturating_sub(1);
        for (index, byte) in text.iter().take(last).enumerate() {
            steps[usize::from(*byte)] = last - index;
        }
        Needle { text, steps }
    }

    fn is_in(&self, hay: &[u8]) -> bool {
        let mut from = 0;
        while let Some(window) = hay.get(from..from + self.text.len()) {
            if window == self.text.as_slice() {
                return true;
            }
            from += window
                .last()
                .map_or(1, |byte| self.steps[usize::from(*byte)]);
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_needle_is_found_wherever_it_lies_and_nowhere_else() {
        let needles = Needles::new(vec![b"needle".to_vec(), b"haystack".to_vec()]);
        for before in 0..20 {
            for after in 0..20 {
                let hay =
                    |text: &[u8]| [&vec![b'e'; before][..], text, &vec![b'n'; after][..]].concat();
                assert!(needles.are_in(&hay(b"needle")), "{before} {after}");
                assert!(needles.are_in(&hay(b"haystack")), "{before} {after}");
                assert!(!needles.are_in(&hay(b"needl")), "{before} {after}");
                assert!(!needles.are_in(&hay(b"aystack")), "{before} {after}");
            }
        }
        assert!(!needles.are_in(b""));
    }
}
