//! The keyboard without a pointer: pages take it, scroll with it, and it is never where nothing is seen.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use pulse_desktop::Effect;
use pulse_desktop::state::{Language, Overlay, Route, SettingsPage};

use super::stage::{Stage, WIDE};
use crate::scenes::{cast, conversations};

/// The label of what has the keyboard.
fn focused(stage: &Stage) -> Option<String> {
    let mut all = stage.harness.query_all_by(|node| node.is_focused());
    let node = all.next()?;
    node.accesskit_node()
        .label()
        .or_else(|| node.accesskit_node().value())
}

#[test]
fn a_page_takes_the_keyboard_from_the_list() {
    for (route, title, first) in [
        (
            Route::Settings(SettingsPage::Overview),
            "Settings",
            "Alice Brandt",
        ),
        (Route::MyLink, "My link", "Copy picture"),
    ] {
        let mut stage = Stage::wide(conversations::list());
        stage.happens(|state| {
            state.act(pulse_desktop::Action::Go(route));
        });
        assert_eq!(focused(&stage).as_deref(), Some(title));
        stage.press(Key::Tab);
        let next = focused(&stage).unwrap_or_default();
        assert!(next.starts_with(first), "{title}: {next}");
    }
}

#[test]
fn pages_and_sheets_scroll_with_the_keyboard() {
    let low = egui::vec2(WIDE.x, 420.0);
    let mut stage = Stage::new(
        conversations::page(Route::Contact(cast::account(1))),
        low,
        Language::English,
    );
    let top = |stage: &Stage| stage.top_of("Safety number");
    let before = top(&stage);
    stage.press(Key::PageDown);
    assert!(top(&stage) < before - 100.0, "{} {before}", top(&stage));
    stage.press(Key::PageUp);
    assert_eq!(top(&stage), before);
    stage.press(Key::ArrowDown);
    assert!(top(&stage) < before);
    stage.press(Key::Home);
    assert_eq!(top(&stage), before);

    let mut stage = Stage::new(
        conversations::over(Overlay::Shortcuts),
        low,
        Language::English,
    );
    let before = stage.top_of("Next conversation");
    stage.press(Key::PageDown);
    let after = stage.top_of("Next conversation");
    assert!(after < before - 100.0, "{after} {before}");
}

#[test]
fn what_lies_over_the_messages_has_the_keys_that_scroll() {
    let mut stage = Stage::new(
        conversations::everyday(),
        egui::vec2(WIDE.x, 420.0),
        Language::English,
    );
    let before = stage.top_of("Seven?");
    stage.press_with(Modifiers::COMMAND, Key::Slash);
    stage.press(Key::PageUp);
    stage.press(Key::Escape);
    assert_eq!(stage.top_of("Seven?"), before);
}

#[test]
fn tab_leads_to_nothing_that_has_no_name() {
    let mut stage = Stage::wide(conversations::everyday());
    let mut seen = Vec::new();
    for _ in 0..40 {
        stage.press(Key::Tab);
        let name = focused(&stage);
        assert!(name.is_some(), "after {seen:?}");
        let name = name.unwrap_or_default();
        if seen.first() == Some(&name) {
            return;
        }
        seen.push(name);
    }
    panic!("no way round: {seen:?}");
}

#[test]
fn the_edge_of_the_list_is_drawn_with_the_pointer() {
    let mut stage = Stage::wide(conversations::list());
    let right = |stage: &Stage| stage.node(Role::ListItem, "Bob Okafor").rect().right();
    let before = right(&stage);
    let edge = egui::pos2(before, 350.0);
    stage.harness.drag_at(edge);
    stage.harness.run();
    stage.harness.hover_at(edge - egui::vec2(30.0, 0.0));
    stage.harness.run();
    stage.harness.drop_at(edge - egui::vec2(30.0, 0.0));
    stage.harness.run();
    let moved = before - right(&stage);
    assert!((moved - 30.0).abs() < 2.0, "moved by {moved}");
    // It is kept once, when the edge is let go, and the next start begins with it.
    let saved: Vec<_> = (stage.play().effects.iter())
        .filter_map(|effect| match effect {
            Effect::SaveSettings(settings) => Some(settings.clone()),
            _ => None,
        })
        .collect();
    let [settings] = &saved[..] else {
        panic!("{saved:?}");
    };
    let mut state = conversations::list();
    state.settings = settings.clone();
    let again = Stage::wide(state);
    assert!((right(&again) - right(&stage)).abs() < 1.0);
}

/// Whoever opens a menu with the keyboard is in it, goes through it with arrows, and comes back to where they were.
#[test]
fn a_menu_opened_with_the_keyboard_has_it_and_gives_it_back() {
    let shift = Modifiers::SHIFT;
    for (role, anchor, modifiers, key, first, second) in [
        (
            Role::ListItem,
            "Bob Okafor: See you at seven then 👋",
            Modifiers::NONE,
            Key::Enter,
            "Copy text",
            "Details",
        ),
        (
            Role::ListItem,
            "Bob Okafor",
            shift,
            Key::F10,
            "Mark as unread",
            "View contact",
        ),
        (
            Role::Button,
            "More",
            Modifiers::NONE,
            Key::Enter,
            "View contact",
            "Safety number",
        ),
        (
            Role::Button,
            "Menu",
            Modifiers::NONE,
            Key::Space,
            "New conversation",
            "My link",
        ),
    ] {
        let mut stage = Stage::wide(conversations::everyday());
        let enter = |stage: &mut Stage| {
            stage.node(role, anchor).focus();
            stage.harness.run();
            stage.press_with(modifiers, key);
        };
        enter(&mut stage);
        assert_eq!(focused(&stage).as_deref(), Some(first), "{anchor}");
        stage.press(Key::ArrowDown);
        assert_eq!(focused(&stage).as_deref(), Some(second), "{anchor}");
        stage.press(Key::Escape);
        assert!(stage.labels(Role::MenuItem).is_empty(), "{anchor}");
        assert!(stage.node(role, anchor).is_focused(), "{anchor}");
        // A menu of the pointer has none of it.
        stage.right_click(Role::ListItem, "Bob Okafor: Seven?");
        assert_eq!(stage.labels(Role::MenuItem).first().unwrap(), "Copy text");
        assert_ne!(focused(&stage).as_deref(), Some("Copy text"));
    }
}

#[test]
fn an_item_chosen_with_the_keyboard_leads_to_its_page() {
    let mut stage = Stage::wide(conversations::list());
    stage.node(Role::ListItem, "Bob Okafor").focus();
    stage.harness.run();
    stage.press_with(Modifiers::SHIFT, Key::F10);
    stage.press(Key::ArrowDown);
    stage.press(Key::Enter);
    assert_eq!(stage.state().route, Route::Contact(cast::account(1)));
    assert_ne!(focused(&stage).as_deref(), Some("Bob Okafor"));
}

#[test]
fn the_edge_of_the_list_is_moved_with_the_keyboard() {
    let keys = Modifiers::ALT | Modifiers::SHIFT;
    for language in [Language::English, Language::Arabic] {
        let mut stage = Stage::new(conversations::everyday(), WIDE, language);
        let width = |stage: &Stage| {
            let mut rows = stage.harness.query_all_by_role(Role::ListItem);
            let row = rows.find(|row| {
                let label = row.accesskit_node().label();
                label.as_deref() == Some("Bob Okafor")
            });
            row.unwrap().rect().width()
        };
        let (wider, narrower) = match language {
            Language::Arabic => (Key::ArrowLeft, Key::ArrowRight),
            _ => (Key::ArrowRight, Key::ArrowLeft),
        };
        let before = width(&stage);
        // The composer has the keyboard, whose own arrows move its cursor.
        stage.types("a word");
        stage.press_with(keys, wider);
        assert!((width(&stage) - before - 20.0).abs() < 1.0, "{language:?}");
        let kept = stage.play().effects.iter().any(|effect| {
            matches!(effect, Effect::SaveSettings(settings) if settings.list_widths.wide.is_some())
        });
        assert!(kept);
        for _ in 0..10 {
            stage.press_with(keys, narrower);
        }
        let least = width(&stage);
        assert!(least < before && least > 200.0, "{least}");
        assert_eq!(stage.draft(), "a word");
        stage.types("!");
        assert_eq!(stage.draft(), "a word!");
    }
}

#[test]
fn the_menu_of_a_row_opens_without_a_pointer() {
    let mut stage = Stage::wide(conversations::list());
    stage.node(Role::ListItem, "Bob Okafor").focus();
    stage.harness.run();
    stage.press_with(Modifiers::SHIFT, Key::F10);
    stage.click(Role::MenuItem, "View contact");
    assert_eq!(stage.state().route, Route::Contact(cast::account(1)));
}
