//! How hard a passphrase is to guess, roughly. It advises; nobody is kept from choosing a weak one.

/// What is said about a passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PassphraseStrength {
    /// Nothing was typed.
    None,
    /// Guessed within days by one computer.
    Weak,
    /// Costs somebody a lot.
    Fair,
    /// Out of reach.
    Strong,
}

/// Bits that make a passphrase fair. Guessing costs time and memory for each try, which adds some ten bits to these.
const FAIR_BITS: f32 = 40.0;
/// Bits that make it strong: five words of a long list.
const STRONG_BITS: f32 = 60.0;
/// Bits of a word that somebody thinks of, or that dice choose: between a short list and a long one.
const WORD_BITS: f32 = 12.0;
/// Words shorter than this are counted by their letters.
const WORD_LETTERS_MIN: usize = 3;

impl PassphraseStrength {
    /// Estimates it: by words when there are several, else by its different characters.
    pub(super) fn of(passphrase: &str) -> Self {
        if passphrase.is_empty() {
            return Self::None;
        }
        let once = each_word_once(passphrase);
        match by_words(passphrase).min(by_characters(&once)) {
            bits if bits < FAIR_BITS => Self::Weak,
            bits if bits < STRONG_BITS => Self::Fair,
            _ => Self::Strong,
        }
    }
}

/// The passphrase without the words that come again: saying something twice hides nothing.
fn each_word_once(passphrase: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in passphrase.split_whitespace() {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.join(" ")
}

/// Different words, each as one of a list; a single word counts by its characters only.
fn by_words(passphrase: &str) -> f32 {
    let mut words: Vec<_> = passphrase
        .split(|c: char| c.is_whitespace() || c == '-' || c == '.')
        .filter(|word| word.chars().count() >= WORD_LETTERS_MIN)
        .collect();
    words.sort_unstable();
    words.dedup();
    match words.len() {
        0 | 1 => f32::INFINITY,
        count => count as f32 * WORD_BITS,
    }
}

/// Each different character as one of its kind's alphabet; a repeated one adds a single bit.
fn by_characters(passphrase: &str) -> f32 {
    let mut alphabet = 0;
    let has = |kind: fn(char) -> bool| passphrase.chars().any(kind);
    for (kind, size) in [
        ((|c: char| c.is_ascii_lowercase()) as fn(char) -> bool, 26),
        (|c| c.is_ascii_uppercase(), 26),
        (|c| c.is_ascii_digit(), 10),
        (|c| c.is_ascii_punctuation() || c == ' ', 20),
        (|c| !c.is_ascii(), 60),
    ] {
        if has(kind) {
            alphabet += size;
        }
    }
    let per_character = (alphabet.max(2) as f32).log2();
    let total = passphrase.chars().count();
    let mut different: Vec<_> = passphrase.chars().collect();
    different.sort_unstable();
    different.dedup();
    // Words of a language use few letters again and again: that is no reason to call them weak.
    let telling = different.len().max((different.len() * 2).min(total / 2));
    telling as f32 * per_character * 0.8 + (total - telling) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_chooses_is_weak() {
        for weak in [
            "a",
            "password",
            "Password1",
            "12345678",
            "aaaaaaaaaaaaaaaaaaaaaaaa",
            "my dog",
        ] {
            assert_eq!(
                PassphraseStrength::of(weak),
                PassphraseStrength::Weak,
                "{weak}"
            );
        }
        assert_eq!(PassphraseStrength::of(""), PassphraseStrength::None);
    }

    #[test]
    fn more_words_make_it_stronger() {
        assert_eq!(
            PassphraseStrength::of("orbit velvet canyon thistle"),
            PassphraseStrength::Fair
        );
        assert_eq!(
            PassphraseStrength::of("orbit velvet canyon thistle marble"),
            PassphraseStrength::Strong
        );
        assert_eq!(
            PassphraseStrength::of("orbit orbit orbit orbit orbit"),
            PassphraseStrength::Weak
        );
        assert_eq!(
            PassphraseStrength::of("hT7#qLz9!vKe2@mW"),
            PassphraseStrength::Strong
        );
    }
}
