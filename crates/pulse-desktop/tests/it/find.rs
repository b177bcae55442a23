//! Messages that are looked for within a conversation.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use pulse_client::{MessageId, Search, SearchQuery};
use pulse_desktop::state::{Language, Overlay, Route};
use pulse_desktop::{Action, AppState, Effect, Found, Hits, Request, SearchKind, Update};

use super::stage::{PHONE, Stage, WIDE};
use crate::scenes::{cast, conversations};

const FIELD: &str = "Search in conversation";

fn place(number: u32) -> MessageId {
    cast::message_id(1, number)
}

fn searches(effects: &[Effect]) -> Vec<u64> {
    let number = |effect: &Effect| match effect {
        Effect::Ask(Request::Search { number, .. }) => Some(*number),
        _ => None,
    };
    effects.iter().filter_map(number).collect()
}

/// The message that the client was last asked to find the place of.
fn located(effects: &[Effect]) -> Option<MessageId> {
    let message = |effect: &Effect| match effect {
        Effect::Ask(Request::Locate { message, .. }) => Some(*message),
        _ => None,
    };
    effects.iter().rev().find_map(message)
}

fn found(number: u64, places: &[u32], has_more: bool) -> Update {
    let query = SearchQuery::new("seven").unwrap();
    Update::Found {
        kind: SearchKind::Conversation,
        number,
        found: Ok(Found {
            hits: Hits::Places(places.iter().copied().map(place).collect()),
            more: has_more.then(|| Search::new(query)),
        }),
    }
}

/// A conversation in which a word was typed into the field, and found in these messages.
fn finding(typed: &str, places: &[u32]) -> AppState {
    let mut state = conversations::everyday();
    state.act(Action::OpenFind);
    let number = searches(&state.act(Action::Find(typed.into())))[0];
    state.apply(found(number, places, false));
    state
}

/// Does what followed in the client: says what was found, and where it is.
fn answer(stage: &mut Stage, places: &[u32]) {
    let number = *searches(&stage.play().effects).last().unwrap();
    let places = places.to_owned();
    stage.happens(move |state| {
        let effects = state.apply(found(number, &places, false));
        assert_eq!(located(&effects), places.first().map(|it| place(*it)));
    });
}

#[test]
fn enter_goes_from_message_to_message_and_escape_back_to_writing() {
    for size in [WIDE, PHONE] {
        let mut stage = Stage::new(conversations::everyday(), size, Language::English);
        stage.press_with(Modifiers::COMMAND, Key::F);
        assert!(stage.node(Role::TextInput, FIELD).is_focused());
        stage.types("seven");
        answer(&mut stage, &[11, 9, 8]);
        assert!(stage.shows("1 of 3"));
        stage.press(Key::Enter);
        assert!(stage.shows("2 of 3"));
        assert_eq!(located(&stage.play().effects), Some(place(9)));
        stage.press_with(Modifiers::SHIFT, Key::Enter);
        stage.press_with(Modifiers::SHIFT, Key::Enter);
        assert!(stage.shows("3 of 3"), "behind the newest comes the oldest");
        stage.press(Key::Enter);
        assert!(stage.shows("1 of 3"));
        assert!(stage.node(Role::TextInput, FIELD).is_focused());
        stage.press(Key::Escape);
        assert!(!stage.shows(FIELD));
        let open = stage.state().open_conversation();
        assert_eq!(open, Some(cast::conversation(1)), "it stays open");
        stage.types("yes");
        assert_eq!(stage.draft(), "yes");
    }
}

#[test]
fn buttons_do_what_the_keys_do() {
    for size in [WIDE, PHONE] {
        let mut stage = Stage::new(conversations::everyday(), size, Language::English);
        stage.button("More");
        stage.click(Role::MenuItem, FIELD);
        stage.types("seven");
        assert_eq!(stage.draft(), "");
        answer(&mut stage, &[11, 9]);
        stage.button("Earlier message");
        assert!(stage.shows("2 of 2"));
        stage.button("Later message");
        assert!(stage.shows("1 of 2"));
        stage.button("Close search");
        assert!(stage.state().find.is_none());
    }
}

#[test]
fn whoever_finds_nothing_reads_so() {
    let mut stage = Stage::wide(conversations::everyday());
    stage.press_with(Modifiers::COMMAND, Key::F);
    assert!(!stage.shows("No messages found"), "nothing was typed");
    stage.types("zzz");
    assert!(stage.shows("Searching…"));
    answer(&mut stage, &[]);
    assert!(stage.shows("No messages found"));
    stage.press(Key::Enter);
    assert!(stage.shows("No messages found"));
    stage.button("Clear what is searched for");
    assert!(!stage.shows("No messages found"));
    assert!(stage.node(Role::TextInput, FIELD).is_focused());
}

#[test]
fn ctrl_f_looks_in_the_list_where_no_conversation_is_shown() {
    let mut stage = Stage::wide(conversations::list());
    stage.press_with(Modifiers::COMMAND, Key::F);
    assert!(stage.node(Role::TextInput, "Search").is_focused());
    let mut stage = Stage::wide(conversations::everyday());
    stage.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    assert!(stage.node(Role::TextInput, "Search").is_focused());
    assert!(stage.state().find.is_none());
    // From what lies over the conversation the keyboard goes into the field all the same.
    stage.press_with(Modifiers::COMMAND, Key::K);
    assert_eq!(stage.state().overlay, Some(Overlay::QuickSwitcher));
    stage.press_with(Modifiers::COMMAND, Key::F);
    assert!(stage.node(Role::TextInput, FIELD).is_focused());
}

/// Both searches are there: Escape ends the one that has the keyboard.
#[test]
fn escape_ends_the_search_in_which_somebody_types() {
    let mut stage = Stage::wide(finding("seven", &[11, 9]));
    let both = |stage: &Stage| {
        let state = stage.state();
        (state.chats.filter.clone(), state.find.is_some())
    };
    stage.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    stage.types("clara");
    stage.press(Key::Escape);
    assert_eq!(both(&stage), (String::new(), true));
    assert!(stage.node(Role::TextInput, "Search").is_focused());
    // From the empty field to what is being written.
    stage.press(Key::Escape);
    assert_eq!(both(&stage), (String::new(), true));
    stage.types("yes");
    assert_eq!(stage.draft(), "yes");
    // From what was found, too.
    stage.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    stage.types("clara");
    stage.press(Key::ArrowDown);
    assert!(stage.node(Role::ListItem, "Clara Ångström").is_focused());
    stage.press(Key::Escape);
    assert_eq!(both(&stage), (String::new(), true));
    // In the bar and in the conversation Escape is the bar's.
    stage.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    stage.types("clara");
    stage.press_with(Modifiers::COMMAND, Key::F);
    assert!(stage.node(Role::TextInput, FIELD).is_focused());
    stage.press(Key::Escape);
    assert_eq!(both(&stage), ("clara".to_owned(), false));
    stage.press_with(Modifiers::COMMAND, Key::F);
    stage.click(Role::MultilineTextInput, "Message");
    stage.press(Key::Escape);
    assert_eq!(both(&stage), ("clara".to_owned(), false));
}

#[test]
fn what_an_earlier_search_finds_is_not_shown() {
    let mut state = conversations::everyday();
    state.act(Action::OpenFind);
    let first = searches(&state.act(Action::Find("se".into())))[0];
    let second = searches(&state.act(Action::Find("seven".into())))[0];
    assert!(state.apply(found(first, &[11], false)).is_empty());
    state.apply(found(second, &[11, 9], true));
    let find = state.find.as_ref().unwrap();
    assert_eq!((find.places.len(), find.has_more), (2, true));
    let third = searches(&state.act(Action::Find("seven m".into())))[0];
    let effects = state.act(Action::CloseFind);
    assert!(matches!(
        effects[..],
        [Effect::Ask(Request::EndSearch(_)), Effect::FocusComposer]
    ));
    assert!(state.apply(found(third, &[11], false)).is_empty());
    assert!(state.find.is_none());
}

#[test]
fn the_search_ends_with_the_conversation_the_page_and_the_lock() {
    for action in [
        Action::OpenConversation(cast::conversation(2)),
        Action::Go(Route::MyLink),
        Action::DeleteConversation(cast::conversation(1)),
        Action::Back,
        Action::Lock,
    ] {
        let mut state = finding("seven", &[11, 9]);
        state.lock.available = true;
        state.act(action.clone());
        assert!(state.find.is_none(), "{action:?}");
    }
    let state = finding("seven", &[11, 9]);
    assert!(!format!("{state:?}").contains("seven"));
}

#[test]
fn what_comes_and_goes_meanwhile_is_counted() {
    let mut state = finding("seven", &[11, 9, 8]);
    state.act(Action::StepFind { older: true });
    let at = |state: &AppState| {
        let find = state.find.as_ref().unwrap();
        (
            find.places.get(find.at).copied(),
            find.at,
            find.places.len(),
        )
    };
    assert_eq!(at(&state), (Some(place(9)), 1, 3));
    let comes = |state: &mut AppState, number: u32, text: &str| {
        let position = state.timeline.as_ref().unwrap().total;
        state.apply(Update::RowAdded {
            row: cast::theirs(1, number, text, 0),
            position,
            total: position + 1,
        });
    };
    comes(&mut state, 12, "Seven it is");
    comes(&mut state, 13, "good");
    assert_eq!(at(&state), (Some(place(9)), 2, 4));
    state.act(Action::DeleteMessage(place(11)));
    assert_eq!(at(&state), (Some(place(9)), 1, 3));
    state.act(Action::DeleteMessage(place(9)));
    assert_eq!(at(&state), (Some(place(8)), 1, 2));
    state.act(Action::DeleteMessage(place(8)));
    assert_eq!(at(&state), (Some(place(12)), 0, 1));
    state.act(Action::DeleteMessage(place(12)));
    assert_eq!(at(&state), (None, 0, 0));
    assert!(state.act(Action::StepFind { older: true }).is_empty());
}

#[test]
fn every_language_has_room_for_it_on_a_phone() {
    for language in [
        Language::English,
        Language::German,
        Language::Spanish,
        Language::French,
        Language::Chinese,
        Language::Arabic,
    ] {
        let size = egui::vec2(320.0, 600.0);
        for places in [&[11, 9][..], &[]] {
            let stage = Stage::new(finding("seven", places), size, language);
            let field = stage.labels(Role::TextInput);
            let [name] = field.as_slice() else {
                panic!("{field:?}");
            };
            let width = stage.node(Role::TextInput, name).rect().width();
            assert!(width > 30.0, "{language:?}: {width}");
            assert_eq!(
                stage
                    .labels(Role::Button)
                    .iter()
                    .filter(|it| it.contains('⟦'))
                    .count(),
                0
            );
        }
    }
}
