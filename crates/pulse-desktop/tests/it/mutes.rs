//! Conversations that are muted.

use std::collections::BTreeMap;
use std::time::Duration;

use egui::accesskit::Role;
use egui_kittest::kittest::NodeT;
use pulse_client::{Mute, Timestamp};
use pulse_desktop::state::{Language, MuteLength, Overlay, Route};
use pulse_desktop::{Action, AppState, Effect, Request, Update};

use super::people::{asked, at_home, chat, conversation, pass, row};
use super::stage::{PHONE, Stage, WIDE};
use crate::scenes::{cast, conversations};

const HOUR: Duration = Duration::from_secs(60 * 60);

fn mutes(number: u8, mute: Mute) -> Update {
    Update::Mutes(BTreeMap::from([(conversation(number), mute)]))
}

/// Bob has two unread messages, Carol one.
fn with_unread() -> AppState {
    let mut state = at_home();
    state.apply(Update::Conversations(vec![
        chat(1, "Bob", 2),
        chat(2, "Carol", 1),
    ]));
    state
}

fn unread_told(effects: &[Effect]) -> Option<u32> {
    effects.iter().find_map(|effect| match effect {
        Effect::Unread(count) => Some(*count),
        _ => None,
    })
}

fn notifies(state: &mut AppState, from: u8) -> bool {
    let effects = state.apply(Update::Arrived(vec![row(from, 7, "lunch?")]));
    effects
        .iter()
        .any(|effect| matches!(effect, Effect::Notify { .. }))
}

#[test]
fn each_length_is_kept_by_the_client_until_its_time() {
    for (lasts, hours) in [
        (MuteLength::Hour, Some(1)),
        (MuteLength::EightHours, Some(8)),
        (MuteLength::Week, Some(7 * 24)),
        (MuteLength::Always, None),
    ] {
        let mut state = at_home();
        state.act(Action::Open(Overlay::Mute(conversation(1))));
        let effects = state.act(Action::Mute {
            conversation: conversation(1),
            lasts,
        });
        assert_eq!(state.overlay, None);
        let wanted = hours.map_or(Mute::Always, |hours| {
            Mute::Until(state.now.plus(HOUR * hours))
        });
        let [
            Effect::Ask(Request::SetMute {
                conversation: which,
                mute,
            }),
        ] = effects[..]
        else {
            panic!("{effects:?}");
        };
        assert_eq!((which, mute), (conversation(1), Some(wanted)));
        // It is not in the settings, which are kept in plain.
        assert!(asked(&effects) == ["SetMute"]);
    }
}

#[test]
fn a_muted_conversation_is_not_announced_and_not_counted() {
    let mut state = with_unread();
    assert_eq!(state.unread(), 3);
    let effects = state.apply(mutes(1, Mute::Always));
    assert_eq!(unread_told(&effects), Some(1));
    assert!(!notifies(&mut state, 1));
    assert!(notifies(&mut state, 2));
    assert_eq!(state.chat(conversation(1)).unwrap().unread, 2);
    let effects = state.apply(Update::Mutes(BTreeMap::new()));
    assert_eq!(unread_told(&effects), Some(3));
    assert!(notifies(&mut state, 1));
}

#[test]
fn a_mute_ends_by_itself_and_wakes_nobody_before() {
    let mut state = with_unread();
    state.apply(mutes(1, Mute::Until(state.now.plus(HOUR))));
    assert_eq!(state.due_in(), Some(HOUR));
    assert_eq!(unread_told(&pass(&mut state, 60 * 60 - 1)), None);
    assert!(state.is_muted(conversation(1)));
    assert_eq!(unread_told(&pass(&mut state, 1)), Some(3));
    assert!(!state.is_muted(conversation(1)));
    assert!(notifies(&mut state, 1));
    assert_eq!(state.due_in(), None);
    // One without an end wakes nobody at all, one that is over already is none.
    state.apply(mutes(1, Mute::Always));
    assert_eq!(state.due_in(), None);
    state.apply(mutes(1, Mute::Until(state.now)));
    assert!(!state.is_muted(conversation(1)));
    assert_eq!(state.due_in(), None);
}

fn muted(mute: Mute) -> impl FnOnce(&mut AppState) {
    move |state| {
        let mutes = BTreeMap::from([(cast::conversation(1), mute)]);
        state.apply(Update::Mutes(mutes));
    }
}

/// What the client was asked to do with the mute of Bob.
fn asked_to_mute(stage: &Stage) -> Option<Option<Mute>> {
    let mut effects = stage.play().effects.iter().rev();
    effects.find_map(|effect| match effect {
        Effect::Ask(Request::SetMute { conversation, mute })
            if *conversation == cast::conversation(1) =>
        {
            Some(*mute)
        }
        _ => None,
    })
}

#[test]
fn the_menu_of_a_row_mutes_and_the_row_says_so() {
    let mut stage = Stage::wide(conversations::list());
    stage.right_click(Role::ListItem, "Bob Okafor");
    stage.click(Role::MenuItem, "Mute…");
    assert!(stage.shows("Mute Bob Okafor"));
    stage.button("For 8 hours");
    assert_eq!(stage.state().overlay, None);
    assert!(matches!(asked_to_mute(&stage), Some(Some(Mute::Until(_)))));
    stage.happens(muted(Mute::Always));
    let description = |stage: &Stage| {
        let row = stage.node(Role::ListItem, "Bob Okafor");
        row.accesskit_node().description().unwrap_or_default()
    };
    let says = description(&stage);
    assert!(says.contains("muted"), "{says}");
    stage.right_click(Role::ListItem, "Bob Okafor");
    stage.click(Role::MenuItem, "Unmute");
    assert_eq!(asked_to_mute(&stage), Some(None));
    stage.happens(|state| {
        state.apply(Update::Mutes(BTreeMap::new()));
    });
    assert!(!description(&stage).contains("muted"));
}

#[test]
fn the_menu_of_a_conversation_mutes() {
    let mut stage = Stage::new(conversations::everyday(), PHONE, Language::English);
    stage.button("More");
    stage.click(Role::MenuItem, "Mute…");
    stage.button("Always");
    assert_eq!(asked_to_mute(&stage), Some(Some(Mute::Always)));
}

#[test]
fn the_page_of_a_contact_says_until_when() {
    let state = conversations::page(Route::Contact(cast::account(1)));
    let mut stage = Stage::new(state, WIDE, Language::English);
    stage.button("Mute…");
    stage.button("For 1 week");
    stage.happens(muted(Mute::Until(Timestamp::from_millis(
        cast::NOW.as_millis() + 7 * 24 * 3_600_000,
    ))));
    let until = |stage: &Stage| {
        let row = stage.node(Role::Button, "Unmute");
        row.accesskit_node().description().unwrap_or_default()
    };
    assert_eq!(until(&stage), "Muted until November 30, 16:40");
    stage.button("Unmute");
    assert_eq!(asked_to_mute(&stage), Some(None));
    stage.happens(muted(Mute::Always));
    assert_eq!(until(&stage), "Muted until you unmute");
}

#[test]
fn requests_have_nothing_to_mute() {
    let mut stage = Stage::wide(conversations::request());
    stage.button("More");
    assert!(stage.shows("Block"));
    assert!(!stage.shows("Mute…"));
}
