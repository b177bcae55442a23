//! A finger instead of a pointer: what the window gets from a touch screen, event by event as winit's adapter for egui tells it.

use egui::accesskit::Role;
use egui::{Event, Modifiers, PointerButton, Pos2, TouchDeviceId, TouchId, TouchPhase, vec2};
use egui_kittest::kittest::Queryable;
use pulse_desktop::AppState;
use pulse_desktop::state::{Language, Overlay};

use super::long_conversation::{answer, long};
use super::stage::{PHONE, Stage};
use crate::scenes::conversations;

fn phone(state: AppState) -> Stage {
    let mut stage = Stage::new(state, PHONE, Language::English);
    answer(&mut stage);
    stage
}

/// One finger, which also moves the pointer that a touch screen stands for.
fn touch(stage: &mut Stage, phase: TouchPhase, pos: Pos2) {
    stage.harness.event(Event::Touch {
        device_id: TouchDeviceId(1),
        id: TouchId(1),
        phase,
        pos,
        force: None,
    });
    let button = |pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    if matches!(phase, TouchPhase::Start | TouchPhase::Move) {
        stage.harness.event(Event::PointerMoved(pos));
    }
    match phase {
        TouchPhase::Start => stage.harness.event(button(true)),
        TouchPhase::Move => {}
        TouchPhase::End => {
            stage.harness.event(button(false));
            stage.harness.event(Event::PointerGone);
        }
        TouchPhase::Cancel => stage.harness.event(Event::PointerGone),
    }
}

fn tap(stage: &mut Stage, pos: Pos2) {
    touch(stage, TouchPhase::Start, pos);
    stage.harness.step();
    touch(stage, TouchPhase::End, pos);
    stage.harness.run();
}

/// Moves a finger over the glass, stops, and lifts it.
fn drag(stage: &mut Stage, from: Pos2, by: f32) {
    const STEPS: u8 = 10;
    touch(stage, TouchPhase::Start, from);
    stage.harness.step();
    for step in 1..=STEPS {
        let moved = by * f32::from(step) / f32::from(STEPS);
        touch(stage, TouchPhase::Move, from + vec2(0.0, moved));
        stage.harness.step();
    }
    // At rest, so that nothing flies on.
    for _ in 0..STEPS {
        stage.harness.step();
    }
    touch(stage, TouchPhase::End, from + vec2(0.0, by));
    stage.harness.run();
}

/// Holds a finger still for longer than a tap takes.
fn hold(stage: &mut Stage, pos: Pos2) {
    touch(stage, TouchPhase::Start, pos);
    let steps = (1.5 / stage.harness.input().predicted_dt) as usize;
    for _ in 0..steps {
        stage.harness.step();
    }
    touch(stage, TouchPhase::End, pos);
    stage.harness.run();
}

fn place_of(stage: &Stage, role: Role, part: &str) -> Pos2 {
    let mut found = stage.harness.query_all_by(|node| {
        node.role() == role && node.label().is_some_and(|label| label.contains(part))
    });
    found.next().unwrap().rect().center()
}

#[test]
fn a_tap_opens_a_conversation_and_a_tap_on_the_arrow_leads_back() {
    let mut stage = phone(conversations::list());
    let row = place_of(&stage, Role::ListItem, "Bob Okafor");
    tap(&mut stage, row);
    assert!(stage.state().open_conversation().is_some());
    let back = place_of(&stage, Role::Button, "Back");
    tap(&mut stage, back);
    assert_eq!(stage.state().open_conversation(), None);
}

#[test]
fn a_finger_scrolls_messages_and_selects_none_of_them() {
    let mut stage = phone(long());
    let middle = stage
        .labels(Role::ListItem)
        .into_iter()
        .find(|label| label.contains("#9999"))
        .map(|label| label[label.find('#').unwrap()..].to_owned())
        .unwrap();
    let before = stage.top_of(&middle);
    drag(&mut stage, egui::pos2(200.0, 300.0), 200.0);
    answer(&mut stage);
    let moved = stage.top_of(&middle) - before;
    assert!(moved > 100.0, "{middle} moved by {moved}");
    assert!(!stage.shows("Copy text"), "no menu came up");
}

#[test]
fn a_finger_that_rests_on_a_message_opens_its_menu() {
    let mut stage = phone(conversations::everyday());
    let bubble = place_of(&stage, Role::ListItem, "Dinner tonight?");
    hold(&mut stage, bubble);
    assert!(stage.shows("Copy text"), "{:?}", stage.harness);
}

#[test]
fn a_finger_that_scrolls_the_list_opens_nothing() {
    let low = vec2(PHONE.x, 420.0);
    let mut stage = Stage::new(conversations::list(), low, Language::English);
    let row = place_of(&stage, Role::ListItem, "Clara Ångström");
    drag(&mut stage, row, -100.0);
    assert_eq!(stage.state().open_conversation(), None);
    let moved = place_of(&stage, Role::ListItem, "Clara Ångström");
    assert!(moved.y < row.y - 50.0, "the list moved to {moved}");
}

/// The list is not there to be searched, and must not take the keyboard when it is back.
#[test]
fn a_phone_searches_over_what_it_shows() {
    let mut stage = Stage::new(conversations::everyday(), PHONE, Language::English);
    let everywhere = egui::Modifiers::COMMAND | egui::Modifiers::SHIFT;
    stage.press_with(everywhere, egui::Key::F);
    assert_eq!(stage.state().overlay, Some(Overlay::QuickSwitcher));
    let mut stage = Stage::new(conversations::list(), PHONE, Language::English);
    stage.press_with(egui::Modifiers::COMMAND, egui::Key::F);
    assert_eq!(stage.state().overlay, None);
    stage.types("clara");
    assert_eq!(stage.state().chats.filter, "clara");
}

#[test]
fn a_tap_that_opens_a_conversation_brings_up_no_keyboard() {
    let mut stage = phone(conversations::list());
    let row = place_of(&stage, Role::ListItem, "Bob Okafor");
    tap(&mut stage, row);
    let field = stage.node(Role::MultilineTextInput, "Message");
    assert!(!field.is_focused());
    let field = field.rect().center();
    tap(&mut stage, field);
    let field = stage.node(Role::MultilineTextInput, "Message");
    assert!(field.is_focused());
}

#[test]
fn a_finger_that_rests_on_the_field_pastes() {
    let mut stage = phone(conversations::everyday());
    let field = place_of(&stage, Role::MultilineTextInput, "Message");
    hold(&mut stage, field);
    assert!(stage.shows("Paste"), "{:?}", stage.harness);
}
