//! Conversations that were marked as unread by hand.

use std::collections::BTreeSet;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use pulse_client::Mute;
use pulse_desktop::state::Overlay;
use pulse_desktop::{Action, AppState, Effect, Request, Update};

use super::people::{asked, at_home, chat, conversation};
use super::stage::Stage;
use crate::scenes::{cast, conversations};

fn marks(numbers: &[u8]) -> Update {
    Update::UnreadMarks(numbers.iter().map(|number| conversation(*number)).collect())
}

fn unread_told(effects: &[Effect]) -> Option<u32> {
    effects.iter().find_map(|effect| match effect {
        Effect::Unread(count) => Some(*count),
        _ => None,
    })
}

/// Which mark the client was asked for.
fn asked_to_mark(effects: &[Effect]) -> Vec<bool> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Ask(Request::SetUnreadMark { marked, .. }) => Some(*marked),
            _ => None,
        })
        .collect()
}

#[test]
fn a_mark_counts_as_one_unless_more_is_unread_or_nothing_is_announced() {
    let mut state = at_home();
    assert_eq!(unread_told(&state.apply(marks(&[1]))), Some(1));
    let list = vec![chat(1, "Bob", 0), chat(2, "Carol", 3)];
    assert_eq!(
        unread_told(&state.apply(Update::Conversations(list))),
        Some(4)
    );
    assert_eq!(unread_told(&state.apply(marks(&[1, 2]))), None);
    let mute = Update::Mutes([(conversation(1), Mute::Always)].into());
    assert_eq!(unread_told(&state.apply(mute)), Some(3));
    let first = state.quick_switch("")[0].id;
    assert_eq!(first, conversation(1), "it is among what is unread");
}

/// The peer must not learn of it: nothing but the own store is asked.
#[test]
fn a_mark_goes_when_the_conversation_is_opened_answered_or_read() {
    let mark = Action::MarkUnread(conversation(1));
    assert_eq!(asked(&at_home().act(mark.clone())), ["SetUnreadMark"]);
    let marked = || {
        let mut state = at_home();
        state.apply(marks(&[1]));
        state
    };
    let opens = Action::OpenConversation(conversation(1));
    assert_eq!(asked_to_mark(&marked().act(opens.clone())), [false]);
    let reads = Action::MarkRead(conversation(1));
    assert_eq!(asked_to_mark(&marked().act(reads.clone())), [false]);
    // Of one that is open it stays until somebody turns to it again.
    let mut state = at_home();
    state.act(opens.clone());
    assert_eq!(asked_to_mark(&state.act(mark)), [true]);
    state.apply(marks(&[1]));
    assert_eq!(asked_to_mark(&state.act(opens.clone())), [false]);
    state.act(Action::EditDraft {
        conversation: conversation(1),
        text: "coming back to this".to_owned(),
    });
    let sends = Action::SendDraft(conversation(1));
    assert_eq!(asked_to_mark(&state.act(sends)), [false]);
    // Nothing is asked of what has none.
    let mut state = at_home();
    assert!(asked_to_mark(&state.act(opens)).is_empty());
    assert!(asked_to_mark(&state.act(reads)).is_empty());
}

fn marked(state: &mut AppState) {
    state.apply(Update::UnreadMarks(BTreeSet::from([cast::conversation(2)])));
}

fn description(stage: &Stage, label: &str) -> String {
    let row = stage.node(Role::ListItem, label);
    row.accesskit_node().description().unwrap_or_default()
}

/// What is painted is not to be read from a tree, so what is said stands for it: both come from one place.
#[test]
fn the_quick_switcher_says_what_the_list_says() {
    let mut state = conversations::muted();
    let names = ["Bob Okafor", "Clara Ångström", "李小龙"];
    let beginning = |stage: &Stage, name: &str| {
        let says = description(stage, name);
        [
            "3 unread messages, muted",
            "muted",
            "120 unread messages, muted",
        ]
        .into_iter()
        .find(|words| says.starts_with(words))
        .map(str::to_owned)
    };
    let list = Stage::wide(state.clone());
    state.overlay = Some(Overlay::QuickSwitcher);
    let mut switcher = Stage::wide(state);
    for name in names {
        let said = beginning(&list, name);
        assert!(said.is_some(), "{name}");
        let mut rows = switcher
            .harness
            .query_all_by_role_and_label(Role::ListItem, name);
        // The list below is drawn first.
        let row = rows.next_back().unwrap();
        assert_eq!(row.accesskit_node().description(), said, "{name}");
    }
    switcher.happens(|state| {
        state.apply(Update::UnreadMarks([cast::conversation(7)].into()));
    });
    let mut rows = switcher
        .harness
        .query_all_by_role(Role::ListItem)
        .filter(|row| row.accesskit_node().description().as_deref() == Some("marked as unread"));
    assert!(rows.next().is_some());
}

#[test]
fn the_menu_of_a_row_marks_and_the_row_says_so() {
    let mut stage = Stage::wide(conversations::list());
    stage.node(Role::ListItem, "Bob Okafor").focus();
    stage.harness.run();
    stage.press(Key::ArrowDown);
    stage.press(Key::ArrowDown);
    stage.press_with(Modifiers::SHIFT, Key::F10);
    assert!(!stage.shows("Mark as read"));
    stage.click(Role::MenuItem, "Mark as unread");
    assert_eq!(asked_to_mark(&stage.play().effects), [true]);
    assert!(!description(&stage, "Clara Ångström").contains("unread"));
    stage.happens(marked);
    let says = description(&stage, "Clara Ångström");
    assert!(says.starts_with("marked as unread"), "{says}");
    stage.right_click(Role::ListItem, "Clara Ångström");
    assert!(!stage.shows("Mark as unread"));
    stage.click(Role::MenuItem, "Mark as read");
    assert_eq!(asked_to_mark(&stage.play().effects), [true, false]);
}
