//! Messages that are looked for from the list: below the people whose names hold what is typed stand the messages that do.

use std::collections::BTreeSet;

use pulse_client::{ContactState, ConversationId, MessageId, Search, SearchQuery, StoreError};

use super::AppState;
use super::problems::of_store;
use crate::effect::Effect;
use crate::found::{Found, Hits, MessageHit, SearchKind};
use crate::request::Request;
use crate::update::ChatSummary;

/// What was found for what is typed into the filter of the list.
#[derive(Clone, Debug, Default)]
pub struct MessageSearch {
    /// What was found so far, the newest first.
    pub hits: Vec<MessageHit>,
    /// How to find more.
    pub more: Option<Search>,
    /// The search that goes on, with its number.
    pub running: Option<Running>,
    /// Whether the last search came to no end: what stands there may not be all that there is.
    pub failed: bool,
}

/// A search that goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Running {
    /// Its number.
    pub number: u64,
    /// Whether what it finds follows what is there, or replaces it.
    pub goes_on: bool,
    /// Whether the first that it finds is to be opened: Enter was pressed before it was known.
    pub opens_first: bool,
}

impl AppState {
    /// What was found and can be shown: not what was deleted meanwhile, nor what stands in conversations that the list does not show.
    /// Each frame asks this of every hit, so each is looked up in what is sorted by id and nothing is gone through.
    pub fn hits(&self) -> impl Iterator<Item = (&MessageHit, std::borrow::Cow<'_, ChatSummary>)> {
        let going: BTreeSet<_> = self.toasts.going().collect();
        let shown = self.message_search.hits.iter().filter(move |hit| {
            !going.contains(&hit.id) && !self.chats.leaving.contains(&hit.conversation)
        });
        shown.filter_map(|hit| {
            let chat = self.chat_or_contact(hit.conversation)?;
            let is_shown = !matches!(chat.state, ContactState::Requested | ContactState::Blocked);
            is_shown.then_some((hit, chat))
        })
    }

    /// What the list is narrowed to.
    pub(super) fn filter(&mut self, text: String) -> Vec<Effect> {
        self.chats.filter = text;
        let Ok(query) = SearchQuery::new(&self.chats.filter) else {
            return self.end_message_search();
        };
        let number = self.next_search();
        let search = &mut self.message_search;
        // What still fits stays until the answer comes, so that nothing flickers under who types.
        search.hits.retain(|hit| query.matches(&hit.line));
        for hit in &mut search.hits {
            hit.marks = query.hits(&hit.line);
        }
        search.more = None;
        search.failed = false;
        search.running = Some(Running {
            number,
            goes_on: false,
            opens_first: false,
        });
        vec![Effect::Ask(Request::Search {
            kind: SearchKind::List,
            number,
            search: Search::new(query),
        })]
    }

    /// Enter: what is first of what is typed was meant, somebody or a message. What stands there from an earlier search is not: the
    /// answer is waited for. With nothing to open the keyboard stays in the field.
    pub(super) fn open_first(&mut self) -> Vec<Effect> {
        let is_somebody = !self.found().is_empty();
        let running = self.message_search.running.as_mut();
        let awaited = running.filter(|running| !running.goes_on && !is_somebody);
        let shown = match awaited {
            Some(running) => {
                running.opens_first = true;
                None
            }
            None => self.show_first(),
        };
        shown.unwrap_or_else(|| vec![Effect::FocusFilter])
    }

    /// Shows what is first, if anything is.
    fn show_first(&mut self) -> Option<Vec<Effect>> {
        if let Some(person) = self.found().first().map(|chat| chat.id) {
            return Some(self.show_conversation(person));
        }
        let first = self
            .hits()
            .next()
            .map(|(hit, _)| (hit.conversation, hit.id));
        first.map(|(conversation, message)| self.show_message(conversation, message))
    }

    /// Whoever did something else in the meantime does not want to be taken elsewhere any more.
    pub(super) fn forget_enter(&mut self) {
        if let Some(running) = &mut self.message_search.running {
            running.opens_first = false;
        }
    }

    /// Nothing is typed any more.
    pub(super) fn clear_filter(&mut self) -> Vec<Effect> {
        self.chats.filter.clear();
        self.end_message_search()
    }

    /// Goes on where the page ended.
    pub(super) fn more_messages(&mut self) -> Vec<Effect> {
        let Some(search) = self.message_search.more.take() else {
            return Vec::new();
        };
        let number = self.next_search();
        self.message_search.failed = false;
        self.message_search.running = Some(Running {
            number,
            goes_on: true,
            opens_first: false,
        });
        vec![Effect::Ask(Request::Search {
            kind: SearchKind::List,
            number,
            search,
        })]
    }

    /// A search came to an end, or to the end of its page.
    pub(super) fn found_messages(
        &mut self,
        kind: SearchKind,
        number: u64,
        found: Result<Found, StoreError>,
    ) -> Vec<Effect> {
        match kind {
            SearchKind::List => self.lines_found(number, found),
            SearchKind::Conversation => self.places_found(number, found),
        }
    }

    fn lines_found(&mut self, number: u64, found: Result<Found, StoreError>) -> Vec<Effect> {
        let search = &mut self.message_search;
        let Some(running) = search.running.take_if(|running| running.number == number) else {
            return Vec::new();
        };
        if !running.goes_on {
            search.hits.clear();
        }
        match found {
            Ok(found) => {
                if let Hits::Lines(lines) = found.hits {
                    search.hits.extend(lines);
                }
                search.more = found.more;
                let shown = running.opens_first.then(|| self.show_first());
                shown.flatten().unwrap_or_default()
            }
            Err(error) => {
                search.failed = true;
                self.problem(of_store(&error))
            }
        }
    }

    /// The home was lost, and what went on in it: no answer comes any more.
    pub(super) fn lose_searches(&mut self) {
        let search = &mut self.message_search;
        search.failed |= search.running.take().is_some();
        if let Some(find) = &mut self.find {
            find.failed |= find.running.take().is_some();
        }
    }

    /// The home is back: what came to no end is looked for again.
    pub(super) fn search_again(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.message_search.failed {
            effects.extend(self.filter(self.chats.filter.clone()));
        }
        let failed = self.find.as_ref().filter(|find| find.failed);
        if let Some(text) = failed.map(|find| find.text.clone()) {
            effects.extend(self.find(text));
        }
        effects
    }

    /// Shows a message where it stands.
    pub(super) fn show_message(
        &mut self,
        conversation: ConversationId,
        message: MessageId,
    ) -> Vec<Effect> {
        let mut effects = self.show_conversation(conversation);
        if self.open_conversation() == Some(conversation) {
            effects.push(Effect::Ask(Request::Locate {
                conversation,
                message,
            }));
        }
        effects
    }

    /// A message is gone for good, or all of a conversation.
    pub(super) fn forget_hits(&mut self, is_gone: impl Fn(&MessageHit) -> bool) {
        self.message_search.hits.retain(|hit| !is_gone(hit));
    }

    pub(super) fn next_search(&mut self) -> u64 {
        self.searches += 1;
        self.searches
    }

    fn end_message_search(&mut self) -> Vec<Effect> {
        let search = std::mem::take(&mut self.message_search);
        match search.running {
            Some(_) => vec![Effect::Ask(Request::EndSearch(SearchKind::List))],
            None => Vec::new(),
        }
    }
}
