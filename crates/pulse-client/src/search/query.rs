//! What is looked for, and whether a text holds it.

use std::fmt;
use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::folding::{Origins, fold_into, folded};
use crate::limits::SEARCH_CHARS_MAX;

/// Words that are looked for. All of them must occur, in any order, whatever their capitals and accents, each at the beginning of a
/// word; in scripts that write no spaces anywhere.
#[derive(Clone, PartialEq, Eq)]
pub struct SearchQuery {
    words: Vec<String>,
}

/// Why nothing can be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SearchQueryError {
    /// There is no word.
    #[error("there is nothing to search for")]
    Empty,
    /// There are too many letters.
    #[error("at most {SEARCH_CHARS_MAX} characters can be searched for")]
    TooLong,
}

impl SearchQuery {
    /// The words of what somebody typed.
    ///
    /// # Errors
    /// When there is no word in it, or more than [`SEARCH_CHARS_MAX`] characters.
    pub fn new(typed: &str) -> Result<Self, SearchQueryError> {
        if typed.chars().nth(SEARCH_CHARS_MAX).is_some() {
            return Err(SearchQueryError::TooLong);
        }
        let typed = folded(typed);
        let words: Vec<_> = typed.split_whitespace().map(str::to_owned).collect();
        if words.is_empty() {
            return Err(SearchQueryError::Empty);
        }
        Ok(Self { words })
    }

    /// Whether a text holds all the words.
    pub fn matches(&self, text: &str) -> bool {
        self.matches_with(text, &mut String::new())
    }

    /// The same with a string that is used again.
    pub(crate) fn matches_with(&self, text: &str, folded: &mut String) -> bool {
        fold_into(text, folded);
        let mut words = self.words.iter();
        words.all(|word| places(folded, word).next().is_some())
    }

    /// Where the words stand in a text, in bytes, in order and without overlap. Also when some of them are missing.
    pub fn hits(&self, text: &str) -> Vec<Range<usize>> {
        let origins = Origins::of(text);
        let mut hits: Vec<Range<usize>> = Vec::new();
        for word in &self.words {
            let places = places(&origins.folded, word);
            hits.extend(places.map(|at| origins.original(at..at + word.len())));
        }
        hits.sort_by_key(|hit| (hit.start, hit.end));
        let mut merged: Vec<Range<usize>> = Vec::with_capacity(hits.len());
        for hit in hits {
            match merged.last_mut() {
                Some(last) if hit.start <= last.end => last.end = last.end.max(hit.end),
                _ => merged.push(hit),
            }
        }
        merged
    }
}

/// Where a word begins a word of a folded text, or stands anywhere in it where words are not written apart.
fn places<'a>(folded: &'a str, word: &'a str) -> impl Iterator<Item = usize> {
    // Most texts do not hold the word at all, which is seen far quicker.
    let text = if folded.contains(word) { folded } else { "" };
    let mut before = None;
    text.char_indices().filter_map(move |(at, letter)| {
        let begins = begins_word(before.replace(letter), letter);
        (begins && text.get(at..)?.starts_with(word)).then_some(at)
    })
}

/// Whether a word may begin with a letter that stands behind another one.
fn begins_word(before: Option<char>, letter: char) -> bool {
    let Some(before) = before else { return true };
    let is_inside = before.is_alphanumeric() || is_combining_mark(before);
    !is_inside || !letter.is_alphanumeric() || is_unspaced(before) || is_unspaced(letter)
}

/// Letters of scripts that write no spaces between words: Chinese, Japanese, Thai, Lao, Myanmar, Khmer.
fn is_unspaced(letter: char) -> bool {
    matches!(
        letter,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
            | '\u{2e80}'..='\u{30ff}' | '\u{3100}'..='\u{312f}' | '\u{31a0}'..='\u{31ff}'
            | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'
    )
}

impl fmt::Debug for SearchQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SearchQuery")
            .field("words", &self.words.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn query(typed: &str) -> SearchQuery {
        SearchQuery::new(typed).unwrap()
    }

    fn finds(typed: &str, text: &str) -> bool {
        let found = query(typed).matches(text);
        assert_eq!(found, query(typed).matches(&text.to_uppercase()), "{text}");
        found
    }

    #[test]
    fn all_words_are_found_at_the_beginning_of_words_in_any_order() {
        let text = "See you at seven, said Jörg: the café opens **later**.";
        for typed in [
            "seven", "SEV", "jorg see", "Café", "cafe lat", "later", "at s",
        ] {
            assert!(finds(typed, text), "{typed}");
        }
        for typed in ["even", "afe", "seven eight", "ee", "sevens"] {
            assert!(!finds(typed, text), "{typed}");
        }
    }

    #[test]
    fn words_are_where_something_else_than_a_letter_ends() {
        for (typed, text) in [
            ("case", "a snake_case name"),
            ("mail", "an e-mail"),
            ("example", "https://www.example.org/path"),
            ("path", "https://www.example.org/path"),
            ("-ma", "an e-mail"),
            ("❤", "with ❤\u{fe0f}"),
            ("a-a", "xa-a-a"),
            ("17", "room 17b"),
        ] {
            assert!(finds(typed, text), "{typed} in {text}");
        }
        assert!(!finds("7", "room 17b"));
    }

    #[test]
    fn where_words_are_not_written_apart_anything_is_found() {
        for (typed, text) in [
            ("明天", "我们明天见"),
            ("見る", "映画を見る"),
            ("iphone", "新的iPhone手机"),
            ("手机", "新的iPhone手机"),
            ("ร้าน", "ไปร้านอาหาร"),
            ("한", "안녕 한국"),
        ] {
            assert!(finds(typed, text), "{typed} in {text}");
        }
        assert!(!finds("국", "한국"));
        assert!(!finds("र", "प्रेम"));
    }

    #[test]
    fn hits_are_parts_of_the_text_as_it_was_written() {
        let text = "Café, cafe\u{301}s and STRASSE; Straße";
        let parts = |typed: &str| -> Vec<&str> {
            let hits = query(typed).hits(text);
            hits.into_iter().map(|hit| &text[hit]).collect()
        };
        assert_eq!(parts("cafe"), ["Café", "cafe\u{301}"]);
        assert_eq!(parts("straße"), ["STRASSE", "Straße"]);
        assert_eq!(parts("caf cafes a"), ["Caf", "cafe\u{301}s", "a"]);
        assert!(parts("nothing").is_empty());
    }

    #[test]
    fn what_cannot_be_looked_for_is_said() {
        for nothing in ["", "  ", "\u{200b}", "\u{301}"] {
            assert_eq!(SearchQuery::new(nothing), Err(SearchQueryError::Empty));
        }
        let long = "ü".repeat(SEARCH_CHARS_MAX);
        assert!(SearchQuery::new(&long).is_ok());
        let longer = SearchQuery::new(&(long + "ü"));
        assert_eq!(longer, Err(SearchQueryError::TooLong));
    }

    /// A text of words with some of their letters accented, and one of the words.
    fn text_with_word() -> impl Strategy<Value = (String, String)> {
        let words = proptest::collection::vec("[a-zäöüéñçßøœ日本שалфأبσς0-9]{1,8}", 1..8);
        (words, any::<prop::sample::Index>(), "[ ,.!\n*_(-]{1,2}").prop_map(
            |(words, index, between)| {
                let word = index.get(&words).clone();
                (words.join(&between), word)
            },
        )
    }

    proptest! {
        #[test]
        fn a_text_is_found_by_each_of_its_words_however_it_is_typed((text, word) in text_with_word()) {
            use unicode_normalization::UnicodeNormalization;

            let typed = [
                word.clone(),
                word.to_uppercase(),
                word.nfd().collect(),
                folded(&word),
                word.chars().take(1).collect(),
            ];
            for typed in typed {
                prop_assert!(query(&typed).matches(&text), "{typed:?} in {text:?}");
                prop_assert!(query(&typed).matches(&text.to_uppercase()), "{typed:?} in {text:?}");
            }
            let longer = word + "x7q";
            prop_assert!(!query(&longer).matches(&text));
        }

        #[test]
        fn no_text_and_no_words_break_it(text in any::<String>(), typed in any::<String>()) {
            let Ok(query) = SearchQuery::new(&typed) else { return Ok(()) };
            let hits = query.hits(&text);
            prop_assert!(!query.matches(&text) || !hits.is_empty());
            for hit in &hits {
                prop_assert!(text.get(hit.clone()).is_some_and(|part| !part.is_empty()));
            }
            prop_assert!(hits.is_sorted_by(|one, next| one.end < next.start));
            let Some(hit) = hits.first() else { return Ok(()) };
            prop_assert!(!query.hits(&text[hit.clone()]).is_empty());
        }
    }
}
