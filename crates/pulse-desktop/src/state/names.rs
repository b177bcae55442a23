//! Names as people compare them: who is called like somebody else, and who is meant by some letters.

use std::collections::BTreeMap;

use pulse_client::{AccountId, ContactRow, ContactState};
use unicode_normalization::UnicodeNormalization;

use super::AppState;
use super::links::is_unseen;

impl AppState {
    /// The name of a contact who is somebody else than this account and is called like it.
    pub fn namesake(&self, account: AccountId) -> Option<&str> {
        self.namesakes.get(&account)?.as_deref()
    }

    /// Whether somebody else is called like this account, contact or not: the name alone does not say who it is.
    pub fn shares_its_name(&self, account: AccountId) -> bool {
        self.namesakes.contains_key(&account)
    }
}

/// Those who share their name with somebody, and the name of a contact among the others.
pub(super) fn namesakes(contacts: &[ContactRow]) -> BTreeMap<AccountId, Option<String>> {
    let mut called: BTreeMap<String, Vec<&ContactRow>> = BTreeMap::new();
    for contact in contacts {
        called
            .entry(folded(&contact.name))
            .or_default()
            .push(contact);
    }
    let is_contact = |contact: &&&ContactRow| {
        matches!(contact.state, ContactState::Added | ContactState::Accepted)
    };
    let mut shared = BTreeMap::new();
    for same in called.values().filter(|same| same.len() > 1) {
        // Two are enough: whoever is the first of them needs the second.
        let known: Vec<_> = same.iter().filter(is_contact).take(2).collect();
        for one in same {
            let other = known.iter().find(|other| other.account != one.account);
            shared.insert(one.account, other.map(|other| other.name.clone()));
        }
    }
    shared
}

/// A name as it is searched for and compared: without case, accents, surrounding space and what is not seen.
pub(crate) fn folded(name: &str) -> String {
    let lower = name.to_lowercase();
    // Before too: some of them become others, of which the end of the list need not know.
    let seen = lower.chars().filter(|letter| !is_unseen(*letter));
    let letters: String = seen
        .nfkd()
        .filter(|letter| !is_accent(*letter) && !is_unseen(*letter))
        .flat_map(as_typed)
        .collect();
    let words: Vec<_> = letters.split_whitespace().collect();
    words.join(" ")
}

/// Marks that people leave out when they type: those of Latin, Greek and Cyrillic letters, Arabic vowels, and hamza and madda. Marks
/// of other scripts make other letters.
fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{655}' | '\u{670}')
}

/// Letters that do not come apart into one of ASCII and its mark, as people type them who have no key for them.
fn as_typed(letter: char) -> impl Iterator<Item = char> {
    let (first, second) = match letter {
        'ł' => ('l', None),
        'ø' => ('o', None),
        'đ' => ('d', None),
        'ħ' => ('h', None),
        'ı' => ('i', None),
        'ß' => ('s', Some('s')),
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        other => (other, None),
    };
    std::iter::once(first).chain(second)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stranger calls himself like a contact, with something behind it that nobody sees.
    #[test]
    fn no_character_that_hides_makes_another_name() {
        let hidden: Vec<_> = (char::MIN..=char::MAX)
            .filter(|letter| pulse_client::hides(*letter))
            .collect();
        assert!(hidden.len() > 4_000, "with all tags and selectors");
        for letter in hidden {
            for name in [format!("Bob{letter}"), format!("{letter}B{letter}ob")] {
                assert_eq!(folded(&name), "bob", "{letter:?}");
            }
        }
    }

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
}
