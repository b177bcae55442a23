//! The list of conversations.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use pulse_client::folding::folded;
use pulse_client::{AccountId, ContactRow, ContactState, ConversationId, Mute};

use super::AppState;
use super::names::FoldedNames;
use crate::update::ChatSummary;

/// All conversations and how the list is narrowed.
#[derive(Clone, Debug, Default)]
pub struct Chats {
    /// All, newest first, as the core told them.
    pub all: Vec<ChatSummary>,
    /// Whether the core has told them at all: an empty list before that is not an empty account.
    pub loaded: bool,
    /// What is typed into the filter.
    pub filter: String,
    /// Conversations that were deleted and go away as soon as that cannot be undone any more; they are not shown.
    pub leaving: BTreeSet<ConversationId>,
    /// Conversations of which nothing is announced. Those that end leave by themselves.
    pub muted: BTreeMap<ConversationId, Mute>,
    /// Conversations that were marked as unread by hand.
    pub marked: BTreeSet<ConversationId>,
    /// The names of all, and of contacts, as they are searched for.
    pub(super) names: FoldedNames,
    /// Where all of them stand, and the contacts.
    pub(super) places: Places,
}

/// Where each conversation stands in the list, and each contact among the contacts. Whoever is asked for is looked up here: what a
/// search found asks for each of its messages in every frame, and going through ten thousand conversations for each would stop
/// the window.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    chats: BTreeMap<ConversationId, usize>,
    contacts: BTreeMap<AccountId, usize>,
}

impl Places {
    /// Those of a list and of contacts that are others now.
    pub(super) fn of(chats: &[ChatSummary], contacts: &[ContactRow]) -> Self {
        let chats = chats.iter().zip(0..).map(|(chat, place)| (chat.id, place));
        let contacts = contacts.iter().zip(0..);
        Self {
            chats: chats.collect(),
            contacts: contacts
                .map(|(contact, place)| (contact.account, place))
                .collect(),
        }
    }
}

impl Chats {
    /// What the list shows: those whose name holds the filter, without requests and blocked people.
    pub fn shown(&self) -> impl Iterator<Item = &ChatSummary> {
        let wanted = folded(&self.filter);
        self.all_shown()
            .filter(move |chat| self.names.holds(&chat.name, &wanted))
    }

    /// The same without the filter.
    pub fn all_shown(&self) -> impl Iterator<Item = &ChatSummary> {
        self.all.iter().filter(|chat| {
            !matches!(chat.state, ContactState::Requested | ContactState::Blocked)
                && !self.leaving.contains(&chat.id)
        })
    }

    /// Strangers who wait for an answer.
    pub fn requests(&self) -> impl Iterator<Item = &ChatSummary> {
        self.all.iter().filter(|chat| {
            chat.state == ContactState::Requested && !self.leaving.contains(&chat.id)
        })
    }
}

impl AppState {
    /// The summary of a conversation.
    pub fn chat(&self, id: ConversationId) -> Option<&ChatSummary> {
        let place = self.chats.places.chats.get(&id)?;
        self.chats.all.get(*place)
    }

    /// The contact of an account.
    pub fn contact(&self, account: AccountId) -> Option<&ContactRow> {
        let place = self.chats.places.contacts.get(&account)?;
        self.contacts.get(*place)
    }

    /// What the list shows: the conversations, and below them, when somebody is looked for, contacts without one.
    pub fn found(&self) -> Vec<Cow<'_, ChatSummary>> {
        let chats = self.chats.shown().map(Cow::Borrowed);
        let wanted = self.chats.filter.trim();
        if wanted.is_empty() {
            return chats.collect();
        }
        let others = self.contacts_without_line(wanted);
        chats
            .chain(others.map(|contact| Cow::Owned(without_messages(contact))))
            .collect()
    }

    /// Contacts that can be written to and whose name holds this, as far as the list shows no conversation with them.
    pub fn contacts_without_line(&self, wanted: &str) -> impl Iterator<Item = &ContactRow> {
        self.contacts_called(wanted).filter(|contact| {
            let line = ConversationId::direct(contact.account);
            self.chat(line).is_none() || self.chats.leaving.contains(&line)
        })
    }

    /// The line of a conversation; of a contact without messages too.
    pub fn chat_or_contact(&self, id: ConversationId) -> Option<Cow<'_, ChatSummary>> {
        let contact = || self.contact(id.account()?).map(without_messages);
        let chat = self.chat(id).map(Cow::Borrowed);
        chat.or_else(|| contact().map(Cow::Owned))
    }

    /// Contacts that can be written to and whose name holds this, by name.
    pub fn contacts_called(&self, wanted: &str) -> impl Iterator<Item = &ContactRow> {
        let wanted = folded(wanted);
        self.contacts.iter().filter(move |contact| {
            matches!(contact.state, ContactState::Added | ContactState::Accepted)
                && !self.is_removed(contact.account)
                && self.chats.names.holds(&contact.name, &wanted)
        })
    }
}

/// Somebody with whom nothing was written yet, as a line of the list.
fn without_messages(contact: &ContactRow) -> ChatSummary {
    ChatSummary {
        id: ConversationId::direct(contact.account),
        account: contact.account,
        name: contact.name.clone(),
        state: contact.state,
        verified: contact.verified,
        compared: contact.compared,
        identity: contact.identity,
        last: None,
        asked: None,
        last_at: contact.added_at,
        unread: 0,
        draft: None,
    }
}
