//! Messages that are found from the list.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::NodeT;
use pulse_client::{Search, SearchQuery, StoreError};
use pulse_desktop::state::{Language, Timeline, ToastKind};
use pulse_desktop::{
    Action, AppState, Effect, Found, Hits, MessageHit, Request, SearchKind, Update,
};

use super::long_conversation::{answer, long};
use super::stage::{PHONE, Stage, WIDE};
use crate::scenes::{cast, conversations};

const LONGEST: &str = "Dr. Maximiliane von und zu Hohenstein-Wallenburg-Schwarzach";

fn hit(with: u8, number: u32, line: &str, typed: &str) -> MessageHit {
    MessageHit {
        id: cast::message_id(with, number),
        conversation: cast::conversation(with),
        outgoing: false,
        at: cast::ago(60 * u64::from(number)),
        line: line.to_owned(),
        marks: SearchQuery::new(typed).unwrap().hits(line),
    }
}

/// What is asked of the client, as the number of the search.
fn asked(effects: &[Effect]) -> Vec<u64> {
    let number = |effect: &Effect| match effect {
        Effect::Ask(Request::Search { number, .. }) => Some(*number),
        _ => None,
    };
    effects.iter().filter_map(number).collect()
}

fn answer_with(number: u64, hits: Vec<MessageHit>, more: Option<Search>) -> Update {
    Update::Found {
        kind: SearchKind::List,
        number,
        found: Ok(Found {
            hits: Hits::Lines(hits),
            more,
        }),
    }
}

fn types_into_search(stage: &mut Stage, text: &str) {
    stage.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    stage.types(text);
}

/// Types, and answers with these.
fn finds(stage: &mut Stage, typed: &str, hits: Vec<MessageHit>) {
    types_into_search(stage, typed);
    let number = *asked(&stage.play().effects).last().unwrap();
    stage.happens(|state| {
        state.apply(answer_with(number, hits, None));
    });
}

fn two(typed: &str) -> Vec<MessageHit> {
    let mut own = hit(4, 2, "we meet at seven", typed);
    own.outgoing = true;
    vec![hit(1, 1, "…said, See you at seven then", typed), own]
}

#[test]
fn messages_stand_below_the_people_that_were_found() {
    let mut stage = Stage::wide(conversations::list());
    types_into_search(&mut stage, "bob");
    assert!(stage.shows("Searching…"));
    let number = *asked(&stage.play().effects).last().unwrap();
    let hits = vec![hit(2, 1, "Bob was there", "bob")];
    stage.happens(|state| {
        state.apply(answer_with(number, hits, None));
    });
    assert!(stage.shows("Messages") && !stage.shows("Searching…"));
    let rows = ["Bob Okafor", "Clara Ångström: Bob was there"];
    assert_eq!(stage.labels(Role::ListItem), rows);
    assert!(stage.top_of("Clara Ångström: ") > stage.top_of("Messages"));
    let found = stage.node(Role::ListItem, rows[1]);
    assert!(found.accesskit_node().description().is_some());
}

#[test]
fn whoever_finds_nothing_reads_so() {
    let mut stage = Stage::wide(conversations::list());
    finds(&mut stage, "zzz", Vec::new());
    assert!(stage.shows_containing("Nobody found for"));
    assert!(stage.shows("No messages found"));
}

#[test]
fn a_click_shows_a_message_where_it_stands() {
    for size in [WIDE, PHONE] {
        let mut stage = Stage::new(conversations::list(), size, Language::English);
        finds(&mut stage, "seven", two("seven"));
        stage.click(Role::ListItem, "You to 李小龙: we meet at seven");
        let conversation = cast::conversation(4);
        assert_eq!(stage.state().open_conversation(), Some(conversation));
        let (id, mut effects) = (cast::message_id(4, 2), stage.play().effects.iter());
        let is_asked = effects.any(|effect| {
            matches!(effect, Effect::Ask(Request::Locate { message, .. }) if *message == id)
        });
        assert!(is_asked);
    }
}

#[test]
fn arrows_lead_on_from_the_people_to_the_messages() {
    let mut stage = Stage::wide(conversations::list());
    let hits = vec![
        hit(2, 1, "Bob was there", "bob"),
        hit(1, 2, "bob for apples", "bob"),
    ];
    finds(&mut stage, "bob", hits);
    stage.press(Key::ArrowDown);
    assert!(stage.node(Role::ListItem, "Bob Okafor").is_focused());
    stage.press(Key::ArrowDown);
    let first = "Clara Ångström: Bob was there";
    assert!(stage.node(Role::ListItem, first).is_focused());
    stage.press(Key::End);
    let last = "Bob Okafor: bob for apples";
    assert!(stage.node(Role::ListItem, last).is_focused());
    stage.press(Key::ArrowUp);
    stage.press(Key::Enter);
    let open = stage.state().open_conversation();
    assert_eq!(open, Some(cast::conversation(2)));
}

#[test]
fn enter_opens_the_first_message_when_nobody_is_called_so() {
    let mut stage = Stage::wide(conversations::list());
    finds(&mut stage, "seven", two("seven"));
    stage.press(Key::Enter);
    let opened = Action::OpenMessage {
        conversation: cast::conversation(1),
        message: cast::message_id(1, 1),
    };
    assert_eq!(stage.play().actions.last(), Some(&opened));
}

#[test]
fn more_are_shown_when_they_are_asked_for() {
    let mut stage = Stage::wide(conversations::list());
    types_into_search(&mut stage, "seven");
    let number = *asked(&stage.play().effects).last().unwrap();
    let more = Some(Search::new(SearchQuery::new("seven").unwrap()));
    stage.happens(|state| {
        state.apply(answer_with(number, two("seven"), more));
    });
    stage.press(Key::ArrowDown);
    stage.press(Key::End);
    assert!(stage.node(Role::Button, "Show more messages").is_focused());
    stage.press(Key::Enter);
    let next = *asked(&stage.play().effects).last().unwrap();
    assert!(next > number);
    stage.happens(|state| {
        state.apply(answer_with(next, vec![hit(5, 9, "seven!", "seven")], None));
    });
    assert_eq!(stage.labels(Role::ListItem).len(), 3);
    assert!(!stage.shows("Show more messages"));
}

/// Answers to what was typed before must not stand below what is typed now.
#[test]
fn what_an_earlier_search_finds_is_not_shown() {
    let mut state = conversations::list();
    let first = asked(&state.act(Action::Filter("se".into())))[0];
    let second = asked(&state.act(Action::Filter("seven".into())))[0];
    state.apply(answer_with(first, two("se"), None));
    assert_eq!(state.hits().count(), 0);
    state.apply(answer_with(second, two("seven"), None));
    assert_eq!(state.hits().count(), 2);
    // What still fits stays until the answer comes; once nothing is typed, nothing does.
    state.act(Action::Filter("seven m".into()));
    assert_eq!(state.hits().count(), 1);
    let effects = state.act(Action::Filter(String::new()));
    assert!(matches!(effects[..], [Effect::Ask(Request::EndSearch(_))]));
    assert_eq!(state.hits().count(), 0);
}

#[test]
fn what_is_deleted_is_not_found_any_more() {
    let mut state = conversations::list();
    let number = asked(&state.act(Action::Filter("seven".into())))[0];
    state.apply(answer_with(number, two("seven"), None));
    state.act(Action::DeleteMessage(cast::message_id(1, 1)));
    assert_eq!(state.hits().count(), 1, "it can be taken back");
    let toast = state.toasts.shown[0].id;
    state.act(Action::Undo(toast));
    assert_eq!(state.hits().count(), 2);
    state.act(Action::DeleteMessage(cast::message_id(1, 1)));
    let toast = state.toasts.shown[0].id;
    state.act(Action::DismissToast(toast));
    assert_eq!(state.message_search.hits.len(), 1);
    state.act(Action::DeleteConversation(cast::conversation(4)));
    assert_eq!(state.hits().count(), 0);
}

/// Somebody comes to a window that was left alone: what was looked for and found is behind the lock, and not in it.
#[test]
fn a_locked_window_keeps_nothing_that_was_found() {
    let mut state = conversations::list();
    state.lock.available = true;
    let number = asked(&state.act(Action::Filter("seven".into())))[0];
    state.apply(answer_with(number, two("seven"), None));
    let late = asked(&state.act(Action::Filter("seven m".into())))[0];
    state.act(Action::Lock);
    assert!(state.lock.locked);
    state.apply(answer_with(late, two("seven"), None));
    assert!(state.message_search.hits.is_empty() && state.chats.filter.is_empty());
    assert!(!format!("{state:?}").contains("seven m"));
}

#[test]
fn a_search_that_fails_says_so() {
    let mut state = conversations::list();
    let number = asked(&state.act(Action::Filter("seven".into())))[0];
    state.apply(Update::Found {
        kind: SearchKind::List,
        number,
        found: Err(StoreError::Unavailable("gone".into())),
    });
    assert_eq!(state.message_search.running, None);
    let toast = &state.toasts.shown[0].kind;
    assert!(matches!(toast, ToastKind::Problem { .. }));
}

#[test]
fn the_view_goes_to_a_message_far_away_and_marks_it_for_a_moment() {
    let mut stage = Stage::wide(long());
    answer(&mut stage);
    let position = 50_000;
    let id = cast::message_id(1, 50_000);
    stage.happens(|state| {
        state.apply(Update::Located {
            conversation: cast::conversation(1),
            message: id,
            position,
        });
    });
    answer(&mut stage);
    assert!(stage.shows_containing("#50000"));
    assert!(!stage.shows_containing("#99999"));
    let top = stage.top_of("#50000");
    assert!((150.0..450.0).contains(&top), "{top}");
    let marked = |stage: &Stage| stage.state().timeline.as_ref().and_then(Timeline::marked);
    assert_eq!(marked(&stage), Some(id));
    let due = stage.state().due_in().unwrap();
    stage.happens(|state| {
        state.tick(state.now.plus(due));
    });
    assert_eq!(marked(&stage), None);
    assert_eq!(stage.state().due_in(), None);
    // Whoever scrolls away is not brought back.
    stage.scroll(4_000.0);
    answer(&mut stage);
    assert!(!stage.shows_containing("#50000"));
}

#[test]
fn every_language_names_what_was_found() {
    for language in [
        Language::English,
        Language::German,
        Language::Spanish,
        Language::French,
        Language::Chinese,
        Language::Arabic,
    ] {
        let mut stage = Stage::new(conversations::list(), WIDE, language);
        let mut hits = two("seven");
        hits.push(hit(3, 3, "seven", "seven"));
        finds(&mut stage, "seven", hits);
        let rows = stage.labels(Role::ListItem);
        assert_eq!(rows.len(), 3, "{language:?}");
        assert!(rows.iter().all(|row| row.contains("seven")), "{rows:?}");
        assert!(rows.iter().any(|row| row.contains(LONGEST)), "{rows:?}");
        assert!(!format!("{rows:?}").contains('⟦'), "{rows:?}");
    }
}

/// A list without a search is as it was: typing is what asks.
#[test]
fn nothing_is_asked_for_that_nobody_typed() {
    let mut state: AppState = conversations::list();
    assert!(state.act(Action::Filter("  ".into())).is_empty());
    assert!(state.act(Action::Filter("x".repeat(1_000))).is_empty());
    assert_eq!(state.message_search.running, None);
}
