//! The English word list of BIP 39: 2,048 words, each told apart by its first four letters.

use bip39::Language;

/// The word that stands for an 11-bit number; the upper bits are ignored.
pub(crate) fn word(index: u16) -> &'static str {
    Language::English.word_list()[usize::from(index & 0x7ff)]
}

/// The number of a lower-case word.
pub(crate) fn index(word: &str) -> Option<u16> {
    Language::English.find_word(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers_fit() {
        assert_eq!((word(0), word(2047)), ("abandon", "zoo"));
        assert!((0..2048).all(|number| index(word(number)) == Some(number)));
        assert_eq!(index("pulses"), None);
    }

    #[test]
    fn four_letters_tell_words_apart() {
        let mut beginnings: Vec<&str> = (0..2048)
            .map(|number| word(number).get(..4).unwrap_or(word(number)))
            .collect();
        beginnings.dedup();
        assert_eq!(beginnings.len(), 2048);
    }
}
