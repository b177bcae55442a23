//! Names as people compare them: who is called like somebody else, and who is meant by some letters.

use std::borrow::Cow;
use std::collections::BTreeMap;

use pulse_client::folding::{folded, is_unseen};
use pulse_client::{AccountId, ContactRow, ContactState};

use super::AppState;
use super::chats::Places;

impl AppState {
    /// The name of a contact who is somebody else than this account and is called like it.
    pub fn namesake(&self, account: AccountId) -> Option<&str> {
        self.namesakes.get(&account)?.as_deref()
    }

    /// The list or the contacts are others now.
    pub(super) fn note_people(&mut self) {
        self.chats.places = Places::of(&self.chats.all, &self.contacts);
        let chats = self.chats.all.iter().map(|chat| chat.name.as_str());
        let contacts = self.contacts.iter().map(|contact| contact.name.as_str());
        self.chats.names.note(chats.chain(contacts));
    }

    /// Whether somebody else is called like this account, contact or not: the name alone does not say who it is.
    pub fn shares_its_name(&self, account: AccountId) -> bool {
        self.namesakes.contains_key(&account)
    }
}

/// Names as they are searched for, made once for each: a search looks at all of them in every frame.
#[derive(Clone, Debug, Default)]
pub(super) struct FoldedNames(BTreeMap<String, String>);

impl FoldedNames {
    /// Takes in the names that there are now; those of before are forgotten.
    pub(super) fn note<'a>(&mut self, names: impl Iterator<Item = &'a str>) {
        let mut before = std::mem::take(&mut self.0);
        for name in names {
            if !self.0.contains_key(name) {
                let known = before.remove_entry(name);
                let (name, folded) = known.unwrap_or_else(|| (name.to_owned(), folded(name)));
                self.0.insert(name, folded);
            }
        }
    }

    /// A name as it is searched for.
    pub(super) fn get(&self, name: &str) -> Cow<'_, str> {
        match self.0.get(name) {
            Some(folded) => Cow::Borrowed(folded),
            None => Cow::Owned(folded(name)),
        }
    }

    /// Whether a name holds what is searched for, folded as it is.
    pub(super) fn holds(&self, name: &str, wanted: &str) -> bool {
        wanted.is_empty() || self.get(name).contains(wanted)
    }
}

/// Those who share their name with somebody, and the name of a contact among the others. Names are the same that are compared as the
/// same, and those that look the same.
pub(super) fn namesakes(contacts: &[ContactRow]) -> BTreeMap<AccountId, Option<String>> {
    let mut shared = BTreeMap::new();
    for spelled in [folded, seen] {
        note_namesakes(contacts, spelled, &mut shared);
    }
    shared
}

fn note_namesakes(
    contacts: &[ContactRow],
    spelled: fn(&str) -> String,
    shared: &mut BTreeMap<AccountId, Option<String>>,
) {
    let mut called: BTreeMap<String, Vec<&ContactRow>> = BTreeMap::new();
    for contact in contacts {
        called
            .entry(spelled(&contact.name))
            .or_default()
            .push(contact);
    }
    let is_contact = |contact: &&&ContactRow| {
        matches!(contact.state, ContactState::Added | ContactState::Accepted)
    };
    for same in called.values().filter(|same| same.len() > 1) {
        // Two are enough: whoever is the first of them needs the second.
        let known: Vec<_> = same.iter().filter(is_contact).take(2).collect();
        for one in same {
            let other = known.iter().find(|other| other.account != one.account);
            let shared = shared.entry(one.account).or_default();
            *shared = shared.take().or(other.map(|other| other.name.clone()));
        }
    }
}

/// A name as it looks: letters that are taken for each other are one (the skeletons of Unicode Technical Standard 39), whatever script
/// they are of.
fn seen(name: &str) -> String {
    let letters: String = name.chars().filter(|letter| !is_unseen(*letter)).collect();
    folded(&unicode_security::skeleton(&letters).collect::<String>())
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

    /// With ten thousand contacts a letter of a search would cost as many foldings, in every frame.
    #[test]
    fn a_name_is_folded_once() {
        let mut names = FoldedNames::default();
        assert!(matches!(names.get("Łukasz"), Cow::Owned(it) if it == "lukasz"));
        names.note(["Łukasz", "Ben"].into_iter());
        assert!(matches!(names.get("Łukasz"), Cow::Borrowed("lukasz")));
        assert!(names.holds("Łukasz", "kas") && !names.holds("Ben", "kas"));
        assert!(names.holds("whoever", ""));
        names.note(["Ben"].into_iter());
        assert!(matches!(names.get("Ben"), Cow::Borrowed("ben")));
        assert!(matches!(names.get("Łukasz"), Cow::Owned(_)), "forgotten");
    }

    #[test]
    fn what_the_client_tells_is_folded_before_it_is_searched() {
        let mut state = AppState::default();
        let bob = ContactRow {
            account: AccountId::from_bytes([1; 32]),
            name: "Bób".to_owned(),
            own_name: None,
            their_name: None,
            state: ContactState::Accepted,
            verified: false,
            compared: false,
            identity: pulse_client::IdentityState::Unchanged,
            added_at: pulse_client::Timestamp::default(),
        };
        state.apply(crate::Update::Contacts(vec![bob]));
        assert!(matches!(state.chats.names.get("Bób"), Cow::Borrowed("bob")));
        assert_eq!(state.contacts_without_line("bob").count(), 1);
        state.apply(crate::Update::Contacts(Vec::new()));
        assert!(matches!(state.chats.names.get("Bób"), Cow::Owned(_)));
    }

    /// A stranger calls himself like a contact, in letters of another script.
    #[test]
    fn names_that_look_the_same_are_namesakes() {
        let row = |number, name: &str| ContactRow {
            account: AccountId::from_bytes([number; 32]),
            name: name.to_owned(),
            own_name: None,
            their_name: None,
            state: ContactState::Accepted,
            verified: false,
            compared: false,
            identity: pulse_client::IdentityState::Unchanged,
            added_at: pulse_client::Timestamp::default(),
        };
        for (name, other, are_same) in [
            // Cyrillic В, о; Greek Β, ο; mathematical and wide letters; l for I, 0 for O.
            ("Bob", "\u{412}\u{43e}b", true),
            ("Bob", "B\u{3164}\u{43e}b", true),
            ("BOB", "\u{392}\u{39f}\u{392}", true),
            ("Bob", "\u{1d401}\u{1d428}\u{1d41b}", true),
            ("Bob", "\u{ff22}\u{ff4f}\u{ff42}", true),
            ("Ida", "lda", true),
            ("Otto", "0tto", true),
            ("Bob Müller", "bob  muller", true),
            ("Bob", "Rob", false),
            ("李小龙", "李小虎", false),
            ("أحمد", "محمد", false),
        ] {
            let both = [row(1, name), row(2, other)];
            let found = namesakes(&both);
            assert_eq!(found.len() == 2, are_same, "{name} {other}");
            if are_same {
                assert_eq!(found[&both[0].account].as_deref(), Some(other));
                assert_eq!(found[&both[1].account].as_deref(), Some(name));
            }
        }
    }
}
