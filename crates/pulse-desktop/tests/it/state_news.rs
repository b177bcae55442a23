//! Notifications, unread messages, what was seen.

use pulse_client::{ContactState, RowKind};
use pulse_desktop::state::{NotificationContent, Route};
use pulse_desktop::{Action, AppState, Effect, NotificationText, Update};

use super::people::{asked, at_home, chat, conversation, message, row};

fn notified(effects: &[Effect]) -> Vec<NotificationText> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Notify { content, .. } => Some(content.clone()),
            _ => None,
        })
        .collect()
}

fn arrives(state: &mut AppState, from: u8) -> Vec<NotificationText> {
    notified(&state.apply(Update::Arrived(vec![row(from, 7, "lunch?")])))
}

#[test]
fn a_message_is_told_unless_somebody_looks_at_it() {
    let mut state = at_home();
    assert_eq!(arrives(&mut state, 1)[0].text.as_deref(), Some("lunch?"));
    state.act(Action::OpenConversation(conversation(1)));
    assert!(arrives(&mut state, 1).is_empty());
    assert_eq!(arrives(&mut state, 2).len(), 1, "another conversation");
    state.act(Action::Go(Route::MyLink));
    assert_eq!(arrives(&mut state, 1).len(), 1, "another page");
    state.act(Action::Back);
    state.focus(false);
    assert_eq!(arrives(&mut state, 1).len(), 1, "another window");
}

#[test]
fn a_notification_shows_the_words_without_their_marks() {
    let mut state = at_home();
    let row = row(1, 7, "**bold** and `code`\n# 1");
    let told = notified(&state.apply(Update::Arrived(vec![row])));
    assert_eq!(told[0].text.as_deref(), Some("bold and code\n# 1"));
}

#[test]
fn settings_and_the_lock_say_what_is_shown() {
    let mut state = at_home();
    state.settings.notification_content = NotificationContent::Name;
    let told = arrives(&mut state, 1);
    assert_eq!(
        (told[0].name.as_deref(), &told[0].text),
        (Some("Bob"), &None)
    );
    state.settings.notification_content = NotificationContent::Nothing;
    let told = arrives(&mut state, 1);
    assert_eq!((&told[0].name, &told[0].text), (&None, &None));
    state.settings.notification_content = NotificationContent::NameAndText;
    state.lock.locked = true;
    let told = arrives(&mut state, 1);
    assert_eq!((&told[0].name, &told[0].text), (&None, &None));
    state.settings.notifications = false;
    assert!(arrives(&mut state, 1).is_empty());
}

#[test]
fn a_strangers_text_is_never_shown_and_a_blocked_person_is_silent() {
    let mut state = at_home();
    let mut all = state.chats.all.clone();
    all[0].state = ContactState::Requested;
    all[1].state = ContactState::Blocked;
    state.apply(Update::Conversations(all));
    let told = arrives(&mut state, 1);
    assert!(told[0].is_request);
    assert_eq!(told[0].text, None);
    assert!(arrives(&mut state, 2).is_empty());
}

#[test]
fn many_messages_make_one_notification_for_each_conversation() {
    let mut state = at_home();
    let mut unreadable = row(2, 4, "");
    unreadable.kind = RowKind::Unreadable;
    let mut own = row(3, 5, "mine");
    own.outgoing = true;
    let effects = state.apply(Update::Arrived(vec![
        row(1, 1, "a"),
        row(1, 2, "b"),
        unreadable,
        own,
    ]));
    let told = notified(&effects);
    assert_eq!(told.len(), 2);
    assert_eq!((told[0].text.as_deref(), told[0].unread), (Some("b"), 2));
    assert_eq!(told[1].text, None);
}

#[test]
fn the_number_of_unread_messages_is_told_when_it_changes() {
    let mut state = at_home();
    let list = |bob| vec![chat(1, "Bob", bob), chat(2, "Carol", 1)];
    let effects = state.apply(Update::Conversations(list(2)));
    assert!(matches!(effects[..], [Effect::Unread(3)]));
    assert!(state.apply(Update::Conversations(list(2))).is_empty());
    let mut all = list(2);
    all[0].state = ContactState::Requested;
    let effects = state.apply(Update::Conversations(all));
    assert!(
        matches!(effects[..], [Effect::Unread(1)]),
        "a request waits elsewhere"
    );
}

#[test]
fn only_who_can_look_has_seen() {
    let mut state = at_home();
    state.act(Action::OpenConversation(conversation(1)));
    let seen = || Action::Seen {
        conversation: conversation(1),
        through: message(7),
    };
    state.focus(false);
    assert!(state.act(seen()).is_empty());
    state.focus(true);
    assert_eq!(asked(&state.act(seen())), ["MarkRead"]);
    assert!(state.act(seen()).is_empty(), "told once");
    state.lock.locked = true;
    let later = Action::Seen {
        conversation: conversation(1),
        through: message(8),
    };
    assert!(state.act(later).is_empty());
}

#[test]
fn the_marker_stands_above_the_first_that_came_while_nobody_looked() {
    let mut state = at_home();
    state.act(Action::OpenConversation(conversation(1)));
    let added = |number: u8| Update::RowAdded {
        row: row(1, number, "x"),
        position: usize::from(number),
        total: usize::from(number) + 1,
    };
    state.apply(added(0));
    assert_eq!(state.timeline.as_ref().unwrap().first_unread, None);
    state.focus(false);
    state.apply(added(1));
    state.apply(added(2));
    assert_eq!(state.timeline.as_ref().unwrap().first_unread, Some(1));
    state.focus(true);
    assert_eq!(
        state.timeline.as_ref().unwrap().first_unread,
        Some(1),
        "it stays"
    );
    state.act(Action::EditDraft {
        conversation: conversation(1),
        text: "answer".to_owned(),
    });
    state.act(Action::SendDraft(conversation(1)));
    assert_eq!(state.timeline.as_ref().unwrap().first_unread, None);
}

fn marker(state: &AppState) -> Option<usize> {
    state.timeline.as_ref().unwrap().first_unread
}

fn added(number: u8) -> Update {
    Update::RowAdded {
        row: row(1, number, "x"),
        position: usize::from(number),
        total: usize::from(number) + 1,
    }
}

fn unread(state: &mut AppState, unread: u32) {
    state.apply(Update::Conversations(vec![chat(1, "Bob", unread)]));
}

#[test]
fn what_was_read_and_left_is_new_no_more() {
    let mut state = at_home();
    state.act(Action::OpenConversation(conversation(1)));
    unread(&mut state, 2);
    state.apply(Update::ConversationOpened {
        conversation: conversation(1),
        total: 2,
        first_unread: Some(0),
        draft: String::new(),
    });
    state.apply(Update::Rows {
        conversation: conversation(1),
        first: 0,
        rows: vec![row(1, 0, "one"), row(1, 1, "two")],
        total: 2,
    });
    state.act(Action::Seen {
        conversation: conversation(1),
        through: message(1),
    });
    assert_eq!(marker(&state), Some(0), "it stays while it is looked at");
    // The store has not answered yet that they were read.
    state.act(Action::Go(Route::MyLink));
    assert_eq!(marker(&state), None);
    unread(&mut state, 0);
    for number in 2..9 {
        unread(&mut state, u32::from(number) - 1);
        state.apply(added(number));
    }
    assert_eq!(marker(&state), Some(2));
    state.act(Action::Back);
    assert_eq!(marker(&state), Some(2));
}

#[test]
fn what_came_out_of_sight_is_marked_when_somebody_comes_back() {
    let mut state = at_home();
    state.act(Action::OpenConversation(conversation(1)));
    state.apply(added(0));
    state.act(Action::Seen {
        conversation: conversation(1),
        through: message(0),
    });
    // The window is looked at, but its end is not in sight.
    for number in 1..4 {
        unread(&mut state, u32::from(number));
        state.apply(added(number));
    }
    assert_eq!(marker(&state), None);
    state.focus(false);
    assert_eq!(marker(&state), Some(1));
    state.focus(true);
    assert_eq!(marker(&state), Some(1));
    // Rows came of which places cannot be told.
    state.act(Action::Go(Route::MyLink));
    state.apply(Update::RowsMoved {
        conversation: conversation(1),
        total: 90,
        first_unread: Some(41),
    });
    assert_eq!(marker(&state), Some(41));
}

#[test]
fn a_notification_can_be_answered_and_marked_as_read() {
    let mut state = at_home();
    let effects = state.act(Action::Reply {
        conversation: conversation(1),
        text: "yes".to_owned(),
    });
    assert_eq!(asked(&effects), ["MarkRead", "Send yes"]);
    assert_eq!(
        asked(&state.act(Action::MarkRead(conversation(2)))),
        ["MarkRead"]
    );
    state.lock.locked = true;
    assert!(state.act(Action::MarkRead(conversation(2))).is_empty());
}
