//! The recovery phrase: 256 random bits as 24 English words.
//!
//! Words and checksum are those of BIP 39, so that people can use the plates and habits they have. The keys are not: 256
//! random bits need no slow PBKDF2, so each key is one HKDF with its own label.

use core::fmt;

use rand_core::CryptoRng;
use zeroize::{Zeroize, Zeroizing};

use crate::hash::Label;
use crate::keys::RootKey;
use crate::labels;
use crate::primitives::{hkdf, sha2, word_list};
use crate::secret::{Secret, wiped_by_parts};

/// Words of a phrase.
pub const PHRASE_WORDS: usize = 24;

const WORD_BITS: usize = 11;
/// 24 × 11 bits are 256 bits of entropy and 8 of checksum.
const PACKED_LEN: usize = PHRASE_WORDS * WORD_BITS / 8;
const WORD_LEN_MAX: usize = 8;

/// Why a typed phrase was refused. It names a position, never a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhraseError {
    /// This word, counted from 1, is not in the list.
    #[error("word {position} is not in the word list")]
    UnknownWord {
        /// Which word, counted from 1 as people count.
        position: usize,
    },
    /// There are more or fewer than 24 words.
    #[error("a recovery phrase has 24 words")]
    WordCount,
    /// All words are in the list, but they do not belong together: two were swapped or one is another.
    #[error("the words do not belong together: one is wrong or two are swapped")]
    Checksum,
}

/// The phrase an account is recovered from. Whoever has it has the account.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryPhrase(Secret<32>);

impl RecoveryPhrase {
    /// The phrase of 256 bits that are uniformly random.
    pub const fn from_entropy(entropy: Secret<32>) -> Self {
        Self(entropy)
    }

    /// A fresh phrase, for a new account.
    pub fn random(rng: &mut dyn CryptoRng) -> Self {
        Self(Secret::random(rng))
    }

    /// Reads a phrase as it was typed: any white space between the words, upper or lower case.
    pub fn parse(text: &str) -> Result<Self, PhraseError> {
        if text.split_whitespace().take(PHRASE_WORDS + 1).count() != PHRASE_WORDS {
            return Err(PhraseError::WordCount);
        }
        let mut packed = Zeroizing::new([0; PACKED_LEN]);
        for (index, word) in text.split_whitespace().enumerate() {
            let number = word_number(word).ok_or(PhraseError::UnknownWord {
                position: index + 1,
            })?;
            put_word(&mut packed, index, number);
        }
        let [entropy @ .., checksum] = &*packed;
        if checksum_of(entropy) != *checksum {
            return Err(PhraseError::Checksum);
        }
        let mut phrase = Self(Secret::zeroed());
        phrase.0.as_mut_bytes().copy_from_slice(entropy);
        Ok(phrase)
    }

    /// The 24 words, one space between them: to be shown once, written on paper and wiped.
    pub fn words(&self) -> Zeroizing<String> {
        let mut packed = Zeroizing::new([0; PACKED_LEN]);
        let [entropy @ .., checksum] = &mut *packed;
        entropy.copy_from_slice(self.0.as_bytes());
        *checksum = checksum_of(entropy);

        // The capacity is enough from the start, so that growing leaves no copy behind.
        let mut words = Zeroizing::new(String::with_capacity(PHRASE_WORDS * (WORD_LEN_MAX + 1)));
        for index in 0..PHRASE_WORDS {
            if index > 0 {
                words.push(' ');
            }
            words.push_str(word_list::word(get_word(&packed, index)));
        }
        words
    }

    /// The account's root key.
    pub fn root_key(&self) -> RootKey {
        RootKey::from_seed(self.derive(labels::ROOT_KEY))
    }

    /// The key of the account's backups.
    pub fn backup_key(&self) -> Secret<32> {
        self.derive(labels::BACKUP_KEY)
    }

    fn derive(&self, label: Label) -> Secret<32> {
        hkdf::derive(&[], &[self.0.as_bytes()], &[label.as_bytes()])
    }
}

wiped_by_parts!(RecoveryPhrase, wiped: [0], others: []);

impl fmt::Debug for RecoveryPhrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryPhrase(…)")
    }
}

/// The first byte of SHA-256 over the entropy, as BIP 39 has it for 24 words.
fn checksum_of(entropy: &[u8; 32]) -> u8 {
    let [first, ..] = sha2::sha256(&[entropy]);
    first
}

/// The number of a word in any case. Nothing longer than the longest word is looked at.
fn word_number(word: &str) -> Option<u16> {
    let mut lower = Zeroizing::new([0; WORD_LEN_MAX]);
    let lower = lower.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let number = word_list::index(core::str::from_utf8(lower).ok()?);
    lower.zeroize();
    number
}

fn put_word(packed: &mut [u8; PACKED_LEN], index: usize, number: u16) {
    for bit in (0..WORD_BITS).filter(|bit| number >> (WORD_BITS - 1 - bit) & 1 == 1) {
        let position = index * WORD_BITS + bit;
        packed[position / 8] |= 0x80 >> (position % 8);
    }
}

fn get_word(packed: &[u8; PACKED_LEN], index: usize) -> u16 {
    (index * WORD_BITS..(index + 1) * WORD_BITS).fold(0, |number, position| {
        number << 1 | u16::from(packed[position / 8] >> (7 - position % 8) & 1)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// From the test vectors of BIP 39.
    const ZEROS: &str = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon \
                         abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon art";
    const ONES: &str = "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo vote";
    const MIXED: &str = "void come effort suffer camp survey warrior heavy shoot primary clutch crush open amazing screen \
                         patrol group space point ten exist slush involve unfold";

    fn phrase(byte: u8) -> RecoveryPhrase {
        RecoveryPhrase::from_entropy(Secret::from_bytes([byte; 32]))
    }

    #[test]
    fn words_are_those_of_bip_39() {
        assert_eq!(phrase(0).words().as_str(), ZEROS);
        assert_eq!(phrase(0xff).words().as_str(), ONES);
        let entropy =
            hex_literal::hex!("f585c11aec520db57dd353c69554b21a89b20fb0650966fa0a9d6f74fd989d8f");
        let mixed = RecoveryPhrase::from_entropy(Secret::from_bytes(entropy));
        assert_eq!(mixed.words().as_str(), MIXED);
        assert_eq!(RecoveryPhrase::parse(MIXED), Ok(mixed));
    }

    #[test]
    fn typing_habits_are_forgiven() {
        let typed = ONES.replace(' ', " \n\t").to_uppercase();
        assert_eq!(RecoveryPhrase::parse(&typed), Ok(phrase(0xff)));
    }

    #[test]
    fn errors_say_what_is_wrong_and_where() {
        let parse = RecoveryPhrase::parse;
        assert_eq!(parse(""), Err(PhraseError::WordCount));
        assert_eq!(
            parse(ONES.trim_end_matches(" vote")),
            Err(PhraseError::WordCount)
        );
        assert_eq!(parse(&format!("{ONES} zoo")), Err(PhraseError::WordCount));
        assert_eq!(
            parse(&MIXED.replace("effort", "efort")),
            Err(PhraseError::UnknownWord { position: 3 })
        );
        assert_eq!(
            parse(&MIXED.replace("effort", "effortlessly")),
            Err(PhraseError::UnknownWord { position: 3 })
        );
        assert_eq!(
            parse(&MIXED.replace("unfold", "ünfold")),
            Err(PhraseError::UnknownWord { position: 24 })
        );
        assert_eq!(
            parse(&ONES.replace("vote", "zoo")),
            Err(PhraseError::Checksum)
        );
    }

    #[test]
    fn the_two_keys_are_unrelated_and_fixed() {
        let phrase = phrase(7);
        assert_ne!(phrase.root_key().as_secret(), &phrase.backup_key());
        assert_ne!(phrase.backup_key(), self::phrase(8).backup_key());
        // RFC 5869 by hand: PRK = HMAC(zeros, entropy), key = HMAC(PRK, label ‖ 1).
        let prk = crate::hash::hmac_sha256(&[0; 32], &[&[7; 32]]);
        let expected = crate::hash::hmac_sha256(&prk, &[b"Pulse v1 root key from phrase", &[1]]);
        assert_eq!(phrase.root_key().as_secret().as_bytes(), &expected);
    }

    proptest! {
        #[test]
        fn a_phrase_comes_back(entropy: [u8; 32]) {
            let phrase = RecoveryPhrase::from_entropy(Secret::from_bytes(entropy));
            prop_assert_eq!(RecoveryPhrase::parse(&phrase.words()), Ok(phrase));
        }

        /// An eight-bit checksum lets 1 in 256 changes through; such a phrase is another phrase, never the same one.
        #[test]
        fn one_other_word_is_noticed_or_another_phrase(entropy: [u8; 32], position in 0_usize..24, number in 0_u16..2048) {
            let phrase = RecoveryPhrase::from_entropy(Secret::from_bytes(entropy));
            let text = phrase.words();
            let mut words: Vec<&str> = text.split(' ').collect();
            let other = word_list::word(number);
            prop_assume!(words[position] != other);
            words[position] = other;
            match RecoveryPhrase::parse(&words.join(" ")) {
                Err(error) => prop_assert_eq!(error, PhraseError::Checksum),
                Ok(changed) => prop_assert_ne!(changed, phrase),
            }
        }
    }

    #[test]
    fn nearly_all_single_word_changes_are_noticed() {
        let words: Vec<&str> = MIXED.split_whitespace().collect();
        let noticed = (0..2048_u16)
            .filter(|number| {
                let mut changed = words.clone();
                changed[5] = word_list::word(*number);
                RecoveryPhrase::parse(&changed.join(" ")) == Err(PhraseError::Checksum)
            })
            .count();
        // 2,047 changes, of which 8 are expected to slip through.
        assert!((2010..2047).contains(&noticed), "{noticed}");
    }
}
