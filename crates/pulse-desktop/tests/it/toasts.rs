//! Short messages at the edge: read whole, put away, held, taken back.

use std::time::Duration;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use pulse_desktop::state::{Language, ToastKind};
use pulse_desktop::{Action, AppState};

use super::stage::{PHONE, Stage, WIDE};
use crate::scenes::{cast, conversations};

/// A problem that takes three lines on a phone, what can be taken back, and a word.
fn three() -> AppState {
    conversations::toasts()
}

#[test]
fn toasts_are_read_whole_and_lie_over_nothing() {
    for size in [WIDE, PHONE] {
        let stage = Stage::new(three(), size, Language::English);
        let problem = stage.node(
            Role::Alert,
            "Their mailbox is full. Your message waits here and is sent when there is room again.",
        );
        let deleted = stage.node(Role::Status, "Message deleted on this computer");
        let copied = stage.node(Role::Status, "Copied");
        let composer = stage.node(Role::MultilineTextInput, "Message");
        let places = [problem, deleted, copied, composer].map(|node| node.rect());
        for pair in places.windows(2) {
            assert!(pair[0].bottom() <= pair[1].top(), "{places:?}");
        }
        let rows = stage.harness.query_all_by_role(Role::ListItem);
        let lowest = rows
            .map(|row| row.rect())
            .filter(|row| size == PHONE || row.left() > 320.0)
            .map(|row| row.bottom())
            .fold(0.0, f32::max);
        assert!(lowest <= places[0].top(), "{lowest} {places:?}");
    }
}

#[test]
fn a_toast_is_put_away_with_its_cross() {
    let mut state = conversations::everyday();
    state.act(Action::Copy("it".to_owned()));
    let mut stage = Stage::wide(state);
    assert!(stage.shows("Copied"));
    stage.button("Dismiss: Copied");
    assert!(!stage.shows("Copied"));
}

#[test]
fn a_toast_stays_while_the_pointer_is_at_it() {
    let mut state = conversations::everyday();
    state.act(Action::DeleteMessage(cast::message_id(1, 5)));
    let mut stage = Stage::wide(state);
    let until = |stage: &Stage| stage.state().toasts.shown[0].until.unwrap();
    let almost = until(&stage).as_millis() - 1_000;
    stage.happens(|state| {
        state.tick(pulse_client::Timestamp::from_millis(almost));
    });
    let before = until(&stage);
    let undo = stage.node(Role::Button, "Undo").rect().center();
    stage.harness.hover_at(undo);
    stage.harness.run_steps(3);
    let held = Duration::from_millis(until(&stage).as_millis() - before.as_millis());
    assert!(held >= Duration::from_secs(2), "{held:?}");
}

#[test]
fn the_keys_of_undo_bring_back_what_was_deleted() {
    let mut stage = Stage::wide(conversations::everyday());
    stage.types("a word");
    stage.right_click(Role::ListItem, "Bob Okafor: Seven?");
    stage.click(Role::MenuItem, "Delete");
    assert!(!stage.shows("Bob Okafor: Seven?"));
    stage.press_with(Modifiers::COMMAND, Key::Z);
    assert!(stage.shows("Bob Okafor: Seven?"));
    // In the composer they are those of what is written there.
    assert_eq!(stage.draft(), "a word");
    stage.right_click(Role::ListItem, "Bob Okafor: Seven?");
    stage.click(Role::MenuItem, "Delete");
    stage.click(Role::MultilineTextInput, "Message");
    stage.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(stage.draft(), "");
    assert!(!stage.shows("Bob Okafor: Seven?"));
}

#[test]
fn a_problem_is_told_at_once_and_the_rest_when_there_is_time() {
    let stage = Stage::wide(three());
    let live = |role| {
        let mut nodes = stage.harness.query_all_by_role(role);
        nodes.next().map(|node| node.accesskit_node().live())
    };
    assert_eq!(live(Role::Alert), Some(egui::accesskit::Live::Assertive));
    assert_eq!(live(Role::Status), Some(egui::accesskit::Live::Polite));
    assert!(matches!(
        stage.state().toasts.shown[0].kind,
        ToastKind::Problem { .. }
    ));
}

/// More were deleted than there is room to tell of: each can be taken back where it is told.
#[test]
fn a_fourth_deletion_is_offered_to_be_taken_back_when_there_is_room() {
    let mut stage = Stage::wide(conversations::everyday());
    let texts = stage.labels(Role::ListItem);
    let texts: Vec<_> = (texts.iter().rev().filter(|it| it.contains(": ")).take(4)).collect();
    assert_eq!(texts.len(), 4);
    for text in &texts {
        stage.right_click(Role::ListItem, text);
        stage.click(Role::MenuItem, "Delete");
    }
    let undos = |stage: &Stage| {
        let all = stage
            .harness
            .query_all_by_role_and_label(Role::Button, "Undo");
        all.count()
    };
    assert_eq!(undos(&stage), 3);
    stage.happens(|state| {
        state.tick(state.now.plus(Duration::from_secs(10)));
    });
    assert_eq!(undos(&stage), 1);
    stage.button("Undo");
    assert!(stage.shows(texts[0]));
    assert!(!stage.shows(texts[1]));
}
