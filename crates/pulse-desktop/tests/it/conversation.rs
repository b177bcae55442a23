//! A conversation: its messages, its banners, its composer.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use pulse_client::{ContactState, HeldReason, IdentityState, MessageStatus};
use pulse_desktop::state::{Language, Overlay, Route};
use pulse_desktop::{Action, Effect, Request, Update};

use super::stage::{PHONE, Stage, WIDE};
use crate::scenes::{cast, conversations};

#[test]
fn enter_sends_and_shift_enter_makes_a_line() {
    let mut stage = Stage::wide(conversations::everyday());
    stage.types("one");
    stage.press_with(Modifiers::SHIFT, Key::Enter);
    stage.types("two");
    assert_eq!(stage.draft(), "one\ntwo");
    stage.press(Key::Enter);
    assert_eq!(stage.sent(), ["one\ntwo"]);
    assert_eq!(stage.draft(), "");
    // The next message begins at once.
    stage.types("three");
    assert_eq!(stage.draft(), "three");
}

#[test]
fn with_the_other_setting_enter_makes_a_line_and_ctrl_enter_sends() {
    let mut state = conversations::everyday();
    state.settings.enter_sends = false;
    let mut stage = Stage::wide(state);
    stage.types("one");
    stage.press(Key::Enter);
    stage.types("two");
    assert_eq!(stage.draft(), "one\ntwo");
    assert!(stage.sent().is_empty());
    stage.press_with(Modifiers::COMMAND, Key::Enter);
    assert_eq!(stage.sent(), ["one\ntwo"]);
}

#[test]
fn nothing_is_sent_from_an_empty_composer() {
    let mut stage = Stage::wide(conversations::everyday());
    stage.press(Key::Enter);
    stage.types("   ");
    stage.press(Key::Enter);
    assert!(stage.sent().is_empty());
}

#[test]
fn what_is_too_long_is_counted_and_stays() {
    let mut stage = Stage::wide(conversations::everyday());
    stage.types(&"x".repeat(8_000));
    assert!(stage.shows("192 characters left"));
    stage.types(&"x".repeat(200));
    assert!(stage.shows("Too long by 8 characters"));
    stage.press(Key::Enter);
    assert!(stage.sent().is_empty());
    assert_eq!(stage.draft().len(), 8_200);
    // A character counts as one, however many bytes it takes.
    stage.types(&"é".repeat(5));
    assert!(stage.shows("Too long by 13 characters"));
}

#[test]
fn on_a_phone_the_emoji_picker_leaves_the_field_to_be_seen() {
    let state = conversations::over(Overlay::EmojiPicker);
    let stage = Stage::new(state, PHONE, Language::English);
    let field = stage.node(Role::MultilineTextInput, "Message").rect();
    let search = stage.node(Role::TextInput, "Search emoji").rect();
    assert!(search.bottom() < field.top(), "{search} {field}");
    for emoji in stage.harness.query_all_by_role(Role::Button) {
        let is_emoji = emoji
            .accesskit_node()
            .label()
            .is_some_and(|it| it.ends_with(" face"));
        assert!(!is_emoji || emoji.rect().top() < field.top());
    }
}

#[test]
fn what_was_done_is_told_over_no_message() {
    let mut stage = Stage::wide(conversations::everyday());
    let last = |stage: &Stage| {
        let rows = stage.harness.query_all_by_role(Role::ListItem);
        rows.map(|row| row.rect())
            .filter(|row| row.left() > 320.0 && row.bottom() < 690.0)
            .map(|row| row.bottom())
            .fold(0.0, f32::max)
    };
    let before = last(&stage);
    stage.happens(|state| {
        state.act(pulse_desktop::Action::Copy("it".to_owned()));
    });
    let toast = stage.node(Role::Status, "Copied").rect();
    let composer = stage.node(Role::MultilineTextInput, "Message").rect();
    assert!(last(&stage) < before);
    assert!(last(&stage) <= toast.top(), "{toast}");
    assert!(toast.bottom() <= composer.top(), "{toast} {composer}");
}

#[test]
fn a_draft_stays_with_its_conversation() {
    let mut stage = Stage::wide(conversations::everyday());
    stage.types("not yet");
    stage.click(Role::ListItem, "Clara Ångström");
    assert_eq!(stage.draft(), "I read it yesterday and");
    stage.click(Role::ListItem, "Bob Okafor");
    assert_eq!(stage.draft(), "not yet");
}

#[test]
fn messages_tell_who_said_what_and_how_far_it_got() {
    let stage = Stage::wide(conversations::everyday());
    assert!(stage.shows("Bob Okafor: Seven?"));
    let node = stage.node(Role::ListItem, "You: and bring the book");
    let description = node.accesskit_node().description().unwrap();
    assert_eq!(description, "16:37, Sent");
    assert!(stage.shows("Today"));
}

#[test]
fn a_failed_message_is_tried_again() {
    let mut stage = Stage::wide(conversations::failures());
    stage.button("Try again");
    let retried = |effect: &Effect| matches!(effect, Effect::Ask(Request::Retry(_)));
    assert!(stage.play().effects.iter().any(retried));
}

#[test]
fn a_deleted_message_goes_at_once_and_comes_back() {
    let mut stage = Stage::wide(conversations::everyday());
    stage.right_click(Role::ListItem, "Bob Okafor: Seven?");
    stage.click(Role::MenuItem, "Delete");
    assert!(!stage.shows("Bob Okafor: Seven?"));
    assert!(stage.shows("Message deleted on this computer"));
    stage.button("Undo");
    assert!(stage.shows("Bob Okafor: Seven?"));
}

/// The list shows what is left of a conversation, and not that something went.
#[test]
fn the_list_shows_the_message_before_a_deleted_one() {
    let mut state = conversations::everyday();
    let rows: Vec<_> = (state.timeline.as_ref().unwrap().loaded())
        .map(|(_, row)| row.clone())
        .collect();
    let [.., before, newest] = &rows[..] else {
        panic!("two rows at least");
    };
    let last = state.chats.all[0].last.as_mut().unwrap();
    last.id = newest.id;
    let (before, newest) = (before.text.clone(), newest.text.clone());
    let mut stage = Stage::wide(state);
    let says = |stage: &Stage| {
        let row = stage.node(Role::ListItem, "Bob Okafor");
        row.accesskit_node().description().unwrap_or_default()
    };
    assert!(says(&stage).contains(&newest), "{}", says(&stage));
    stage.right_click(Role::ListItem, &format!("Bob Okafor: {newest}"));
    stage.click(Role::MenuItem, "Delete");
    let said = says(&stage);
    assert!(said.contains(&before) && said.contains("3 min"), "{said}");
    stage.button("Undo");
    assert!(says(&stage).contains(&newest), "{}", says(&stage));
}

#[test]
fn the_menu_of_a_message_copies_and_shows_details() {
    let mut stage = Stage::wide(conversations::everyday());
    stage.right_click(Role::ListItem, "Bob Okafor: Seven?");
    stage.click(Role::MenuItem, "Copy text");
    assert!(
        stage
            .play()
            .actions
            .contains(&Action::Copy("Seven?".to_owned()))
    );
    stage.right_click(Role::ListItem, "Bob Okafor: Seven?");
    stage.click(Role::MenuItem, "Details");
    assert!(stage.shows("Message details"));
    assert!(stage.shows("From: Bob Okafor"));
    stage.press(Key::Escape);
    assert_eq!(stage.state().overlay, None);
}

#[test]
fn the_keyboard_goes_from_message_to_message() {
    let mut stage = Stage::wide(conversations::everyday());
    stage.press_with(Modifiers::SHIFT, Key::Tab);
    let newest = "Bob Okafor: See you at seven then 👋";
    assert!(stage.node(Role::ListItem, newest).is_focused());
    stage.press(Key::ArrowUp);
    assert!(
        stage
            .node(Role::ListItem, "You: and bring the book")
            .is_focused()
    );
    stage.press(Key::Enter);
    stage.click(Role::MenuItem, "Copy text");
    let copied = Action::Copy("and bring the book".to_owned());
    assert!(stage.play().actions.contains(&copied));
}

#[test]
fn new_messages_have_a_marker_above_them() {
    let stage = Stage::wide(conversations::unread());
    let marker = stage.top_of("New messages");
    assert!(marker < stage.top_of("One more thing"));
    assert!(marker > stage.top_of("See you at seven then"));
}

#[test]
fn what_is_seen_is_told_once_and_only_by_a_window_that_is_looked_at() {
    let mut state = conversations::unread();
    let open = state.open_conversation().unwrap();
    for chat in &mut state.chats.all {
        chat.unread = if chat.id == open { 3 } else { chat.unread };
    }
    state.focused = false;
    let mut stage = Stage::wide(state);
    let told = |stage: &Stage| {
        let actions = stage.play().actions.iter();
        actions
            .filter(|it| matches!(it, Action::Seen { .. }))
            .count()
    };
    assert_eq!(told(&stage), 0);
    stage.happens(|state| state.focused = true);
    assert_eq!(told(&stage), 1);
    stage.happens(|_| {});
    assert_eq!(told(&stage), 1);
}

#[test]
fn a_changed_identity_leads_to_the_safety_number_or_is_accepted() {
    let mut stage = Stage::wide(conversations::identity_changed());
    stage.button("Go on");
    assert!(matches!(
        stage.play().actions.last(),
        Some(Action::AcceptIdentityChange(_))
    ));
    stage.button("See safety number");
    assert!(matches!(stage.state().route, Route::SafetyNumber(_)));
}

#[test]
fn nothing_is_written_to_strangers_blocked_people_and_forked_devices() {
    for (state, why) in [
        (conversations::request(), "Accept the request to answer"),
        (conversations::blocked(), "You blocked"),
        (conversations::identity_forked(), "to go on writing"),
    ] {
        let mut stage = Stage::wide(state);
        assert!(stage.shows_containing(why), "{why}");
        stage.types("hello");
        stage.press(Key::Enter);
        assert!(stage.sent().is_empty(), "{why}");
    }
}

#[test]
fn a_request_is_accepted_or_blocked() {
    let mut stage = Stage::wide(conversations::request());
    stage.button("Accept");
    assert!(matches!(
        stage.play().actions.last(),
        Some(Action::Accept(_))
    ));
    stage.button("Block");
    assert!(matches!(
        stage.play().actions.last(),
        Some(Action::Block(_))
    ));
}

#[test]
fn a_status_that_moves_is_shown() {
    let mut stage = Stage::wide(conversations::everyday());
    stage.happens(|state| {
        state.apply(Update::RowStatus {
            conversation: cast::conversation(1),
            id: cast::message_id(1, 10),
            status: MessageStatus::Read,
        });
    });
    let node = stage.node(Role::ListItem, "You: and bring the book");
    let description = node.accesskit_node().description().unwrap();
    assert_eq!(description, "16:37, Read");
}

#[test]
fn a_new_message_comes_into_sight_at_the_end() {
    let mut stage = Stage::wide(conversations::everyday());
    let total = stage.state().timeline.as_ref().unwrap().total;
    stage.happens(|state| {
        state.apply(Update::RowAdded {
            row: cast::theirs(1, 12, "Bring the dog too", 0),
            position: total,
            total: total + 1,
        });
    });
    assert!(stage.shows("Bob Okafor: Bring the dog too"));
    assert!(stage.top_of("Bring the dog too") < 640.0);
}

#[test]
fn the_emoji_picker_searches_and_inserts_at_the_cursor() {
    let mut stage = Stage::wide(conversations::everyday());
    stage.types("ab");
    stage.press(Key::ArrowLeft);
    stage.button("Emoji");
    assert_eq!(stage.state().overlay, Some(Overlay::EmojiPicker));
    stage.types("tada");
    stage.press(Key::Enter);
    stage.press(Key::Escape);
    assert_eq!(stage.state().overlay, None);
    assert_eq!(stage.draft(), "a🎉b");
    stage.types("!");
    assert_eq!(stage.draft(), "a🎉!b");
}

/// The list of somebody who typed a name that nobody has, and deleted it, is as high as before.
#[test]
fn the_quick_switcher_grows_again() {
    let mut stage = Stage::wide(conversations::everyday());
    stage.press_with(Modifiers::COMMAND, Key::K);
    let rows = |stage: &Stage| stage.labels(Role::ListItem).len();
    let before = rows(&stage);
    stage.types("zzz");
    assert!(rows(&stage) < before);
    for _ in 0..3 {
        stage.press(Key::Backspace);
    }
    assert_eq!(rows(&stage), before);
}

#[test]
fn the_quick_switcher_goes_to_a_name() {
    let mut stage = Stage::wide(conversations::everyday());
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.types("gret");
    stage.press(Key::Enter);
    assert_eq!(stage.state().overlay, None);
    assert_eq!(
        stage.state().open_conversation(),
        Some(cast::conversation(8))
    );
    // Somebody with whom nothing was written yet is found too.
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.press(Key::ArrowDown);
    stage.press(Key::Escape);
    assert_eq!(stage.state().overlay, None);
}

#[test]
fn the_shortcuts_are_listed() {
    let mut stage = Stage::wide(conversations::everyday());
    stage.press(Key::F1);
    assert!(stage.shows("Keyboard shortcuts"));
    assert!(stage.shows_containing("Ctrl+K"));
    stage.button("Close");
    assert_eq!(stage.state().overlay, None);
}

#[test]
fn mirrored_and_narrow_windows_show_the_same() {
    for size in [WIDE, PHONE] {
        for language in [Language::English, Language::Arabic] {
            for state in [
                conversations::everyday(),
                conversations::extremes(),
                conversations::failures(),
                conversations::identity_changed(),
            ] {
                let stage = Stage::new(state, size, language);
                assert!(!stage.labels(Role::ListItem).is_empty());
            }
        }
    }
}

#[test]
fn a_failed_message_says_why_and_what_to_do() {
    for (code, says) in [
        (402, "Ask them for their current link. (402)"),
        (302, "Split it into several. (302)"),
        (407, "Install the current version of Pulse"),
        (
            999,
            "Try again later, or install the current version. (999)",
        ),
    ] {
        let mut state = conversations::failures();
        let id = cast::message_id(6, 1);
        state.apply(Update::RowStatus {
            conversation: cast::conversation(6),
            id,
            status: MessageStatus::Failed(code),
        });
        state.act(Action::Open(Overlay::MessageDetails(id)));
        let stage = Stage::wide(state);
        assert!(stage.shows("Status: Not sent"), "{code}");
        assert!(stage.shows_containing(says), "{code}");
    }
}

#[test]
fn escape_closes_what_lies_on_top_and_the_composer_keeps_the_keyboard() {
    let mut stage = Stage::wide(conversations::everyday());
    let open = stage.state().open_conversation();
    stage.types("a");
    stage.press(Key::Escape);
    stage.types("b");
    assert_eq!(stage.draft(), "ab");
    for (modifiers, key) in [
        (Modifiers::NONE, Key::F1),
        (Modifiers::COMMAND, Key::K),
        (Modifiers::COMMAND, Key::E),
        (Modifiers::COMMAND, Key::Comma),
        (Modifiers::COMMAND, Key::I),
        (Modifiers::COMMAND, Key::M),
    ] {
        stage.press_with(modifiers, key);
        stage.press(Key::Escape);
        assert_eq!(stage.state().overlay, None);
        assert_eq!(stage.state().open_conversation(), open);
        let before = stage.draft();
        stage.types("c");
        assert_eq!(stage.draft(), before + "c", "after {key:?}");
    }
}

#[test]
fn what_is_typed_while_nothing_has_the_keyboard_goes_into_the_composer() {
    let mut stage = Stage::wide(conversations::everyday());
    stage.types("a");
    // A click into the emptiness of the window, Escape in the filter: the keyboard is nobody's.
    stage.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    stage.press(Key::Escape);
    stage.types("b");
    assert_eq!(stage.draft(), "ab");
    assert_eq!(stage.state().chats.filter, "");
    // What somebody has is not taken from them.
    stage.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    stage.types("c");
    assert_eq!(stage.draft(), "ab");
    assert_eq!(stage.state().chats.filter, "c");
}

/// An emoji that was chosen over another page would wait for the next field that is drawn: somebody else's.
#[test]
fn emoji_are_chosen_only_for_a_field_that_is_seen() {
    let mut stage = Stage::wide(conversations::everyday());
    let picker = |stage: &mut Stage| {
        stage.press_with(Modifiers::COMMAND, Key::E);
        let is_open = stage.state().overlay == Some(Overlay::EmojiPicker);
        stage.happens(|state| state.overlay = None);
        is_open
    };
    assert!(picker(&mut stage));
    stage.happens(|state| {
        state.act(Action::Go(Route::MyLink));
    });
    assert!(!picker(&mut stage));
    stage.happens(|state| {
        let effects = state.act(Action::InsertText("🎉".to_owned()));
        let inserts = |effect: &Effect| matches!(effect, Effect::InsertText { .. });
        assert!(!effects.iter().any(inserts), "there is no field");
        state.act(Action::Back);
    });
    assert!(picker(&mut stage));
    for (contact, identity) in [
        (ContactState::Blocked, IdentityState::Unchanged),
        (ContactState::Requested, IdentityState::Unchanged),
        (ContactState::Accepted, IdentityState::Forked),
    ] {
        stage.happens(|state| {
            state.chats.all[0].state = contact;
            state.chats.all[0].identity = identity;
        });
        assert!(!picker(&mut stage), "{contact:?}, {identity:?}");
    }
}

/// After a hundred unanswered messages the clock would stay without a word.
#[test]
fn a_message_that_waits_for_them_says_so() {
    let mut stage = Stage::wide(conversations::waiting_for_acceptance());
    assert!(!stage.shows_containing("has not answered yet. What you write"));
    let mut ours = None;
    stage.happens(|state| {
        let timeline = state.timeline.as_mut().unwrap();
        let last = timeline.loaded().rev().find(|(_, row)| row.outgoing);
        let id = last.unwrap().1.id;
        let conversation = timeline.conversation;
        state.apply(Update::RowStatus {
            conversation,
            id,
            status: MessageStatus::Pending,
        });
        state.apply(Update::Held {
            conversation,
            reason: Some(HeldReason::Unanswered),
        });
        ours = Some(id);
    });
    assert!(stage.shows_containing("has not answered yet. What you write"));
    let rows = stage.harness.query_all_by_role(Role::ListItem);
    let waiting = rows.filter(|row| {
        let description = row.accesskit_node().description();
        description.is_some_and(|it| it.ends_with("Waits for their answer"))
    });
    assert_eq!(waiting.count(), 1);
    stage.happens(|state| {
        state.act(Action::Open(Overlay::MessageDetails(ours.unwrap())));
    });
    assert!(stage.shows_containing("Reason: They have not answered yet"));
    stage.happens(|state| {
        let conversation = state.open_conversation().unwrap();
        state.apply(Update::Held {
            conversation,
            reason: Some(HeldReason::OwnForked),
        });
    });
    assert!(stage.shows_containing("Reason: The server shows another list of your devices"));
    assert!(stage.shows_containing("Nothing is sent: the server shows another list"));
    // Where nobody can write, nothing that is written waits.
    for (is, is_said) in [
        (ContactState::Requested, false),
        (ContactState::Blocked, false),
        (ContactState::Accepted, true),
    ] {
        stage.happens(|state| {
            let conversation = state.open_conversation().unwrap();
            for chat in &mut state.chats.all {
                if chat.id == conversation {
                    chat.state = is;
                }
            }
        });
        let shown = stage.shows_containing("Nothing is sent: the server shows another list");
        assert_eq!(shown, is_said, "{is:?}");
    }
    stage.happens(|state| {
        let conversation = state.open_conversation().unwrap();
        state.apply(Update::Held {
            conversation,
            reason: None,
        });
    });
    assert!(stage.shows("Status: Sending"));
}

#[test]
fn a_new_account_is_shown_how_a_conversation_begins() {
    let mut stage = Stage::wide(conversations::nobody());
    assert!(stage.shows("QR code of your link"));
    stage.button("Copy link");
    let link = cast::me().contact_link.to_string();
    assert!(stage.play().actions.contains(&Action::Copy(link)));
    stage.button("Add a contact");
    assert_eq!(stage.state().route, Route::AddContact);
}

#[test]
fn a_file_for_a_conversation_is_answered() {
    let mut stage = Stage::wide(conversations::everyday());
    let picture = egui::ColorImage::filled([1, 1], egui::Color32::WHITE);
    stage
        .harness
        .event(egui::Event::PasteImage(std::sync::Arc::new(picture)));
    stage.harness.run();
    assert!(stage.shows_containing("Pulse sends text alone"));
}

#[test]
fn enter_at_a_message_opens_its_menu_and_no_link_under_the_pointer() {
    let text = "https://pulse.example/one";
    let mut stage = Stage::wide(conversations::with(1, vec![cast::theirs(1, 1, text, 60)]));
    let name = format!("Bob Okafor: {text}");
    let at = stage.node(Role::ListItem, &name).rect().left_center();
    stage.harness.hover_at(at + egui::vec2(30.0, -4.0));
    stage.node(Role::ListItem, &name).focus();
    stage.harness.run();
    stage.press(Key::Enter);
    assert!(stage.shows("Copy text"));
    let opens = |effect: &Effect| matches!(effect, Effect::OpenUrl(_));
    assert!(!stage.play().effects.iter().any(opens));
}

/// Each link of a message can be copied, and the menu says which it is.
#[test]
fn every_link_of_a_message_can_be_copied() {
    let text =
        "https://pulse.example/one or https://pulse.example/two, and https://pulse.example/one";
    let mut stage = Stage::wide(conversations::with(1, vec![cast::theirs(1, 1, text, 60)]));
    let name = format!("Bob Okafor: {text}");
    stage.right_click(Role::ListItem, &name);
    let mut copies = stage.labels(Role::MenuItem);
    copies.retain(|label| label.starts_with("Copy "));
    assert_eq!(
        copies,
        [
            "Copy pulse.example/one",
            "Copy pulse.example/two",
            "Copy text"
        ]
    );
    stage.click(Role::MenuItem, "Copy pulse.example/two");
    let copied = Action::Copy("https://pulse.example/two".to_owned());
    assert!(stage.play().actions.contains(&copied));
}

/// A message full of links, in a window that is lower than its menu.
#[test]
fn the_end_of_a_long_menu_is_within_reach() {
    let links = (1..=20).map(|number| format!("https://pulse.example/{number}"));
    let text = links.collect::<Vec<_>>().join(" ");
    let state = conversations::with(1, vec![cast::theirs(1, 1, &text, 60)]);
    let low = egui::vec2(1000.0, 420.0);
    let mut stage = Stage::new(state, low, Language::English);
    stage
        .node(Role::ListItem, &format!("Bob Okafor: {text}"))
        .focus();
    stage.harness.run();
    stage.press(Key::Enter);
    let copies = |label: &String| label.starts_with("Copy pulse.example/");
    assert_eq!(
        stage
            .labels(Role::MenuItem)
            .iter()
            .filter(|it| copies(it))
            .count(),
        8
    );
    stage.press(Key::ArrowUp);
    let last = stage.node(Role::MenuItem, "Delete");
    assert!(last.is_focused());
    let place = last.rect();
    assert!(place.top() > 0.0 && place.bottom() < low.y, "{place}");
}

#[test]
fn a_mail_address_is_a_link() {
    let text = "write to ann@mail.example, please";
    let mut stage = Stage::wide(conversations::with(1, vec![cast::theirs(1, 1, text, 60)]));
    stage.right_click(Role::ListItem, &format!("Bob Okafor: {text}"));
    stage.click(Role::MenuItem, "Open mailto:ann@mail.example");
    let opens = |effect: &Effect| matches!(effect, Effect::OpenUrl(url) if url == "mailto:ann@mail.example");
    assert!(stage.play().effects.iter().any(opens));
}

#[test]
fn the_newest_message_of_theirs_is_said_as_it_comes() {
    let rows = vec![
        cast::theirs(1, 1, "earlier", 3_600),
        cast::theirs(1, 2, "now", 1),
    ];
    let stage = Stage::wide(conversations::with(1, rows));
    let live = |text: &str| {
        let name = format!("Bob Okafor: {text}");
        stage.node(Role::ListItem, &name).accesskit_node().live()
    };
    assert_eq!(live("now"), egui::accesskit::Live::Polite);
    assert_eq!(live("earlier"), egui::accesskit::Live::Off);
}
