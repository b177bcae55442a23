//! Text as people compare it: without capitals, accents and what is not seen. Names are looked for and told apart by it, and
//! messages are searched.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// A text as it is searched for and compared: its [`letters`], without surrounding space, one space between words.
pub fn folded(text: &str) -> String {
    let letters = letters(text);
    let words: Vec<_> = letters.split_whitespace().collect();
    words.join(" ")
}

/// The letters of a text without what people leave out when they type, ligatures as the letters they join. Spaces and line breaks
/// stay.
pub fn letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    fold_into(text, &mut letters);
    letters
}

/// Characters that take no place, look like no character at all, or turn what stands around them.
pub fn is_unseen(character: char) -> bool {
    matches!(character, '\u{2028}'..='\u{202e}') || pulse_engine::content::hides(character)
}

/// The letters of a text into a string that is used again and again: searches fold every text there is.
pub(crate) fn fold_into(text: &str, folded: &mut String) {
    folded.clear();
    if text.is_ascii() {
        folded.push_str(text);
        folded.make_ascii_lowercase();
        return;
    }
    for (_, cluster) in clusters(text) {
        fold_cluster(cluster, folded);
    }
}

/// A folded text that still knows where its letters came from.
pub(crate) struct Origins {
    pub(crate) folded: String,
    /// Where each cluster begins in the folded text and in the original, in order.
    begins: Vec<(usize, usize)>,
    /// How long the original is.
    length: usize,
}

impl Origins {
    pub(crate) fn of(text: &str) -> Self {
        let mut folded = String::with_capacity(text.len());
        let mut begins = Vec::with_capacity(text.len());
        for (at, cluster) in clusters(text) {
            begins.push((folded.len(), at));
            fold_cluster(cluster, &mut folded);
        }
        Self {
            folded,
            begins,
            length: text.len(),
        }
    }

    /// What part of the original became this part of the folded text; letters are not cut from their accents.
    pub(crate) fn original(&self, folded: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let after = |at: usize| self.begins.partition_point(|(begin, _)| *begin <= at);
        let begin = |index: usize| self.begins.get(index).map_or(self.length, |(_, at)| *at);
        let first = after(folded.start).saturating_sub(1);
        let last = self
            .begins
            .partition_point(|(begin, _)| *begin < folded.end);
        begin(first)..begin(last)
    }
}

/// Letters with the marks that belong to them, and where each begins. What is not seen belongs to the letter before it.
fn clusters(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = text;
    let mut at = 0;
    std::iter::from_fn(move || {
        let mut letters = rest.char_indices().skip(1);
        let end = letters.find(|(_, letter)| {
            letter.is_ascii() || !(is_combining_mark(*letter) || is_unseen(*letter))
        });
        let (cluster, tail) = rest.split_at(end.map_or(rest.len(), |(end, _)| end));
        let begin = at;
        at += cluster.len();
        rest = tail;
        (!cluster.is_empty()).then_some((begin, cluster))
    })
}

fn fold_cluster(cluster: &str, folded: &mut String) {
    let mut letters = cluster.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) if letter.is_ascii() => folded.push(letter.to_ascii_lowercase()),
        (Some(letter), None) if is_unseen(letter) => {}
        (Some(letter), None) => decompose_compatible(letter, |part| fold_part(part, folded)),
        // Marks in one order, whatever the order in which they were typed.
        // What is not seen goes before, too: some of it comes apart into others that are not seen.
        _ => {
            let seen = cluster.chars().filter(|letter| !is_unseen(*letter));
            seen.nfkd().for_each(|part| fold_part(part, folded));
        }
    }
}

/// Adds a letter or a mark that is not composed of others.
fn fold_part(part: char, folded: &mut String) {
    if is_left_out(part) || is_unseen(part) {
        return;
    }
    for letter in part.to_lowercase() {
        match letter {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' => folded.push('d'),
            'ħ' => folded.push('h'),
            // Turkish, which has both and types both as they come.
            'ı' => folded.push('i'),
            // Greek: at a word's end, and below a vowel.
            'ς' => folded.push('σ'),
            '\u{345}' => folded.push('ι'),
            // Arabic: letters that are written either way at a word's end.
            'ى' => folded.push('ي'),
            'ة' => folded.push('ه'),
            // What the small letter is composed of in its turn.
            other if is_left_out(other) => {}
            other => folded.push(other),
        }
    }
}

/// Marks that people leave out when they type: those of Latin, Greek and Cyrillic letters, Hebrew and Arabic vowels, and the stroke
/// that only makes an Arabic word wider. Marks of other scripts make other letters.
fn is_left_out(letter: char) -> bool {
    matches!(
        letter,
        '\u{300}'..='\u{344}' | '\u{346}'..='\u{36f}'
            | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}'
            | '\u{640}' | '\u{64b}'..='\u{655}' | '\u{670}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_as_they_are_seen() {
        for same in [
            "Ben Müller",
            " ben  müller ",
            "BEN MÜLLER",
            "Ben Mu\u{308}ller",
            "Ben\u{200b} Müller\u{2060}",
            "Ben\u{a0}Muller",
        ] {
            assert_eq!(folded(same), "ben muller", "{same:?}");
        }
        for (typed, name) in [
            ("lukasz", "Łukasz"),
            ("soren aero", "Søren Ærø"),
            ("dorde", "Đorđe"),
            ("gharghur", "Għargħur"),
            ("isik", "Işık"),
            ("strasser", "Straßer"),
            ("strasser", "STRAẞER"),
            ("coeur", "Cœur"),
            ("احمد", "أحمد"),
            ("امنة", "آمنة"),
        ] {
            assert_eq!(folded(typed), folded(name), "{name}");
        }
        assert_ne!(folded("कि"), folded("का"));
        assert_ne!(folded("Ben"), folded("Bene"));
    }

    #[test]
    fn letters_are_compared_without_what_is_often_left_out() {
        assert_eq!(folded("Cœur"), "coeur");
        assert_eq!(folded("CORAZÓN"), "corazon");
        assert_eq!(folded("Straße"), folded("STRASSE"));
        assert_eq!(folded("ｈｅａｒｔ"), "heart");
        assert_eq!(folded("أحمر"), "احمر");
        assert_eq!(folded("قَلْب"), "قلب");
        assert_eq!(folded("שָׁלוֹם"), "שלום");
        assert_eq!(folded("心"), "心");
        assert_eq!(folded("ΣΟΦΟΣ"), folded("σοφός"));
        assert_eq!(folded("İstanbul"), folded("ISTANBUL"));
    }

    /// Every letter there is, but for nine old shapes of Cyrillic letters, which have the capitals of today's.
    #[test]
    fn capitals_make_no_difference() {
        let letters = ('\u{0}'..=char::MAX).filter(|it| !('\u{1c80}'..='\u{1c88}').contains(it));
        for letter in letters {
            let text = String::from(letter);
            let small = folded(&text);
            assert_eq!(folded(&text.to_uppercase()), small, "{letter:?}");
            assert_eq!(folded(&text.to_lowercase()), small, "{letter:?}");
            assert_eq!(folded(&small), small, "{letter:?}");
        }
    }

    #[test]
    fn marks_are_compared_in_any_order() {
        assert_eq!(folded("ก\u{e38}\u{e48}"), folded("ก\u{e48}\u{e38}"));
    }

    #[test]
    fn a_part_leads_back_to_where_it_came_from() {
        let text = "Ein Cœur, e\u{301}te\u{301}!";
        let origins = Origins::of(text);
        assert_eq!(origins.folded, "ein coeur, ete!");
        let original = |part: &str| {
            let at = origins.folded.find(part).unwrap();
            &text[origins.original(at..at + part.len())]
        };
        assert_eq!(original("coeur"), "Cœur");
        assert_eq!(original("ete"), "e\u{301}te\u{301}");
        assert_eq!(original("e!"), "e\u{301}!");
        assert_eq!(original("ein"), "Ein");
    }

    #[test]
    fn both_ways_of_folding_agree() {
        for text in [
            "Hello",
            "Ben Mu\u{308}ller",
            "❤\u{fe0f} Ünder",
            "한국어",
            "\u{301}a",
            "",
        ] {
            let mut once = String::from("left over");
            fold_into(text, &mut once);
            assert_eq!(once, Origins::of(text).folded);
        }
    }
}
