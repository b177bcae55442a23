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

/// Which place the view was sent to, and how many there are.
fn at(state: &AppState) -> Option<(MessageId, usize, usize)> {
    let find = state.find.as_ref()?;
    let place = find.places.get(find.at)?;
    Some((*place, find.at, find.places.len()))
}

fn undo_newest(state: &mut AppState) -> Vec<Effect> {
    let toast = state.toasts.shown.last().unwrap().id;
    state.act(Action::Undo(toast))
}

#[test]
fn a_message_that_comes_back_is_found_where_it_was() {
    let mut state = finding("seven", &[11, 9, 8]);
    state.act(Action::StepFind { older: true });
    // The view was there, and is again.
    state.act(Action::DeleteMessage(place(9)));
    assert_eq!(at(&state), Some((place(8), 1, 2)));
    undo_newest(&mut state);
    assert_eq!(at(&state), Some((place(9), 1, 3)));
    // One after the other, and back in the same order.
    for number in [9, 8, 11] {
        state.act(Action::DeleteMessage(place(number)));
    }
    assert_eq!(at(&state), None);
    undo_newest(&mut state);
    undo_newest(&mut state);
    undo_newest(&mut state);
    assert_eq!(at(&state), Some((place(9), 1, 3)));
    // Whoever went on stays where they are.
    state.act(Action::DeleteMessage(place(9)));
    state.act(Action::StepFind { older: false });
    assert_eq!(at(&state), Some((place(11), 0, 2)));
    undo_newest(&mut state);
    assert_eq!(at(&state), Some((place(11), 0, 3)));
    // What comes meanwhile moves nothing.
    state.act(Action::DeleteMessage(place(11)));
    let position = state.timeline.as_ref().unwrap().total;
    state.apply(Update::RowAdded {
        row: cast::theirs(1, 12, "Seven it is", 0),
        position,
        total: position + 1,
    });
    undo_newest(&mut state);
    assert_eq!(at(&state), Some((place(11), 1, 4)));
    // What is about to go is not found by another search either, and comes back to it.
    state.act(Action::DeleteMessage(place(9)));
    let number = searches(&state.act(Action::Find("seve".into())))[0];
    state.apply(found(number, &[11, 9, 8], false));
    assert_eq!(at(&state), Some((place(11), 0, 2)));
    undo_newest(&mut state);
    assert_eq!(at(&state), Some((place(11), 0, 3)));
}

#[test]
fn a_conversation_that_comes_back_is_shown_with_what_was_looked_for() {
    for delete in [
        Action::DeleteConversation(cast::conversation(1)),
        Action::RemoveContact(cast::account(1)),
    ] {
        let mut state = finding("seven", &[11, 9, 8]);
        state.act(Action::StepFind { older: true });
        state.act(delete);
        assert_eq!((at(&state), state.open_conversation()), (None, None));
        let effects = undo_newest(&mut state);
        assert_eq!(state.open_conversation(), Some(cast::conversation(1)));
        assert_eq!(at(&state), Some((place(9), 1, 3)));
        assert_eq!(state.find.as_ref().unwrap().text, "seven");
        assert_eq!(located(&effects), Some(place(9)));
    }
    // A search that had not come to its end is begun anew.
    let mut state = conversations::everyday();
    state.act(Action::OpenFind);
    state.act(Action::Find("seven".into()));
    state.act(Action::DeleteConversation(cast::conversation(1)));
    let number = searches(&undo_newest(&mut state))[0];
    state.apply(found(number, &[11], false));
    assert_eq!(at(&state), Some((place(11), 0, 1)));
}

/// Whoever went elsewhere stays there, and whoever opens the conversation again has not looked for anything in it.
#[test]
fn a_conversation_that_comes_back_takes_nobody_along() {
    let mut state = finding("seven", &[11, 9, 8]);
    state.act(Action::DeleteConversation(cast::conversation(1)));
    state.act(Action::OpenConversation(cast::conversation(2)));
    undo_newest(&mut state);
    assert_eq!(state.open_conversation(), Some(cast::conversation(2)));
    assert!(state.find.is_none());

    let mut state = finding("seven", &[11, 9, 8]);
    state.act(Action::DeleteConversation(cast::conversation(1)));
    state.act(Action::OpenConversation(cast::conversation(1)));
    assert!(state.find.is_none());

    // Behind the lock nothing is kept of what was typed.
    let mut state = finding("seven", &[11, 9, 8]);
    state.lock.available = true;
    state.act(Action::DeleteConversation(cast::conversation(1)));
    let toast = state.toasts.shown.last().unwrap().id;
    state.act(Action::Lock);
    state.lock.locked = false;
    state.act(Action::Undo(toast));
    assert!(state.find.is_none());
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
