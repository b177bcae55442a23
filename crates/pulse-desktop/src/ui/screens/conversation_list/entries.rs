//! What stands below each other in the list: people, and when something is looked for the messages that hold it.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use egui::Id;
use pulse_client::{ConversationId, MessageId};

use super::{hit, row};
use crate::found::MessageHit;
use crate::state::AppState;
use crate::update::ChatSummary;

/// One of them.
pub(super) enum Entry<'a> {
    /// Somebody.
    Chat(Cow<'a, ChatSummary>),
    /// Nobody is called like what is looked for.
    Nobody,
    /// Below here are messages.
    Heading,
    /// A message, and with whom it was written.
    Hit(&'a MessageHit, Cow<'a, ChatSummary>),
    /// Messages are looked for.
    Searching,
    /// More messages are looked for, where the way to them was.
    SearchingMore,
    /// They could not be looked for.
    Failed,
    /// There are none.
    NoMessages,
    /// There are more.
    More,
}

/// What the keyboard can be at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    Chat(ConversationId),
    Message(MessageId),
    More,
}

/// All of them, and where each begins.
pub(super) struct Entries<'a> {
    entries: Vec<Entry<'a>>,
    tops: Vec<f32>,
}

impl Spot {
    /// What egui calls it.
    pub(super) fn id(self) -> Id {
        match self {
            Self::Chat(conversation) => row::id(conversation),
            Self::Message(message) => hit::id(message),
            Self::More => hit::more_id(),
        }
    }
}

impl Entry<'_> {
    pub(super) fn height(&self) -> f32 {
        match self {
            Self::Chat(_) | Self::Hit(..) => row::HEIGHT,
            Self::Nobody => NOBODY_HEIGHT,
            Self::Heading | Self::Searching | Self::Failed | Self::NoMessages => hit::NOTE_HEIGHT,
            Self::More | Self::SearchingMore => hit::MORE_HEIGHT,
        }
    }

    pub(super) fn spot(&self) -> Option<Spot> {
        match self {
            Self::Chat(chat) => Some(Spot::Chat(chat.id)),
            Self::Hit(hit, _) => Some(Spot::Message(hit.id)),
            Self::More | Self::SearchingMore => Some(Spot::More),
            _ => None,
        }
    }
}

/// Three lines of text and what is above them.
const NOBODY_HEIGHT: f32 = 96.0;

impl<'a> Entries<'a> {
    /// Those of a state; none when nothing is looked for and nobody is there.
    pub(super) fn of(state: &'a AppState) -> Self {
        let mut entries: Vec<_> = state.found().into_iter().map(Entry::Chat).collect();
        if !state.chats.filter.trim().is_empty() {
            if entries.is_empty() {
                entries.push(Entry::Nobody);
            }
            entries.push(Entry::Heading);
            let people = entries.len();
            entries.extend(state.hits().map(|(hit, chat)| Entry::Hit(hit, chat)));
            let search = &state.message_search;
            if let Some(running) = &search.running {
                entries.push(match running.goes_on {
                    true => Entry::SearchingMore,
                    false => Entry::Searching,
                });
            } else if search.failed {
                entries.push(Entry::Failed);
            } else if search.more.is_some() {
                entries.push(Entry::More);
            } else if entries.len() == people {
                entries.push(Entry::NoMessages);
            }
        }
        let mut end = 0.0;
        let mut tops = vec![end];
        tops.extend(entries.iter().map(|entry| {
            end += entry.height();
            end
        }));
        Self { entries, tops }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How high all of them are.
    pub(super) fn height(&self) -> f32 {
        self.tops.last().copied().unwrap_or_default()
    }

    /// From where to where one of them stands.
    pub(super) fn range(&self, place: usize) -> Range<f32> {
        let top = |place: usize| self.tops.get(place).copied().unwrap_or_default();
        top(place)..top(place + 1)
    }

    /// Those that are seen between two heights, with where they begin.
    pub(super) fn between(&self, top: f32, bottom: f32) -> impl Iterator<Item = (&Entry<'a>, f32)> {
        let first = self.tops.partition_point(|it| *it <= top);
        let placed = self.entries.iter().zip(self.tops.iter().copied());
        placed
            .skip(first.saturating_sub(1))
            .take_while(move |(_, begin)| *begin < bottom)
    }

    /// What the keyboard can be at, in order, with its place.
    pub(super) fn spots(&self) -> Vec<(usize, Spot)> {
        let spots = self.entries.iter().enumerate();
        spots
            .filter_map(|(place, entry)| Some((place, entry.spot()?)))
            .collect()
    }

    /// The first message that is not among these, or what is last, with its place.
    pub(super) fn first_besides(&self, known: &BTreeSet<MessageId>) -> Option<(usize, Spot)> {
        let spots = self.spots();
        let is_new = |spot: &Spot| matches!(spot, Spot::Message(id) if !known.contains(id));
        let first = spots.iter().find(|(_, spot)| is_new(spot));
        first.or(spots.last()).copied()
    }

    /// What is first of those.
    pub(super) fn first(&self) -> Option<Spot> {
        self.entries.iter().find_map(Entry::spot)
    }

    /// What Tab leads to: the conversation that is open, or what is first.
    pub(super) fn tab_stop(&self, open: Option<ConversationId>) -> Option<Spot> {
        let open = open.map(Spot::Chat);
        let is_there = |spot: &Spot| self.entries.iter().any(|it| it.spot() == Some(*spot));
        open.filter(is_there).or_else(|| self.first())
    }
}
