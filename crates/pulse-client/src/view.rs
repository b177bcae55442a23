//! Reading what is stored, without the engine: a connection of its own that can change nothing.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pulse_engine::{
    AccountSummary, ContactRow, ConversationId, ConversationRow, Engine, EngineError, MessageId,
    MessageRow, StoreError,
};
use pulse_protocol::{AccountId, ServerLink};
use rusqlite::Connection;

use crate::keychain::StoreKey;
use crate::limits::PAGE_ROWS_MAX;
use crate::store::{self, SqlTx, contacts, conversations, from_sqlite, messages};

type Result<T> = std::result::Result<T, StoreError>;

/// The stored rows as of the last commit. Clones share one connection; calls take well under a millisecond and may be
/// made from any thread.
#[derive(Clone)]
pub struct View {
    connection: Arc<Mutex<Connection>>,
}

/// Which conversations to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// How many to pass over.
    pub offset: usize,
    /// How many to return at most.
    pub limit: usize,
}

/// Why a name did not lead to one contact.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResolveError {
    /// Nobody has this name or id.
    #[error("no contact has this name or id; see them with: pulse contacts")]
    Unknown,
    /// Several contacts have this name.
    #[error("{count} contacts have this name; use the id of the one you mean")]
    Ambiguous {
        /// How many.
        count: usize,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Page {
    /// The first `limit` of a list.
    pub const fn first(limit: usize) -> Self {
        Self { offset: 0, limit }
    }
}

impl View {
    pub(crate) fn open(path: &Path, key: &StoreKey) -> Result<Self> {
        let connection = store::open_reader(path, key).map_err(from_sqlite)?;
        Ok(Self {
            connection: Arc::new(Mutex::new(connection)),
        })
    }

    /// The account of this home; `None` before it is registered.
    pub fn account(&self) -> Result<Option<AccountSummary>> {
        let connection = self.lock();
        let mut snapshot = SqlTx::read(&connection)?;
        Engine::account(&mut snapshot).map_err(stored)
    }

    /// Where the account lives, or is being made.
    pub(crate) fn server(&self) -> Result<Option<ServerLink>> {
        let connection = self.lock();
        let mut snapshot = SqlTx::read(&connection)?;
        Engine::server(&mut snapshot).map_err(stored)
    }

    /// All contacts, in order of the names that are shown.
    pub fn contacts(&self) -> Result<Vec<ContactRow>> {
        let mut rows = contacts::all(&self.lock()).map_err(from_sqlite)?;
        rows.sort_by_key(|row| (row.name.to_lowercase(), row.account));
        Ok(rows)
    }

    /// The contact of an account.
    pub fn contact(&self, account: AccountId) -> Result<Option<ContactRow>> {
        contacts::by_account(&self.lock(), account).map_err(from_sqlite)
    }

    /// The contact that `who` means: an account id, or a name as shown. Capitals count only between names that differ in
    /// nothing else.
    pub fn resolve(&self, who: &str) -> std::result::Result<ContactRow, ResolveError> {
        if let Ok(account) = who.parse::<AccountId>() {
            return self.contact(account)?.ok_or(ResolveError::Unknown);
        }
        let wanted = who.trim().to_lowercase();
        let mut found = self.contacts()?;
        found.retain(|row| row.name.to_lowercase() == wanted);
        if found.len() > 1 && found.iter().filter(|row| row.name == who).count() == 1 {
            found.retain(|row| row.name == who);
        }
        match (found.len(), found.pop()) {
            (1, Some(row)) => Ok(row),
            (0, _) | (_, None) => Err(ResolveError::Unknown),
            (count, _) => Err(ResolveError::Ambiguous { count }),
        }
    }

    /// Conversations, newest first.
    pub fn conversations(&self, page: Page) -> Result<Vec<ConversationRow>> {
        let limit = page.limit.min(PAGE_ROWS_MAX);
        conversations::page(&self.lock(), page.offset, limit).map_err(from_sqlite)
    }

    /// One conversation.
    pub fn conversation(&self, id: ConversationId) -> Result<Option<ConversationRow>> {
        conversations::by_id(&self.lock(), id).map_err(from_sqlite)
    }

    /// The newest `limit` rows of a conversation before `before`, oldest first. An unknown `before` has nothing before it.
    pub fn history(
        &self,
        conversation: ConversationId,
        limit: usize,
        before: Option<MessageId>,
    ) -> Result<Vec<MessageRow>> {
        let connection = self.lock();
        let before = match before {
            None => None,
            Some(id) => match messages::by_id(&connection, id).map_err(from_sqlite)? {
                Some(row) => Some(row),
                None => return Ok(Vec::new()),
            },
        };
        let limit = limit.min(PAGE_ROWS_MAX);
        let mut rows = messages::newest(&connection, conversation, before.as_ref(), limit)
            .map_err(from_sqlite)?;
        rows.reverse();
        Ok(rows)
    }

    /// Rows of all conversations stored after `message`, in the order in which they were stored; all of them without it,
    /// none for an unknown one.
    pub fn since(&self, message: Option<MessageId>, limit: usize) -> Result<Vec<MessageRow>> {
        let connection = self.lock();
        let arrival = match message {
            None => 0,
            Some(id) => match messages::arrival(&connection, id).map_err(from_sqlite)? {
                Some(arrival) => arrival,
                None => return Ok(Vec::new()),
            },
        };
        messages::arrived_after(&connection, arrival, limit.min(PAGE_ROWS_MAX)).map_err(from_sqlite)
    }

    /// One message.
    pub fn message(&self, id: MessageId) -> Result<Option<MessageRow>> {
        messages::by_id(&self.lock(), id).map_err(from_sqlite)
    }

    /// How many of our messages wait to be sent.
    pub fn pending_count(&self) -> Result<u64> {
        messages::pending_count(&self.lock()).map_err(from_sqlite)
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // A panic while reading leaves a connection that reads as well as before.
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// What reading an engine's record can end with.
fn stored(error: EngineError) -> StoreError {
    match error {
        EngineError::Store(error) => error,
        other => StoreError::Corrupt(other.to_string()),
    }
}
