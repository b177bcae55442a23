//! Messages that are looked for within the open conversation.

use std::collections::BTreeSet;

use pulse_client::{MessageId, MessageRow, RowKind, Search, SearchQuery, StoreError};

use super::problems::of_store;
use super::{AppState, Route};
use crate::effect::Effect;
use crate::found::{Found, Hits, SearchKind};
use crate::request::Request;

/// What is looked for in a conversation, and where one is among what was found.
#[derive(Clone, Default)]
pub struct Find {
    /// What was typed.
    pub text: String,
    /// The messages that hold it, the newest first; not those that are deleted and can still come back.
    pub places: Vec<MessageId>,
    /// Which of them the view was sent to.
    pub at: usize,
    /// Whether there are more than those.
    pub has_more: bool,
    /// The number of the search that goes on.
    pub running: Option<u64>,
    /// Whether the last search came to no end.
    pub failed: bool,
    /// The places, and those that can still come back among them.
    all: Vec<MessageId>,
    /// Places at which the view was when they were deleted, the last of them last, until it goes elsewhere.
    left: Vec<MessageId>,
}

impl Find {
    /// A message came at the end of the conversation: it may hold what is looked for.
    pub(super) fn notice(&mut self, row: &MessageRow) {
        let query = SearchQuery::new(&self.text);
        if row.kind == RowKind::Text && query.is_ok_and(|query| query.matches(&row.text)) {
            if !self.places.is_empty() {
                // The view stays at the message where it is.
                self.at += 1;
            }
            self.places.insert(0, row.id);
            self.all.insert(0, row.id);
        }
    }

    /// Other places, of which some are deleted and can still come back.
    fn take(&mut self, all: Vec<MessageId>, deleted: &BTreeSet<MessageId>) {
        let shown = all.iter().filter(|id| !deleted.contains(id));
        self.places = shown.copied().collect();
        self.all = all;
        self.left.clear();
        self.at = 0;
    }

    /// A message is deleted, and can still come back.
    fn leave(&mut self, message: MessageId) {
        let Some(place) = self.places.iter().position(|id| *id == message) else {
            return;
        };
        if place == self.at {
            self.left.push(message);
        }
        self.places.remove(place);
        if place < self.at || self.at == self.places.len() {
            self.at = self.at.saturating_sub(1);
        }
    }

    /// It came back to where it stood. The view is there again, unless it went elsewhere.
    fn bring_back(&mut self, message: MessageId) {
        let mut shown = self.places.iter().peekable();
        let before = self.all.iter().take_while(|id| **id != message);
        let place = before.filter(|id| shown.next_if_eq(id).is_some()).count();
        if !self.all.contains(&message) || self.places.contains(&message) {
            return;
        }
        let is_pushed_on = !self.places.is_empty() && place <= self.at;
        self.places.insert(place, message);
        match self.left.pop_if(|left| *left == message) {
            Some(_) => self.at = place,
            None if is_pushed_on => self.at += 1,
            None => {}
        }
    }

    /// It is gone for good.
    fn forget(&mut self, message: MessageId) {
        self.all.retain(|id| *id != message);
        self.left.retain(|id| *id != message);
    }
}

impl AppState {
    /// Shows the field; what was typed into it stays while it is shown.
    pub(super) fn open_find(&mut self) -> Vec<Effect> {
        self.overlay = None;
        if self.route != Route::Chats || self.timeline.is_none() {
            return Vec::new();
        }
        self.find.get_or_insert_default();
        vec![Effect::FocusFind]
    }

    /// Takes the field away; the keyboard goes back to the composer.
    pub(super) fn close_find(&mut self) -> Vec<Effect> {
        if self.find.is_none() {
            return Vec::new();
        }
        let mut effects = self.end_find();
        effects.push(Effect::FocusComposer);
        effects
    }

    /// The conversation or the page is left, or the window is locked.
    pub(super) fn end_find(&mut self) -> Vec<Effect> {
        match self.find.take() {
            Some(find) if find.running.is_some() => {
                vec![Effect::Ask(Request::EndSearch(SearchKind::Conversation))]
            }
            _ => Vec::new(),
        }
    }

    /// Something else was typed.
    pub(super) fn find(&mut self, text: String) -> Vec<Effect> {
        let (Some(conversation), Some(find)) = (self.open_conversation(), &mut self.find) else {
            return Vec::new();
        };
        let kind = SearchKind::Conversation;
        find.text = text;
        find.failed = false;
        let Ok(query) = SearchQuery::new(&find.text) else {
            let running = find.running.take();
            find.take(Vec::new(), &BTreeSet::new());
            find.has_more = false;
            return running
                .map(|_| Effect::Ask(Request::EndSearch(kind)))
                .into_iter()
                .collect();
        };
        self.searches += 1;
        find.running = Some(self.searches);
        vec![Effect::Ask(Request::Search {
            kind,
            number: self.searches,
            search: Search::within(query, conversation),
        })]
    }

    /// The next one towards the beginning of the conversation, or towards its end; behind the last comes the first.
    pub(super) fn step_find(&mut self, older: bool) -> Vec<Effect> {
        let Some(find) = self.find.as_mut().filter(|find| !find.places.is_empty()) else {
            return Vec::new();
        };
        find.left.clear();
        let last = find.places.len() - 1;
        find.at = match older {
            true if find.at >= last => 0,
            true => find.at + 1,
            false => find.at.checked_sub(1).unwrap_or(last),
        };
        self.show_place()
    }

    /// A search came to an end.
    pub(super) fn places_found(
        &mut self,
        number: u64,
        found: Result<Found, StoreError>,
    ) -> Vec<Effect> {
        let deleted = self.toasts.going().collect();
        let Some(find) = &mut self.find else {
            return Vec::new();
        };
        if find.running.take_if(|running| *running == number).is_none() {
            return Vec::new();
        }
        find.take(Vec::new(), &deleted);
        match found {
            Ok(found) => {
                if let Hits::Places(places) = found.hits {
                    find.take(places, &deleted);
                }
                find.has_more = found.more.is_some();
                self.show_place()
            }
            Err(error) => {
                find.failed = true;
                self.problem(of_store(&error))
            }
        }
    }

    /// A message is deleted, and can still come back.
    pub(super) fn leave_place(&mut self, message: MessageId) {
        self.finds().for_each(|find| find.leave(message));
    }

    /// It came back.
    pub(super) fn bring_back_place(&mut self, message: MessageId) {
        self.finds().for_each(|find| find.bring_back(message));
    }

    /// It is gone for good.
    pub(super) fn forget_place(&mut self, message: MessageId) {
        self.finds().for_each(|find| find.forget(message));
    }

    /// Shows what was looked for in a conversation that came back: the same words, at the same place.
    pub(super) fn find_as_before(&mut self, find: Find) -> Vec<Effect> {
        let text = find.running.map(|_| find.text.clone());
        self.find = Some(find);
        match text {
            // It had not come to its end.
            Some(text) => self.find(text),
            None => self.show_place(),
        }
    }

    /// What is looked for, and what was in a conversation that can still come back.
    fn finds(&mut self) -> impl Iterator<Item = &mut Find> {
        let left = self.toasts.left.as_mut();
        let left = left.and_then(|left| left.find.as_mut());
        self.find.iter_mut().chain(left)
    }

    fn show_place(&self) -> Vec<Effect> {
        let place = self.find.as_ref();
        let place = place.and_then(|find| find.places.get(find.at));
        match (self.open_conversation(), place) {
            (Some(conversation), Some(message)) => vec![Effect::Ask(Request::Locate {
                conversation,
                message: *message,
            })],
            _ => Vec::new(),
        }
    }
}

impl std::fmt::Debug for Find {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Find")
            .field("places", &self.places.len())
            .field("at", &self.at)
            .field("running", &self.running)
            .finish_non_exhaustive()
    }
}
