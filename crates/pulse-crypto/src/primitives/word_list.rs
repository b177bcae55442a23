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
