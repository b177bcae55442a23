//! Searches through a store.

use pulse_engine::{ContentId, MessageId, MessageStatus, RowKind, StoreTx};
use pulse_protocol::{AccountId, DeviceId, Timestamp};

use super::*;
use crate::keychain::StoreKey;
use crate::limits::{SEARCH_STEP_BYTES, SEARCH_STEP_ROWS};
use crate::store::Store;

struct Scene {
    _dir: tempfile::TempDir,
    store: Store,
    view: View,
    rows: u32,
}

impl Scene {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (path, key) = (dir.path().join("store.db"), StoreKey::from_bytes([1; 32]));
        let store = Store::open(&path, &key).unwrap();
        let view = View::open(&path, &key).unwrap();
        Self {
            _dir: dir,
            store,
            view,
            rows: 0,
        }
    }

    fn change<T>(&mut self, work: impl FnOnce(&mut SqlTx<'_>) -> T) -> T {
        let mut tx = self.store.begin().unwrap();
        let done = work(&mut tx);
        tx.commit().unwrap();
        done
    }

    /// Stores texts, each a second after the one before.
    fn hear<'a>(&mut self, with: u8, texts: impl IntoIterator<Item = &'a str>) -> Vec<MessageRow> {
        let rows: Vec<_> = texts
            .into_iter()
            .map(|text| {
                self.rows += 1;
                row(with, self.rows, text)
            })
            .collect();
        self.change(|tx| {
            for row in &rows {
                assert!(tx.insert_message(row).unwrap());
            }
        });
        rows
    }

    /// Everything that is found, in pages, and how many steps that took.
    fn find(&self, mut search: Search, limit: usize) -> (Vec<String>, usize) {
        let (mut found, mut steps) = (Vec::new(), 0);
        while !search.is_over() {
            let rows = self.view.search(&mut search, limit).unwrap();
            assert!(rows.len() <= limit);
            found.extend(rows.into_iter().map(|row| row.text));
            steps += 1;
        }
        assert!(self.view.search(&mut search, limit).unwrap().is_empty());
        (found, steps)
    }

    fn all(&self, typed: &str) -> Vec<String> {
        self.find(Search::new(query(typed)), 10).0
    }

    fn within(&self, typed: &str, with: u8) -> Vec<String> {
        self.find(Search::within(query(typed), direct(with)), 10).0
    }
}

fn query(typed: &str) -> SearchQuery {
    SearchQuery::new(typed).unwrap()
}

fn direct(number: u8) -> ConversationId {
    ConversationId::direct(AccountId::from_bytes([number; 32]))
}

fn row(with: u8, number: u32, text: &str) -> MessageRow {
    let mut id = [0; 16];
    id[..4].copy_from_slice(&number.to_be_bytes());
    let at = Timestamp::from_millis(u64::from(number) * 1_000);
    MessageRow {
        id: MessageId::from_bytes(id),
        conversation: direct(with),
        sender: AccountId::from_bytes([with; 32]),
        sender_device: DeviceId::new(3),
        content_id: ContentId::from_bytes(id),
        kind: RowKind::Text,
        text: text.into(),
        raw: Vec::new(),
        sent_at: at,
        received_at: at,
        sort_at: at.as_millis(),
        status: MessageStatus::Seen,
        outgoing: false,
    }
}

#[test]
fn the_newest_come_first_from_all_conversations_or_from_one() {
    let mut scene = Scene::new();
    scene.hear(8, ["Lunch at the café?", "no"]);
    scene.hear(9, ["The CAFE is closed"]);
    scene.hear(8, ["another cafe then"]);
    let (last, closed, first) = (
        "another cafe then",
        "The CAFE is closed",
        "Lunch at the café?",
    );
    assert_eq!(scene.all("cafe"), [last, closed, first]);
    assert_eq!(scene.within("Café", 8), [last, first]);
    assert_eq!(scene.within("cafe", 9), [closed]);
    assert_eq!(scene.all("cafe the"), [last, closed, first]);
    assert_eq!(scene.all("closed cafe"), [closed]);
    assert!(scene.within("closed", 8).is_empty());
    assert!(scene.within("cafe", 7).is_empty());
}

/// In one conversation the order is the one in which it is read, whenever a message arrived.
#[test]
fn what_came_late_stands_in_a_conversation_where_it_is_shown() {
    let mut scene = Scene::new();
    scene.hear(8, ["word one", "word two"]);
    let mut late = row(8, 77, "word late");
    late.sort_at = 1_500;
    scene.change(|tx| tx.insert_message(&late).unwrap());
    assert_eq!(
        scene.within("word", 8),
        ["word two", "word late", "word one"]
    );
    assert_eq!(scene.all("word"), ["word late", "word two", "word one"]);
}

#[test]
fn what_was_removed_and_what_is_no_text_is_not_found() {
    let mut scene = Scene::new();
    let rows = scene.hear(8, ["word kept", "word removed"]);
    scene.hear(9, ["word of a conversation that was removed"]);
    let mut notice = row(8, 90, "word of a notice");
    notice.kind = RowKind::Notice;
    let mut newer = row(8, 91, "word of a newer version");
    newer.kind = RowKind::NeedsNewer;
    scene.change(|tx| {
        tx.insert_message(&notice).unwrap();
        tx.insert_message(&newer).unwrap();
        let at = Timestamp::default();
        assert!(tx.remove_message(rows[1].id, at).unwrap());
        tx.remove_messages(direct(9), at).unwrap();
    });
    assert_eq!(scene.all("word"), ["word kept"]);
    assert_eq!(scene.within("word", 8), ["word kept"]);
}

#[test]
fn a_search_goes_on_where_its_page_ended_whatever_came_and_went_meanwhile() {
    let searches = [
        Search::new(query("word")),
        Search::within(query("word"), direct(8)),
    ];
    for mut search in searches {
        let mut scene = Scene::new();
        let texts: Vec<String> = (0..25).map(|number| format!("word {number}")).collect();
        scene.hear(8, texts.iter().map(String::as_str));
        let (found, _) = scene.find(search.clone(), 7);
        assert!(found.iter().eq(texts.iter().rev()), "{found:?}");

        let first = scene.view.search(&mut search, 5).unwrap();
        let last = first.last().unwrap();
        assert_eq!(last.text, "word 20");
        scene.change(|tx| {
            let removed = tx.remove_message(last.id, Timestamp::default());
            assert!(removed.unwrap());
        });
        scene.hear(8, ["word new"]);
        let next = scene.view.search(&mut search, 1).unwrap();
        assert_eq!(next[0].text, "word 19");
    }
}

#[test]
fn a_step_is_bounded_in_rows_and_in_bytes() {
    let mut scene = Scene::new();
    let mut texts = vec!["needle"];
    texts.resize(2 * SEARCH_STEP_ROWS + 1, "hay");
    scene.hear(8, texts);
    let (found, steps) = scene.find(Search::new(query("needle")), 10);
    assert_eq!((found.len(), steps), (1, 3));

    let mut scene = Scene::new();
    let long = "hay ".repeat(2_000);
    let in_a_step = SEARCH_STEP_BYTES.div_ceil(long.len());
    scene.hear(8, std::iter::repeat_n(long.as_str(), 2 * in_a_step + 1));
    for search in [
        Search::new(query("needle")),
        Search::within(query("needle"), direct(8)),
    ] {
        let (found, steps) = scene.find(search, 10);
        assert_eq!((found.len(), steps), (0, 3));
    }
}

/// Nothing is sorted, and no row is read that is not looked at.
#[test]
fn texts_are_read_through_indexes() {
    let scene = Scene::new();
    let connection = scene.view.lock();
    for sql in texts::statements() {
        let mut statement = connection
            .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
            .unwrap();
        let nothing = vec![rusqlite::types::Null; statement.parameter_count()];
        let steps = statement.query_map(rusqlite::params_from_iter(nothing), |row| {
            row.get::<_, String>(3)
        });
        let steps: Vec<_> = steps.unwrap().map(Result::unwrap).collect();
        let [step] = steps.as_slice() else {
            panic!("{steps:?}");
        };
        assert!(
            step.contains("INTEGER PRIMARY KEY (rowid<?)")
                || step
                    .contains("INDEX message_order (conversation=? AND (sort_at,content_id,id)<"),
            "{step}"
        );
    }
}

#[test]
fn what_is_looked_for_is_printed_nowhere() {
    let search = Search::new(query("secret words"));
    let printed = format!("{search:?}");
    assert!(!printed.contains("secret") && printed.contains("words: 2"));
}
