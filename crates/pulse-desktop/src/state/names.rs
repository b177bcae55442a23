//! Names as people compare them: who is called like somebody else, and who is meant by some letters.

use std::collections::BTreeMap;

use pulse_client::folding::folded;
use pulse_client::{AccountId, ContactRow, ContactState};

use super::AppState;

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
