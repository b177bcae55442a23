//! Looking for words in the messages that are stored.
//!
//! There is no index: one of plaintext would be a second copy of all that was ever written, and deleting a message would have to find
//! it there, too. A search reads the texts from the encrypted store, from the newest on, in steps that are short enough to let others
//! read in between; whoever does not want it any more takes no further step.

mod query;
#[cfg(test)]
mod tests;

use std::fmt;

use pulse_engine::{ConversationId, MessageRow, StoreError};

use crate::View;
use crate::limits::PAGE_ROWS_MAX;
use crate::store::texts::{self, Place};
use crate::store::{SqlTx, from_sqlite, messages};

pub use query::{SearchQuery, SearchQueryError};

/// How far a search is. It is taken on with [`View::search`](crate::View::search).
#[derive(Clone)]
pub struct Search {
    query: SearchQuery,
    conversation: Option<ConversationId>,
    progress: Progress,
}

/// Where a search goes on.
#[derive(Clone)]
enum Progress {
    Begin,
    Behind(Place),
    Over,
}

impl Search {
    /// A search through all conversations, in the order in which messages came here, the newest first.
    pub fn new(query: SearchQuery) -> Self {
        Self {
            query,
            conversation: None,
            progress: Progress::Begin,
        }
    }

    /// A search through one conversation, in its order, the newest first.
    pub fn within(query: SearchQuery, conversation: ConversationId) -> Self {
        Self {
            conversation: Some(conversation),
            ..Self::new(query)
        }
    }

    /// What is looked for.
    pub fn query(&self) -> &SearchQuery {
        &self.query
    }

    /// Where alone it is looked for.
    pub fn conversation(&self) -> Option<ConversationId> {
        self.conversation
    }

    /// Whether everything was looked at.
    pub fn is_over(&self) -> bool {
        matches!(self.progress, Progress::Over)
    }
}

impl View {
    /// Takes a search one step on: looks at a bounded number of messages and returns at most `limit` that hold all its words, newest
    /// first. None means that there are none among those. Messages that were removed, and lines that are no texts, are not found.
    /// Others read between two steps; whoever lets them wait takes many steps in a row on a thread of their own.
    pub fn search(&self, search: &mut Search, limit: usize) -> Result<Vec<MessageRow>, StoreError> {
        let behind = match &search.progress {
            Progress::Begin => None,
            Progress::Behind(place) => Some(place),
            Progress::Over => return Ok(Vec::new()),
        };
        let connection = self.lock();
        let _snapshot = SqlTx::read(&connection)?;
        let mut folded = String::new();
        let looked = texts::look(
            &connection,
            search.conversation,
            behind,
            limit.clamp(1, PAGE_ROWS_MAX),
            |text| search.query.matches_with(text, &mut folded),
        )
        .map_err(from_sqlite)?;
        search.progress = looked.place.map_or(Progress::Over, Progress::Behind);
        let rows = looked.found.into_iter();
        rows.filter_map(|arrival| messages::by_arrival(&connection, arrival).transpose())
            .collect::<rusqlite::Result<_>>()
            .map_err(from_sqlite)
    }
}

impl fmt::Debug for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Search")
            .field("query", &self.query)
            .field("is_over", &self.is_over())
            .finish_non_exhaustive()
    }
}
