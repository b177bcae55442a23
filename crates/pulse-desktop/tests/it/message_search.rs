//! Messages that are found from the list.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::NodeT;
use pulse_client::{MessageId, Search, SearchQuery, StoreError};
use pulse_desktop::state::{Language, Timeline, ToastKind};
use pulse_desktop::{
    Action, AppState, ChatSummary, Effect, Found, Hits, MessageHit, Request, SearchKind, Update,
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
    assert_eq!(opened(&stage), Some((1, cast::message_id(1, 1))));
}

/// The conversation that is open, and the message that its place was last asked of.
fn opened(stage: &Stage) -> Option<(u8, MessageId)> {
    let asked = |effect: &Effect| match effect {
        Effect::Ask(Request::Locate { message, .. }) => Some(*message),
        _ => None,
    };
    let message = stage.play().effects.iter().rev().find_map(asked)?;
    let open = stage.state().open_conversation()?;
    let number = (1..=9).find(|number| cast::conversation(*number) == open)?;
    Some((number, message))
}

/// Types into the search and presses Enter before anything of it was drawn, as fast people and slow machines do.
fn types_and_enters(stage: &mut Stage, text: &str) {
    let enter = egui::Event::Key {
        key: Key::Enter,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    let events = &mut stage.harness.input_mut().events;
    events.extend([egui::Event::Text(text.to_owned()), enter]);
    stage.harness.run();
}

fn hears(stage: &mut Stage, number: u64, hits: Vec<MessageHit>) {
    let inside = stage.harness.state_mut();
    let effects = inside.state.apply(answer_with(number, hits, None));
    inside.effects.extend(effects);
    stage.harness.run();
}

#[test]
fn enter_waits_for_the_answer_to_what_was_typed() {
    let mut stage = Stage::wide(conversations::list());
    finds(&mut stage, "se", vec![hit(4, 2, "we meet at seven", "se")]);
    // What stands there is of before: older than what there is of the whole word.
    stage.types("ven");
    stage.press(Key::Enter);
    assert_eq!(stage.state().open_conversation(), None);
    assert!(stage.node(Role::TextInput, "Search").is_focused());
    let number = *asked(&stage.play().effects).last().unwrap();
    hears(&mut stage, number - 1, two("se"));
    assert_eq!(stage.state().open_conversation(), None);
    hears(&mut stage, number, two("seven"));
    assert_eq!(opened(&stage), Some((1, cast::message_id(1, 1))));
    // Once.
    let opened = stage.state().recent.len();
    hears(&mut stage, number, vec![hit(5, 9, "seven!", "seven")]);
    assert_eq!(stage.state().recent.len(), opened);
}

#[test]
fn enter_means_what_was_typed_in_the_same_moment() {
    let mut stage = Stage::wide(conversations::list());
    types_into_search(&mut stage, "bo");
    types_and_enters(&mut stage, "xes");
    assert_eq!(stage.state().open_conversation(), None, "not Bob");
    let number = *asked(&stage.play().effects).last().unwrap();
    hears(&mut stage, number, vec![hit(4, 2, "two boxes", "boxes")]);
    assert_eq!(opened(&stage), Some((4, cast::message_id(4, 2))));

    let mut stage = Stage::wide(conversations::list());
    types_into_search(&mut stage, "");
    types_and_enters(&mut stage, "clara");
    let open = stage.state().open_conversation();
    assert_eq!(open, Some(cast::conversation(2)));
}

#[test]
fn enter_with_nothing_to_open_leaves_the_keyboard_in_the_field() {
    let mut stage = Stage::wide(conversations::list());
    types_into_search(&mut stage, "zzz");
    stage.press(Key::Enter);
    let number = *asked(&stage.play().effects).last().unwrap();
    hears(&mut stage, number, Vec::new());
    stage.press(Key::Enter);
    assert_eq!(stage.state().open_conversation(), None);
    stage.types("z");
    assert_eq!(stage.state().chats.filter, "zzzz");
}

/// A slow answer takes nobody away from where they went meanwhile, nor what they typed meanwhile.
#[test]
fn enter_is_forgotten_when_something_else_is_done() {
    for action in [
        Action::OpenConversation(cast::conversation(2)),
        Action::Filter("seven m".into()),
        Action::Go(pulse_desktop::state::Route::MyLink),
        Action::Filter(String::new()),
    ] {
        let mut state = conversations::list();
        let number = asked(&state.act(Action::Filter("seven".into())))[0];
        state.act(Action::OpenFirst);
        let effects = state.act(action.clone());
        let open = state.open_conversation();
        let number = asked(&effects).last().copied().unwrap_or(number);
        state.apply(answer_with(number, two("seven"), None));
        assert_eq!(state.open_conversation(), open, "{action:?}");
    }
}

/// A list in which two messages with "seven" are found, and the keyboard at the button that asks for more.
fn at_show_more() -> Stage {
    let mut stage = Stage::wide(conversations::list());
    types_into_search(&mut stage, "seven");
    let number = *asked(&stage.play().effects).last().unwrap();
    let more = Some(Search::new(SearchQuery::new("seven").unwrap()));
    stage.happens(|state| {
        state.apply(answer_with(number, two("seven"), more));
    });
    stage.press(Key::ArrowDown);
    stage.press(Key::End);
    stage
}

#[test]
fn more_are_shown_when_they_are_asked_for() {
    let mut stage = at_show_more();
    let number = *asked(&stage.play().effects).last().unwrap();
    assert!(stage.node(Role::Button, "Show more messages").is_focused());
    stage.press(Key::Enter);
    let next = *asked(&stage.play().effects).last().unwrap();
    assert!(next > number);
    assert!(stage.node(Role::Label, "Searching…").is_focused());
    let come = vec![hit(5, 9, "seven!", "seven"), hit(6, 8, "Seven", "seven")];
    stage.happens(|state| {
        state.apply(answer_with(next, come, None));
    });
    let rows = stage.labels(Role::ListItem);
    assert_eq!(rows.len(), 4);
    assert!(!stage.shows("Show more messages"));
    // Whoever reads on with the keyboard goes on with the first that came.
    assert!(stage.node(Role::ListItem, &rows[2]).is_focused());
    stage.press(Key::ArrowUp);
    assert!(stage.node(Role::ListItem, &rows[1]).is_focused());
}

#[test]
fn the_keyboard_stays_at_what_is_last_when_no_more_come() {
    for more in [None, Some(Search::new(SearchQuery::new("seven").unwrap()))] {
        let mut stage = at_show_more();
        stage.press(Key::Enter);
        let number = *asked(&stage.play().effects).last().unwrap();
        let has_more = more.is_some();
        stage.happens(|state| {
            state.apply(answer_with(number, Vec::new(), more));
        });
        let (role, label) = match has_more {
            true => (Role::Button, "Show more messages"),
            false => (Role::ListItem, "You to 李小龙: we meet at seven"),
        };
        assert!(stage.node(role, label).is_focused(), "{label}");
    }
}

/// More come while somebody types on, or is at a row: nobody is taken from there.
#[test]
fn more_messages_take_the_keyboard_from_nowhere_else() {
    let mut stage = at_show_more();
    stage.press(Key::Enter);
    stage.press(Key::Home);
    let row = stage.labels(Role::ListItem)[0].clone();
    assert!(stage.node(Role::ListItem, &row).is_focused());
    let number = *asked(&stage.play().effects).last().unwrap();
    stage.happens(|state| {
        state.apply(answer_with(
            number,
            vec![hit(5, 9, "seven!", "seven")],
            None,
        ));
    });
    assert!(stage.node(Role::ListItem, &row).is_focused());
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

/// What was found is looked up in a list that changes under it: whoever stands beside a message wrote it.
#[test]
fn what_was_found_is_shown_with_whom_it_was_written() {
    let mut state = conversations::list();
    let number = asked(&state.act(Action::Filter("seven".into())))[0];
    let hits = [1, 2, 4, 5, 6].map(|with| hit(with, u32::from(with), "seven", "seven"));
    state.apply(answer_with(number, hits.to_vec(), None));
    let looked_up = |state: &AppState| {
        let right = |(hit, chat): (&MessageHit, std::borrow::Cow<'_, ChatSummary>)| {
            assert_eq!(hit.conversation, chat.id);
        };
        state.hits().map(right).count()
    };
    assert_eq!(looked_up(&state), 5);
    let mut all = state.chats.all.clone();
    all.reverse();
    state.apply(Update::Conversations(all.clone()));
    assert_eq!(looked_up(&state), 5);
    // One line goes for good, and one contact; those below them move up.
    for delete in [
        Action::DeleteConversation(all[0].id),
        Action::RemoveContact(cast::account(2)),
    ] {
        state.act(delete);
        let toast = state.toasts.shown[0].id;
        state.act(Action::DismissToast(toast));
        looked_up(&state);
    }
    assert!(state.chat(all[0].id).is_none());
    assert!(state.contact(cast::account(2)).is_none());
    for row in &state.contacts {
        let found = state.contact(row.account).unwrap();
        assert_eq!(found.account, row.account);
    }
    // Contacts with whom nothing was written yet have no line.
    state.apply(Update::Conversations(Vec::new()));
    assert!(looked_up(&state) > 0);
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
    // What could not be looked for is not said to be nowhere.
    let stage = Stage::wide(state);
    assert!(stage.shows("The search failed"));
    assert!(!stage.shows("No messages found"));
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
