//! The list of conversations.

use std::time::Duration;

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT, Queryable};
use pulse_client::transport::ConnectError;
use pulse_desktop::state::{Language, Route};
use pulse_desktop::{Action, ConnectionHealth, Effect, Outage, Request, Update};

use super::people;
use super::stage::{PHONE, Stage};
use super::window::Window;
use crate::scenes::{cast, conversations};

#[test]
fn the_filter_narrows_the_list_and_enter_opens_what_is_first() {
    let mut stage = Stage::wide(conversations::list());
    assert!(stage.shows("Clara Ångström"));
    stage.press_with(egui::Modifiers::COMMAND, Key::F);
    stage.types("clara");
    assert_eq!(stage.labels(Role::ListItem), ["Clara Ångström"]);
    stage.press(Key::Enter);
    assert_eq!(
        stage.state().open_conversation(),
        Some(cast::conversation(2))
    );
}

#[test]
fn a_name_is_found_without_its_accents() {
    let mut stage = Stage::wide(conversations::list());
    stage.press_with(egui::Modifiers::COMMAND, Key::F);
    stage.types("angstrom");
    assert_eq!(stage.labels(Role::ListItem), ["Clara Ångström"]);
}

#[test]
fn a_filter_that_finds_nobody_says_so() {
    let mut stage = Stage::wide(conversations::list());
    stage.press_with(egui::Modifiers::COMMAND, Key::F);
    stage.types("zzz");
    assert!(stage.shows_containing("Nobody found for"));
    stage.button("Clear search");
    assert!(stage.shows("Bob Okafor"));
}

#[test]
fn escape_clears_the_search_and_then_leaves_it() {
    let mut stage = Stage::wide(conversations::list());
    stage.click(Role::ListItem, "Bob Okafor");
    stage.press_with(egui::Modifiers::COMMAND | egui::Modifiers::SHIFT, Key::F);
    stage.types("zzz");
    assert!(stage.shows_containing("Nobody found for"));
    stage.press(Key::Escape);
    assert!(stage.shows("Clara Ångström"));
    stage.types("clara");
    assert_eq!(stage.labels(Role::ListItem)[0], "Clara Ångström");
    stage.press(Key::Escape);
    stage.press(Key::Escape);
    stage.types("hello");
    assert_eq!(stage.draft(), "hello");
    assert_eq!(stage.state().chats.filter, "");
}

#[test]
fn escape_clears_the_search_from_the_composer_too() {
    let mut stage = Stage::wide(conversations::list());
    stage.press_with(egui::Modifiers::COMMAND, Key::F);
    stage.types("clara");
    stage.press(Key::Enter);
    assert_eq!(stage.state().chats.filter, "clara");
    stage.press(Key::Escape);
    assert!(stage.shows("Bob Okafor"));
    stage.types("!");
    assert!(stage.draft().contains('!'));
}

#[test]
fn a_search_ends_where_another_page_begins() {
    let mut stage = Stage::wide(conversations::list());
    stage.press_with(egui::Modifiers::COMMAND, Key::F);
    stage.types("zzz");
    stage.press_with(egui::Modifiers::COMMAND, Key::Comma);
    assert!(stage.shows("Bob Okafor"));
}

#[test]
fn the_search_finds_contacts_without_a_conversation() {
    let mut state = conversations::list();
    let mut all = state.chats.all.clone();
    all.retain(|chat| chat.id != cast::conversation(2));
    state.apply(Update::Conversations(all));
    let mut stage = Stage::wide(state);
    assert!(!stage.shows("Clara Ångström"));
    stage.press_with(egui::Modifiers::COMMAND, Key::F);
    stage.types("clara");
    assert_eq!(stage.labels(Role::ListItem), ["Clara Ångström"]);
    stage.press(Key::Enter);
    let open = Some(cast::conversation(2));
    assert_eq!(stage.state().open_conversation(), open);
    stage.types("hello again");
    stage.press(Key::Enter);
    assert_eq!(stage.sent(), ["hello again"]);
}

#[test]
fn in_a_narrow_window_the_list_gives_way() {
    for (window, least, most) in [
        (610.0, 220.0, 250.0),
        (790.0, 240.0, 290.0),
        (1000.0, 280.0, 360.0),
    ] {
        let size = egui::vec2(window, 700.0);
        let stage = Stage::new(conversations::list(), size, Language::English);
        let row = stage.node(Role::ListItem, "Bob Okafor").rect();
        assert!((least..=most).contains(&row.width()), "{window}: {row}");
    }
}

#[test]
fn a_click_opens_a_conversation_and_the_composer_has_the_keyboard() {
    let mut stage = Stage::wide(conversations::list());
    stage.click(Role::ListItem, "Bob Okafor");
    let open = cast::conversation(1);
    assert_eq!(stage.state().open_conversation(), Some(open));
    stage.types("hello");
    assert_eq!(stage.draft(), "hello");
}

#[test]
fn arrows_lead_from_the_filter_through_the_rows() {
    let mut stage = Stage::wide(conversations::list());
    stage.press_with(egui::Modifiers::COMMAND, Key::F);
    stage.press(Key::ArrowDown);
    assert!(stage.node(Role::ListItem, "Bob Okafor").is_focused());
    stage.press(Key::ArrowDown);
    assert!(stage.node(Role::ListItem, "李小龙").is_focused());
    stage.press(Key::End);
    assert!(stage.node(Role::ListItem, "Ines Carvalho").is_focused());
    stage.press(Key::Home);
    stage.press(Key::Enter);
    assert_eq!(
        stage.state().open_conversation(),
        Some(cast::conversation(1))
    );
}

#[test]
fn a_row_tells_what_is_seen() {
    let stage = Stage::wide(conversations::list());
    let description = |label: &str| {
        let node = stage.node(Role::ListItem, label);
        node.accesskit_node().description().unwrap_or_default()
    };
    assert!(description("Bob Okafor").starts_with("3 unread messages"));
    assert!(description("Bob Okafor").contains("See you at seven"));
    assert!(description("Clara Ångström").contains("Draft: I read it yesterday"));
    assert!(description("Clara Ångström").contains("verified"));
    assert!(description("Emil").contains("Sending"));
}

#[test]
fn requests_are_counted_and_lead_to_their_page() {
    let mut stage = Stage::wide(conversations::list());
    stage.button("2 requests");
    assert_eq!(stage.state().route, Route::Requests);
}

#[test]
fn the_menu_of_a_row_marks_as_read_and_deletes() {
    let mut stage = Stage::wide(conversations::list());
    stage.right_click(Role::ListItem, "Bob Okafor");
    stage.click(Role::MenuItem, "Mark as read");
    assert!(
        stage
            .play()
            .actions
            .contains(&Action::MarkRead(cast::conversation(1)))
    );
    stage.right_click(Role::ListItem, "Bob Okafor");
    stage.click(Role::MenuItem, "Delete conversation");
    assert!(
        !stage
            .labels(Role::ListItem)
            .contains(&"Bob Okafor".to_owned())
    );
    stage.button("Undo");
    assert!(
        stage
            .labels(Role::ListItem)
            .contains(&"Bob Okafor".to_owned())
    );
    let deleted =
        |effect: &Effect| matches!(effect, Effect::Ask(Request::DeleteConversation { .. }));
    assert!(!stage.play().effects.iter().any(deleted));
}

#[test]
fn nobody_yet_leads_to_adding_somebody() {
    let mut stage = Stage::wide(conversations::nobody());
    assert!(stage.shows("No conversations yet"));
    stage.button("Add a contact");
    assert_eq!(stage.state().route, Route::AddContact);
}

#[test]
fn a_lost_connection_is_told_after_a_moment() {
    let mut state = conversations::list();
    state.connection = ConnectionHealth::Connecting;
    let stage = Stage::wide(state);
    assert!(!stage.shows_containing("Connecting"));
    let stage = Stage::wide(conversations::wrong_server_key());
    assert!(stage.shows_containing("The server is not the one"));
    let mut state = conversations::list();
    state.connection = ConnectionHealth::Removed;
    let stage = Stage::wide(state);
    assert!(stage.shows_containing("The server says that this device was removed"));
}

#[test]
fn the_menu_of_the_own_avatar_leads_everywhere() {
    for (item, route) in [
        ("My link", Route::MyLink),
        ("Settings", Route::Settings(Default::default())),
    ] {
        let mut stage = Stage::wide(conversations::list());
        stage.button("Menu");
        stage.click(Role::MenuItem, item);
        assert_eq!(stage.state().route, route);
    }
}

#[test]
fn a_phone_shows_one_pane_and_goes_back() {
    let mut stage = Stage::new(conversations::list(), PHONE, Language::English);
    stage.click(Role::ListItem, "Bob Okafor");
    assert!(!stage.shows("Clara Ångström"));
    assert!(stage.shows("Message"));
    stage.button("Back");
    assert!(stage.shows("Clara Ångström"));
    assert_eq!(stage.state().open_conversation(), None);
}

/// The width and the place of the texts that are drawn in the list and hold this.
fn drawn(stage: &Stage, text: &str) -> Vec<egui::Rect> {
    fn texts(shape: &egui::Shape, out: &mut Vec<(String, egui::Rect)>) {
        match shape {
            egui::Shape::Text(text) => {
                let place = text.galley.rect.translate(text.pos.to_vec2());
                out.push((text.galley.text().to_owned(), place));
            }
            egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| texts(shape, out)),
            _ => {}
        }
    }
    let mut all = Vec::new();
    for clipped in &stage.harness.output().shapes {
        texts(&clipped.shape, &mut all);
    }
    let list = stage.node(Role::ListItem, "Clara Ångström").rect();
    let is_here = |place: &egui::Rect| place.left() < list.right();
    let found = all.into_iter().filter(|(it, _)| it.contains(text));
    found.map(|(_, place)| place).filter(is_here).collect()
}

/// A list so narrow that the moment, the marks and the id would leave the name no room.
#[test]
fn in_a_narrow_window_the_name_of_a_namesake_is_read() {
    for width in [620.0, 700.0, 1000.0] {
        let mut state = conversations::list();
        let contacts = cast::everybody().map(cast::contact);
        let mut other = cast::contact(2);
        other.account = cast::account(99);
        other.name = "bob okafor".to_owned();
        state.apply(Update::Contacts(contacts.chain([other]).collect()));
        let mut all = state.chats.all.clone();
        for chat in &mut all {
            chat.compared = true;
        }
        state.apply(Update::Conversations(all));
        let muted = (cast::conversation(1), pulse_client::Mute::Always);
        state.apply(Update::Mutes([muted].into()));
        let stage = Stage::new(state, egui::vec2(width, 700.0), Language::English);
        let names = drawn(&stage, "Bob Okafor");
        assert!(
            matches!(names[..], [name] if name.width() >= 60.0),
            "{width}: {names:?}"
        );
        let id: String = cast::account(1).to_string().chars().take(8).collect();
        let ids = drawn(&stage, &id);
        let row = stage.node(Role::ListItem, "Bob Okafor").rect();
        assert!(
            matches!(ids[..], [id] if row.contains_rect(id)),
            "{width}: {ids:?}"
        );
    }
}

#[test]
fn a_lost_connection_counts_down_to_the_next_attempt_and_can_be_tried_now() {
    let mut state = people::at_home();
    state.connection = ConnectionHealth::Waiting {
        reason: Outage::Lost(ConnectError::NoAnswer),
        retry_at: Some(state.now.plus(Duration::from_millis(9_500))),
        is_trying: false,
    };
    let mut window = Window::new(state);
    window.sees_nothing_of("Trying again");
    // The moment in which nothing is said yet passes; then each second is another one.
    window.change(|state| drop(people::pass(state, 1)));
    window.sees("Offline: the server doesn’t answer");
    window.sees("are sent once Pulse is connected");
    window.sees("Trying again in 9 s");
    window.change(|state| drop(people::pass(state, 1)));
    window.sees("Trying again in 8 s");
    window.clicks("Try now");
    assert!(matches!(window.asked()[..], [Request::Reconnect]));
    window.change(|state| drop(people::pass(state, 8)));
    window.sees_nothing_of("Trying again");
    window.hears(Update::Connection(ConnectionHealth::Waiting {
        reason: Outage::ServerStops,
        retry_at: None,
        is_trying: true,
    }));
    window.sees("Offline: the server is restarting or has stopped");
    window.sees("Trying again …");
    window.sees_nothing_of("refused");
    window.hears(Update::Connection(ConnectionHealth::Connected));
    window.sees_nothing_of("Try now");
}

#[test]
fn one_row_at_most_is_the_one_that_is_open() {
    let mut stage = Stage::wide(conversations::everyday());
    let open = |stage: &Stage| {
        let rows = stage.harness.query_all_by_role(Role::ListItem);
        rows.filter(|row| row.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True))
            .count()
    };
    assert_eq!(open(&stage), 1);
    for (route, rows) in [
        (Route::Contact(cast::account(1)), 1),
        (Route::Contact(cast::account(2)), 0),
        (Route::Requests, 0),
        (Route::MyLink, 0),
    ] {
        stage.happens(|state| {
            state.act(Action::Go(route));
        });
        assert_eq!(open(&stage), rows, "{route:?}");
    }
}
