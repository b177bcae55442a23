//! Reading what is stored, without the engine: a connection of its own that can change nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pulse_engine::{
    AccountSummary, ContactRow, ContactState, ContentId, ConversationId, ConversationRow, Engine,
    EngineError, HeldReason, MessageId, MessageRow, Mute, Privacy, StoreError,
};
use pulse_protocol::{AccountId, ServerLink};
use rusqlite::Connection;

use crate::keychain::StoreKey;
use crate::limits::PAGE_ROWS_MAX;
use crate::store::{
    self, ConversationSummary, SqlTx, contacts, conversations, drafts, from_sqlite, list, messages,
    stretches,
};

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
        let connection =
            store::open_reader(path, key).map_err(|error| store::not_opened(error, path))?;
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

    /// The contact that `who` means: an account id, or a name as shown, whatever its capitals.
    ///
    /// # Errors
    /// [`ResolveError::Ambiguous`] when several could be meant. What others call themselves decides nothing: a name that was given here
    /// goes before it, and a contact before somebody who asks to become one. Only between names that were given here do capitals count.
    pub fn resolve(&self, who: &str) -> std::result::Result<ContactRow, ResolveError> {
        if let Ok(account) = who.parse::<AccountId>() {
            return self.contact(account)?.ok_or(ResolveError::Unknown);
        }
        let mut found = meant(self.contacts()?, who);
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

    /// Conversations, newest first, each with everything that a list of them shows, in one statement.
    pub fn conversation_list(&self, page: Page) -> Result<Vec<ConversationSummary>> {
        let limit = page.limit.min(PAGE_ROWS_MAX);
        list::page(&self.lock(), page.offset, limit).map_err(from_sqlite)
    }

    /// One line of [`Self::conversation_list`].
    pub fn conversation_summary(&self, id: ConversationId) -> Result<Option<ConversationSummary>> {
        list::by_id(&self.lock(), id).map_err(from_sqlite)
    }

    /// How many rows a conversation has.
    pub fn count(&self, conversation: ConversationId) -> Result<u64> {
        stretches::count(&self.lock(), conversation).map_err(from_sqlite)
    }

    /// How many rows all conversations have.
    pub fn message_count(&self) -> Result<u64> {
        stretches::total(&self.lock()).map_err(from_sqlite)
    }

    /// At most `limit` rows of a conversation, oldest first, beginning with the one that has `position` rows before it.
    pub fn rows_at(
        &self,
        conversation: ConversationId,
        position: u64,
        limit: usize,
    ) -> Result<Vec<MessageRow>> {
        let connection = self.lock();
        let _snapshot = SqlTx::read(&connection)?;
        stretches::rows_at(
            &connection,
            conversation,
            position,
            limit.min(PAGE_ROWS_MAX),
        )
        .map_err(from_sqlite)
    }

    /// How many rows a row has before it in its conversation; `None` for an unknown one.
    pub fn position(&self, message: MessageId) -> Result<Option<u64>> {
        let connection = self.lock();
        let _snapshot = SqlTx::read(&connection)?;
        let row = messages::by_id(&connection, message).map_err(from_sqlite)?;
        row.map(|row| stretches::position(&connection, &row))
            .transpose()
            .map_err(from_sqlite)
    }

    /// The position of the oldest row of others that was not seen.
    pub fn first_unread(&self, conversation: ConversationId) -> Result<Option<u64>> {
        let connection = self.lock();
        let _snapshot = SqlTx::read(&connection)?;
        let end = (u64::MAX, ContentId::from_bytes([u8::MAX; 16]));
        let first = messages::unseen(&connection, conversation, end, 1).map_err(from_sqlite)?;
        let Some(id) = first.first() else {
            return Ok(None);
        };
        let row = messages::by_id(&connection, *id).map_err(from_sqlite)?;
        row.map(|row| stretches::position(&connection, &row))
            .transpose()
            .map_err(from_sqlite)
    }

    /// What is written in a conversation and not sent yet.
    pub fn draft(&self, conversation: ConversationId) -> Result<Option<String>> {
        drafts::by_conversation(&self.lock(), conversation).map_err(from_sqlite)
    }

    /// Everything that is written and not sent yet.
    pub fn drafts(&self) -> Result<Vec<(ConversationId, String)>> {
        drafts::all(&self.lock()).map_err(from_sqlite)
    }

    /// What contacts are told about us.
    pub fn privacy(&self) -> Result<Privacy> {
        let connection = self.lock();
        let mut snapshot = SqlTx::read(&connection)?;
        Engine::privacy(&mut snapshot).map_err(stored)
    }

    /// The conversations of which nothing is announced; some may have ended by themselves.
    pub fn mutes(&self) -> Result<BTreeMap<ConversationId, Mute>> {
        let connection = self.lock();
        let mut snapshot = SqlTx::read(&connection)?;
        Engine::mutes(&mut snapshot).map_err(stored)
    }

    /// The conversations that were marked as unread by hand.
    pub fn unread_marks(&self) -> Result<BTreeSet<ConversationId>> {
        let connection = self.lock();
        let mut snapshot = SqlTx::read(&connection)?;
        Engine::unread_marks(&mut snapshot).map_err(stored)
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

    /// The conversations in which messages of ours wait, with how many, and what holds them there when that is not the server.
    pub fn waiting(&self) -> Result<Vec<(ConversationId, u64, Option<HeldReason>)>> {
        let connection = self.lock();
        let mut snapshot = SqlTx::read(&connection)?;
        let counts = messages::pending_counts(&connection).map_err(from_sqlite)?;
        let with_reason = |(conversation, count): (ConversationId, u64)| {
            let reason = match conversation.account() {
                Some(account) => Engine::held(&mut snapshot, account).map_err(stored)?,
                None => None,
            };
            Ok((conversation, count, reason))
        };
        counts.into_iter().map(with_reason).collect()
    }

    /// How many of our messages wait for something else than the server.
    pub fn held_count(&self) -> Result<u64> {
        let waiting = self.waiting()?;
        let held = waiting.iter().filter(|(_, _, reason)| reason.is_some());
        Ok(held.map(|(_, count, _)| count).sum())
    }

    /// What holds the messages that wait in a conversation, when that is not the server.
    pub fn held(&self, conversation: ConversationId) -> Result<Option<HeldReason>> {
        let Some(account) = conversation.account() else {
            return Ok(None);
        };
        let connection = self.lock();
        let mut snapshot = SqlTx::read(&connection)?;
        Engine::held(&mut snapshot, account).map_err(stored)
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Connection> {
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

/// Those of the contacts that a name may mean, see [`View::resolve`].
fn meant(mut contacts: Vec<ContactRow>, who: &str) -> Vec<ContactRow> {
    let who = who.trim();
    let wanted = who.to_lowercase();
    contacts.retain(|row| row.name.to_lowercase() == wanted);
    let preferred: [&dyn Fn(&ContactRow) -> bool; 3] = [
        &|row| row.own_name.is_some(),
        &|row| row.own_name.as_deref() == Some(who),
        &|row| row.state != ContactState::Requested,
    ];
    for is_preferred in preferred {
        if contacts.iter().any(is_preferred) {
            contacts.retain(is_preferred);
        }
    }
    contacts
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use pulse_engine::{IdentityState, MessageStatus, RowKind, StoreTx};
    use pulse_protocol::{DeviceId, Timestamp};
    use rand_core::Rng;

    use super::*;
    use crate::limits::{LIST_TEXT_CHARS, STRETCH_ROWS_MAX};
    use crate::random::system_rng;
    use crate::store::Store;

    /// The attack: somebody calls himself what a contact is called, but for a capital, so that what is meant for them goes to him.
    #[test]
    fn what_others_call_themselves_takes_no_contacts_name() {
        let account = |number| AccountId::from_bytes([number; 32]);
        let row = |number, own: Option<&str>, their: &str, state| ContactRow {
            account: account(number),
            name: own.unwrap_or(their).to_owned(),
            own_name: own.map(str::to_owned),
            their_name: Some(their.to_owned()),
            state,
            verified: false,
            compared: false,
            identity: IdentityState::Unchanged,
            added_at: Timestamp::from_millis(0),
        };
        let meant = |contacts: &[ContactRow], who| -> Vec<u8> {
            let found = super::meant(contacts.to_vec(), who);
            found.iter().map(|row| row.account.as_bytes()[0]).collect()
        };
        let bob = row(1, Some("Bo"), "Robert", ContactState::Accepted);
        for state in [ContactState::Requested, ContactState::Accepted] {
            let contacts = [bob.clone(), row(2, None, "bo", state)];
            for who in ["bo", "Bo", " BO "] {
                assert_eq!(meant(&contacts, who), [1], "{who}");
            }
        }
        // Nobody was given the name: a request takes it from no contact, and between contacts nobody is preferred.
        let sam = row(3, None, "Sam", ContactState::Accepted);
        let asks = row(4, None, "sam", ContactState::Requested);
        assert_eq!(meant(&[sam.clone(), asks.clone()], "sam"), [3]);
        assert_eq!(meant(std::slice::from_ref(&asks), "sam"), [4]);
        let other = row(5, None, "sam", ContactState::Accepted);
        assert_eq!(meant(&[sam, other], "sam"), [3, 5]);
        // Given here, both: then capitals say which.
        let small = row(6, Some("bo"), "", ContactState::Accepted);
        assert_eq!(meant(&[bob.clone(), small.clone()], "bo"), [6]);
        assert_eq!(meant(&[bob, small], "BO"), [1, 6]);
    }

    type Model = BTreeMap<(u64, ContentId, MessageId), MessageRow>;

    struct Scene {
        _dir: tempfile::TempDir,
        store: Store,
        view: View,
    }

    impl Scene {
        /// A new store, or one that an older version wrote.
        fn new(old: Option<&str>) -> Self {
            let dir = tempfile::tempdir().unwrap();
            let (path, key) = (dir.path().join("store.db"), StoreKey::from_bytes([1; 32]));
            if let Some(sql) = old {
                let connection = Connection::open(&path).unwrap();
                let hex = "01".repeat(32);
                connection
                    .execute_batch(&format!("PRAGMA key = \"x'{hex}'\"; {sql}"))
                    .unwrap();
            }
            let store = Store::open(&path, &key).unwrap();
            let view = View::open(&path, &key).unwrap();
            let _dir = dir;
            Self { _dir, store, view }
        }

        fn change<T>(&mut self, work: impl FnOnce(&mut SqlTx<'_>) -> T) -> T {
            let mut tx = self.store.begin().unwrap();
            let done = work(&mut tx);
            tx.commit().unwrap();
            done
        }

        fn compare(&self, conversation: ConversationId, model: &Model) {
            let total = model.len();
            assert_eq!(self.view.count(conversation).unwrap(), total as u64);
            let all: Vec<_> = model.values().cloned().collect();
            for position in [0, 1, total / 3, total / 2, total.saturating_sub(5), total] {
                let rows = self.view.rows_at(conversation, position as u64, 10);
                let end = total.min(position + 10);
                assert_eq!(rows.unwrap(), all[position.min(total)..end]);
            }
            for (position, row) in all.iter().enumerate().step_by(97) {
                let found = self.view.position(row.id).unwrap();
                assert_eq!(found, Some(position as u64));
            }
            let first = all
                .iter()
                .position(|row| row.status == MessageStatus::Received);
            let unread = self.view.first_unread(conversation).unwrap();
            assert_eq!(unread, first.map(|first| first as u64));
        }
    }

    fn direct(number: u8) -> ConversationId {
        ConversationId::direct(AccountId::from_bytes([number; 32]))
    }

    fn row(conversation: ConversationId, sort_at: u64, text: &str) -> MessageRow {
        let mut rng = system_rng();
        MessageRow {
            id: MessageId::random(&mut rng),
            conversation,
            sender: AccountId::from_bytes([1; 32]),
            sender_device: DeviceId::new(3),
            // Few of them, so that equal places come up.
            content_id: ContentId::from_bytes([(rng.next_u32() % 4) as u8; 16]),
            kind: RowKind::Text,
            text: text.into(),
            raw: Vec::new(),
            sent_at: Timestamp::from_millis(sort_at),
            received_at: Timestamp::from_millis(sort_at),
            sort_at,
            status: match sort_at % 100 {
                99 => MessageStatus::Received,
                _ => MessageStatus::Seen,
            },
            outgoing: false,
        }
    }

    fn place(row: &MessageRow) -> (u64, ContentId, MessageId) {
        (row.sort_at, row.content_id, row.id)
    }

    #[test]
    fn positions_are_right_whatever_comes_late_and_goes() {
        let mut scene = Scene::new(None);
        let mut models = [Model::new(), Model::new()];
        let conversations = [direct(8), direct(9)];
        let mut rng = system_rng();
        for round in 0..6_u64 {
            scene.change(|tx| {
                for number in 0..500_u64 {
                    let which = usize::from(number.is_multiple_of(3));
                    // Mostly in order, some far back.
                    let sort_at = match rng.next_u32() % 4 {
                        0 => u64::from(rng.next_u32() % 3_000),
                        _ => round * 500 + number,
                    };
                    let row = row(conversations[which], sort_at, "text");
                    assert!(tx.insert_message(&row).unwrap());
                    models[which].insert(place(&row), row);
                }
                for model in &mut models {
                    let gone: Vec<_> = model
                        .values()
                        .filter(|_| rng.next_u32().is_multiple_of(8))
                        .cloned()
                        .collect();
                    for row in gone {
                        assert!(tx.remove_message(row.id, Timestamp::default()).unwrap());
                        model.remove(&place(&row));
                    }
                }
            });
            for (conversation, model) in conversations.into_iter().zip(&models) {
                scene.compare(conversation, model);
            }
        }
        assert!(models[0].len() as u64 > 2 * STRETCH_ROWS_MAX);
        scene.change(|tx| {
            tx.remove_messages(conversations[0], Timestamp::default())
                .unwrap();
        });
        scene.compare(conversations[0], &Model::new());
        scene.compare(conversations[1], &models[1]);
        assert_eq!(
            scene.view.position(MessageId::from_bytes([0; 16])).unwrap(),
            None
        );
    }

    #[test]
    fn positions_of_a_store_of_version_1_are_counted_when_it_is_opened() {
        let old = include_str!("../tests/it/fixtures/store-v1.sql");
        let rows = "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 1400)
             INSERT INTO message (arrival, id, conversation, sender, sender_device, content_id, kind, text, raw, sent_at,
                                  received_at, sort_at, status, refusal, outgoing)
             SELECT i, randomblob(16), conversation, sender, 1, randomblob(16), 1, 'text', x'', 0, 0, i % 700, 7, 0, 0
             FROM n JOIN message ON arrival = 1;";
        let mut scene = Scene::new(Some(&format!("{old} {rows}")));
        let conversation = direct(2);
        let mut model = Model::new();
        for row in scene.view.history(conversation, 10_000, None).unwrap() {
            model.insert(place(&row), row);
        }
        assert_eq!(model.len(), 1_400);
        scene.compare(conversation, &model);
        let late = row(conversation, 350, "late");
        scene.change(|tx| tx.insert_message(&late).unwrap());
        model.insert(place(&late), late);
        scene.compare(conversation, &model);
    }

    /// A page of a long conversation is found through indexes alone: no table is read from its beginning, nothing is sorted.
    #[test]
    fn a_page_is_found_through_indexes() {
        let scene = Scene::new(None);
        let connection = scene.view.lock();
        for sql in stretches::page_statements() {
            let mut statement = connection
                .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
                .unwrap();
            let count = statement.parameter_count();
            let nothing = vec![rusqlite::types::Null; count];
            let steps = statement.query_map(rusqlite::params_from_iter(nothing), |row| {
                row.get::<_, String>(3)
            });
            let steps: Vec<_> = steps
                .unwrap()
                .collect::<std::result::Result<_, _>>()
                .unwrap();
            assert_eq!(steps.len(), 1, "{steps:?}");
            assert!(steps[0].starts_with("SEARCH "), "{steps:?}");
            assert!(
                steps[0]
                    .contains("INDEX message_order (conversation=? AND (sort_at,content_id,id)>")
                    || steps[0].contains("PRIMARY KEY (conversation=?"),
                "{steps:?}"
            );
        }
    }

    #[test]
    fn whoever_reads_on_from_a_removed_row_misses_nothing() {
        let mut scene = Scene::new(None);
        let [first, second, third] = [1, 2, 3].map(|at| row(direct(8), at, "text"));
        scene.change(|tx| {
            tx.insert_message(&first).unwrap();
            tx.insert_message(&second).unwrap();
            tx.remove_message(first.id, Timestamp::default()).unwrap();
            tx.remove_message(second.id, Timestamp::default()).unwrap();
        });
        scene.change(|tx| tx.insert_message(&third).unwrap());
        let rows = scene.view.since(Some(second.id), 10).unwrap();
        assert_eq!(rows, [third]);
    }

    #[test]
    fn the_list_shows_everything_at_once() {
        let mut scene = Scene::new(None);
        let account = AccountId::from_bytes([8; 32]);
        let contact = ContactRow {
            account,
            name: "Bo".into(),
            own_name: None,
            their_name: Some("Bo".into()),
            state: ContactState::Accepted,
            verified: true,
            compared: true,
            identity: IdentityState::DevicesChanged,
            added_at: Timestamp::from_millis(5),
        };
        let long = row(direct(8), 70, &"長".repeat(1_000));
        let summary = |number, last: Option<&MessageRow>, at| ConversationRow {
            id: direct(number),
            last_message: last.map(|row| row.id),
            last_at: Timestamp::from_millis(at),
            unread: 3,
            read_through: None,
        };
        let (full, bare) = (summary(8, Some(&long), 70), summary(9, None, 80));
        scene.change(|tx| {
            tx.put_contact(&contact).unwrap();
            tx.insert_message(&long).unwrap();
            tx.put_conversation(&full).unwrap();
            tx.put_conversation(&bare).unwrap();
            tx.put_draft(direct(8), "half").unwrap();
        });
        let [first, second] = scene
            .view
            .conversation_list(Page::first(10))
            .unwrap()
            .try_into()
            .unwrap();
        assert_eq!((first.conversation, first.contact), (bare, None));
        assert!(first.last.is_none() && first.draft.is_none());
        assert_eq!(second.conversation, full);
        assert_eq!(second.contact, Some(contact));
        assert_eq!(second.draft.as_deref(), Some("half"));
        let last = second.last.clone().unwrap();
        assert_eq!((last.id, last.status), (long.id, long.status));
        assert_eq!(last.text.chars().count(), LIST_TEXT_CHARS);
        assert_eq!(
            scene.view.conversation_summary(direct(8)).unwrap(),
            Some(second)
        );
        let drafts = scene.view.drafts().unwrap();
        assert_eq!(drafts, [(direct(8), "half".to_owned())]);
    }
}
