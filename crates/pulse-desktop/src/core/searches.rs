//! Searches through messages. One that is not wanted any more ends with the step that it is at.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use pulse_client::{ConversationId, MessageRow, Search, SearchQuery, StoreError, View};
use unicode_segmentation::UnicodeSegmentation;

use super::desk::Done;
use crate::Update;
use crate::found::{Found, Hits, MessageHit, SearchKind};
use crate::limits::{HIT_LETTERS_BEFORE_MAX, HIT_LETTERS_MAX, HITS_MAX, PLACES_MAX};

/// The searches that are wanted, by their numbers; 0 is none.
#[derive(Default)]
pub(super) struct Searches {
    list: Arc<AtomicU64>,
    conversation: Arc<AtomicU64>,
}

impl Searches {
    /// Begins a search, or takes one on; an earlier one of its kind ends.
    pub(super) fn begin(&self, kind: SearchKind, number: u64, search: Search) -> Running {
        let wanted = Arc::clone(self.of(kind));
        wanted.store(number, Ordering::Relaxed);
        Running {
            wanted,
            kind,
            number,
            search,
        }
    }

    /// The search of this kind is not wanted any more.
    pub(super) fn end(&self, kind: SearchKind) {
        self.of(kind).store(0, Ordering::Relaxed);
    }

    fn of(&self, kind: SearchKind) -> &Arc<AtomicU64> {
        match kind {
            SearchKind::List => &self.list,
            SearchKind::Conversation => &self.conversation,
        }
    }
}

/// A search that goes on.
pub(super) struct Running {
    wanted: Arc<AtomicU64>,
    kind: SearchKind,
    number: u64,
    search: Search,
}

impl Running {
    /// Looks until a page is full or everything was looked at, without the conversations in `hidden`. Steps are taken one by one on
    /// threads for what blocks: between two of them this thread reads what the window asks for.
    pub(super) async fn run(self, view: View, hidden: BTreeSet<ConversationId>) -> Done {
        let Self {
            wanted,
            kind,
            number,
            mut search,
        } = self;
        let hidden = Arc::new(hidden);
        let mut hits = match kind {
            SearchKind::List => Hits::Lines(Vec::new()),
            SearchKind::Conversation => Hits::Places(Vec::new()),
        };
        while !search.is_over() && room(&hits) > 0 {
            if wanted.load(Ordering::Relaxed) != number {
                return Done::Nothing;
            }
            let (view, hidden) = (view.clone(), Arc::clone(&hidden));
            let step = move || step(&view, search, hits, &hidden);
            match tokio::task::spawn_blocking(step).await {
                Ok(Ok(done)) => (search, hits) = done,
                Ok(Err(error)) => return told(kind, number, Err(error)),
                // The client's thread ends.
                Err(_) => return Done::Nothing,
            }
        }
        let more = (!search.is_over()).then_some(search);
        told(kind, number, Ok(Found { hits, more }))
    }
}

fn told(kind: SearchKind, number: u64, found: Result<Found, StoreError>) -> Done {
    Done::Tell(Update::Found {
        kind,
        number,
        found,
    })
}

/// How many more belong on the page.
fn room(hits: &Hits) -> usize {
    match hits {
        Hits::Lines(lines) => HITS_MAX.saturating_sub(lines.len()),
        Hits::Places(places) => PLACES_MAX.saturating_sub(places.len()),
    }
}

fn step(
    view: &View,
    mut search: Search,
    mut hits: Hits,
    hidden: &BTreeSet<ConversationId>,
) -> Result<(Search, Hits), StoreError> {
    let rows = view.search(&mut search, room(&hits))?;
    match &mut hits {
        Hits::Places(places) => places.extend(rows.iter().map(|row| row.id)),
        Hits::Lines(lines) => {
            let shown = rows
                .into_iter()
                .filter(|row| !hidden.contains(&row.conversation));
            lines.extend(shown.map(|row| hit(row, search.query())));
        }
    }
    Ok((search, hits))
}

fn hit(row: MessageRow, query: &SearchQuery) -> MessageHit {
    let (line, marks) = line(&row.text, query);
    MessageHit {
        id: row.id,
        conversation: row.conversation,
        outgoing: row.outgoing,
        at: row.sent_at,
        line,
        marks,
    }
}

/// The part of a text around the first of the words, and where they stand in it.
fn line(text: &str, query: &SearchQuery) -> (String, Vec<std::ops::Range<usize>>) {
    let text = crate::rich_text::one_line(text).replace(char::is_control, " ");
    let text = crate::rich_text::without_piles(&text);
    let first = query.hits(&text).first().map_or(0, |hit| hit.start);
    let (lead, from) = match begin(&text[..first]) {
        0 => ("", 0),
        from => ("…", from),
    };
    let shown: String = text[from..].graphemes(true).take(HIT_LETTERS_MAX).collect();
    let line = format!("{lead}{shown}");
    let marks = query.hits(&line);
    (line, marks)
}

/// Where to begin in what stands before the first of the words: at a word that is not far from it.
fn begin(before: &str) -> usize {
    let mut letters = before.grapheme_indices(true).rev();
    let Some((far, _)) = letters.nth(HIT_LETTERS_BEFORE_MAX) else {
        return 0;
    };
    let space = before[far..].find(' ').map(|at| far + at + 1);
    space.filter(|at| *at < before.len()).unwrap_or(far)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

    use pulse_client::{Home, HomeOptions, KeychainChoice, Role};

    use super::*;

    fn shown(text: &str, typed: &str) -> (String, Vec<String>) {
        let query = SearchQuery::new(typed).unwrap();
        let (line, marks) = line(text, &query);
        let marked = marks.into_iter().map(|mark| line[mark].to_owned());
        (line.clone(), marked.collect())
    }

    #[test]
    fn a_line_shows_the_words_with_a_little_before_them() {
        let text = "We could meet **tomorrow**\nor the day after, at the Café by the river";
        let (line, marked) = shown(text, "cafe");
        assert_eq!(line, "…after, at the Café by the river");
        assert_eq!(marked, ["Café"]);
        let (line, marked) = shown(text, "we river");
        assert!(line.starts_with("We could meet tomorrow or"), "{line}");
        assert_eq!(marked, ["We", "river"]);
    }

    #[test]
    fn a_line_is_bounded_and_cuts_no_letter() {
        let long = "👩‍👩‍👧e\u{301}".repeat(500);
        let (line, marked) = shown(&format!("{long} needle {long}"), "needle");
        assert!(line.graphemes(true).count() <= HIT_LETTERS_MAX + 1);
        assert!(line.starts_with("…"), "{line}");
        assert_eq!(marked, ["needle"]);
        let (line, marked) = shown("https://example.org/needle", "needle");
        assert!(line.ends_with("/needle"), "{line}");
        assert_eq!(marked, ["needle"]);
    }

    #[test]
    fn words_that_only_the_marks_held_mark_nothing() {
        let (line, marked) = shown("[words](https://needle.example.org)", "needle");
        assert_eq!((line.as_str(), marked.len()), ("words", 0));
    }

    #[tokio::test]
    async fn a_search_that_is_not_wanted_any_more_tells_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let client = Home::open(HomeOptions {
            dir: dir.path().join("home"),
            keychain: KeychainChoice::KeyFile(dir.path().join("key")),
            role: Role::Owner,
            connect: false,
        })
        .await
        .unwrap();
        let searches = Searches::default();
        let begin = |kind, number| {
            let query = SearchQuery::new("word").unwrap();
            searches.begin(kind, number, Search::new(query))
        };
        let told = async |running: Running| match running.run(client.view(), BTreeSet::new()).await
        {
            Done::Tell(Update::Found { number, .. }) => Some(number),
            _ => None,
        };
        let first = begin(SearchKind::List, 1);
        let other = begin(SearchKind::Conversation, 2);
        let second = begin(SearchKind::List, 3);
        assert_eq!(told(first).await, None);
        assert_eq!(told(other).await, Some(2));
        assert_eq!(told(second).await, Some(3));
        let third = begin(SearchKind::List, 4);
        searches.end(SearchKind::List);
        assert_eq!(told(third).await, None);
        client.shutdown().await.unwrap();
    }
}
