//! Short messages, and what can be taken back while they are there.

use std::time::Duration;

use pulse_client::{ClientError, ContactLink, ContactState, Timestamp};
use pulse_desktop::state::{Route, Toast, ToastKind};
use pulse_desktop::{Action, AppState, ChatSummary, Effect, OpenTrouble, Request, Update, Wish};

use super::people::{
    MORNING, account, asked, at_home, chat, contact, conversation, message, opened, pass, row,
    server,
};

#[test]
fn a_message_is_deleted_when_that_cannot_be_undone_any_more() {
    let mut state = at_home();
    assert!(state.act(Action::DeleteMessage(message(1))).is_empty());
    assert!(state.is_leaving(message(1)));
    let toast = state.toasts.shown[0].id;
    state.act(Action::Undo(toast));
    assert!(!state.is_leaving(message(1)));
    assert!(pass(&mut state, 60).is_empty());
    state.act(Action::DeleteMessage(message(1)));
    assert!(
        asked(&pass(&mut state, 9)).is_empty(),
        "ten seconds to undo"
    );
    assert_eq!(asked(&pass(&mut state, 60)), ["DeleteMessage"]);
    assert!(state.toasts.shown.is_empty());
}

#[test]
fn a_deleted_conversation_is_gone_from_sight_at_once_and_back_with_undo() {
    let mut state = at_home();
    state.act(Action::OpenConversation(conversation(1)));
    let effects = state.act(Action::DeleteConversation(conversation(1)));
    assert!(asked(&effects).is_empty());
    assert_eq!(state.open_conversation(), None);
    assert_eq!(state.chats.shown().count(), 2);
    let toast = state.toasts.shown[0].id;
    state.act(Action::Undo(toast));
    assert_eq!(state.chats.shown().count(), 3);
    state.act(Action::DeleteConversation(conversation(1)));
    assert_eq!(asked(&pass(&mut state, 60)), ["DeleteConversation"]);
    assert_eq!(state.chats.shown().count(), 2);
}

/// Somebody deleted a conversation and looks for it, or goes on writing to whoever it was with.
#[test]
fn whoever_opens_a_deleted_conversation_has_it_back() {
    let mut state = at_home();
    state.apply(Update::Contacts(vec![contact(1, "Bob")]));
    for delete in [
        Action::DeleteConversation(conversation(1)),
        Action::RemoveContact(account(1)),
    ] {
        state.act(Action::Go(Route::AddContact));
        state.act(delete);
        let effects = state.act(Action::OpenConversation(conversation(1)));
        assert_eq!(asked(&effects), ["OpenConversation"]);
        assert_eq!(state.open_conversation(), Some(conversation(1)));
        assert!(!state.is_removed(account(1)));
        assert_eq!(state.chats.shown().count(), 3);
        assert!(asked(&pass(&mut state, 60)).is_empty());
    }
}

#[test]
fn whoever_adds_a_contact_that_was_just_removed_keeps_them() {
    let mut state = at_home();
    state.apply(Update::Contacts(vec![contact(1, "Bob")]));
    state.act(Action::RemoveContact(account(1)));
    let link = ContactLink {
        server: server(),
        account: account(1),
    };
    let effects = state.act(Action::AddContact {
        link: link.to_string(),
        name: String::new(),
    });
    assert_eq!(asked(&effects), ["AddContact"]);
    assert!(asked(&pass(&mut state, 60)).is_empty());
    assert_eq!(state.contacts_called("").count(), 1);
}

#[test]
fn a_whole_conversation_can_be_taken_back_for_longer() {
    let mut state = at_home();
    state.act(Action::DeleteConversation(conversation(1)));
    assert!(asked(&pass(&mut state, 29)).is_empty());
    assert_eq!(asked(&pass(&mut state, 2)), ["DeleteConversation"]);
}

#[test]
fn whoever_writes_after_their_conversation_was_deleted_is_heard() {
    for contact in [ContactState::Accepted, ContactState::Requested] {
        let mut state = at_home();
        let mut all = state.chats.all.clone();
        all[0].state = contact;
        state.apply(Update::Conversations(all.clone()));
        state.act(Action::DeleteConversation(conversation(1)));
        assert_eq!(asked(&pass(&mut state, 60)), ["DeleteConversation"]);
        state.apply(Update::Conversations(all[1..].to_vec()));
        all[0].unread = 1;
        state.apply(Update::Conversations(all));
        let effects = state.apply(Update::Arrived(vec![row(1, 9, "still there?")]));
        assert!(matches!(effects[..], [Effect::Notify { .. }]));
        let lists = (state.chats.shown().count(), state.chats.requests().count());
        match contact {
            ContactState::Requested => assert_eq!(lists, (2, 1), "they can ask again"),
            _ => assert_eq!(lists, (3, 0)),
        }
        let effects = state.act(Action::OpenConversation(conversation(1)));
        assert_eq!(asked(&effects), ["OpenConversation"]);
    }
}

#[test]
fn what_is_deleted_counts_as_unread_no_more() {
    let mut state = at_home();
    state.apply(Update::Conversations(vec![
        chat(1, "Bob", 2),
        chat(2, "Carol", 1),
    ]));
    let effects = state.act(Action::DeleteConversation(conversation(1)));
    assert!(matches!(effects[0], Effect::Unread(1)));
    let toast = state.toasts.shown[0].id;
    let effects = state.act(Action::Undo(toast));
    assert!(matches!(effects[..], [Effect::Unread(3)]));
}

/// A message that nobody has seen is not what was deleted.
#[test]
fn a_message_that_arrives_before_the_end_keeps_its_conversation() {
    for notifications in [true, false] {
        let mut state = at_home();
        state.settings.notifications = notifications;
        state.act(Action::DeleteConversation(conversation(1)));
        let effects = state.apply(Update::Arrived(vec![row(1, 9, "wait!")]));
        let told = effects
            .iter()
            .filter(|effect| matches!(effect, Effect::Notify { .. }))
            .count();
        assert_eq!(told, usize::from(notifications));
        assert_eq!(state.chats.shown().count(), 3);
        assert!(asked(&pass(&mut state, 60)).is_empty());
        assert_eq!(state.chats.shown().count(), 3);
    }
}

/// Of a burst the core names the newest messages alone, and after too many events none: the list tells of every one.
#[test]
fn a_message_that_only_the_list_tells_of_keeps_its_conversation() {
    type Change = fn(&mut ChatSummary);
    let newer: Change = |bob| {
        bob.last.as_mut().unwrap().id = message(9);
        bob.last_at = MORNING.plus(Duration::from_secs(1));
        bob.unread = 1;
    };
    let late: Change = |bob| bob.unread = 1;
    // It was marked as read in the same moment as another one came.
    let instead: Change = |bob| bob.last.as_mut().unwrap().id = message(9);
    let read: Change = |bob| bob.unread = 0;
    let shortened: Change = |bob| {
        bob.last.as_mut().unwrap().id = message(8);
        bob.last_at = Timestamp::from_millis(MORNING.as_millis() - 1);
    };
    let answered: Change = |bob| {
        let last = bob.last.as_mut().unwrap();
        (last.id, last.outgoing) = (message(9), true);
    };
    for (change, is_kept) in [
        (newer, true),
        (late, true),
        (instead, true),
        (read, false),
        (shortened, false),
        (answered, false),
    ] {
        for delete in [
            Action::DeleteConversation(conversation(1)),
            Action::RemoveContact(account(1)),
        ] {
            let mut state = at_home();
            state.act(delete);
            let mut all = state.chats.all.clone();
            change(&mut all[0]);
            state.apply(Update::Conversations(all));
            let lists = state.chats.shown().count();
            assert_eq!(lists, if is_kept { 3 } else { 2 });
            assert_eq!(asked(&pass(&mut state, 60)).is_empty(), is_kept);
        }
    }
}

#[test]
fn what_was_known_goes_with_the_request() {
    let mut state = at_home();
    state.act(Action::DeleteConversation(conversation(1)));
    let known = state.chats.all[0].known();
    assert_eq!(known.last, Some(message(1)));
    let effects = pass(&mut state, 60);
    assert!(matches!(
        effects[..],
        [Effect::Ask(Request::DeleteConversation { known: told, .. })] if told == known
    ));
    // The client has more, and keeps it.
    state.apply(Update::Conversations(vec![chat(1, "Bob", 1)]));
    state.apply(Update::ConversationKept(conversation(1)));
    assert_eq!(state.chats.shown().count(), 1);
    assert!(matches!(
        &state.toasts.shown[..],
        [Toast { kind: ToastKind::Info { key, .. }, .. }] if key == "toast-conversation-kept"
    ));
}

#[test]
fn a_contact_is_removed_when_that_cannot_be_undone_any_more() {
    let mut state = at_home();
    state.apply(Update::Contacts(vec![contact(1, "Bob")]));
    state.act(Action::Go(Route::Contact(account(1))));
    let effects = state.act(Action::RemoveContact(account(1)));
    assert!(asked(&effects).is_empty());
    assert_eq!(state.route, Route::Chats, "the page of nobody");
    let lists = |state: &AppState| {
        let contacts = state.contacts_called("").count();
        (state.chats.shown().count(), contacts)
    };
    assert_eq!(lists(&state), (2, 0));
    let toast = state.toasts.shown[0].id;
    state.act(Action::Undo(toast));
    assert_eq!(lists(&state), (3, 1));
    // What was deleted before goes with them, and is not asked for twice.
    state.act(Action::DeleteConversation(conversation(1)));
    state.act(Action::RemoveContact(account(1)));
    assert_eq!(state.toasts.shown.len(), 1);
    assert_eq!(asked(&pass(&mut state, 60)), ["RemoveContact"]);
    assert_eq!(lists(&state), (2, 0));
    assert_eq!(state.contact(account(1)), None);
}

#[test]
fn whoever_writes_before_they_are_removed_stays() {
    let mut state = at_home();
    state.act(Action::RemoveContact(account(1)));
    state.apply(Update::Arrived(vec![row(1, 9, "wait!")]));
    assert!(asked(&pass(&mut state, 60)).is_empty());
    assert_eq!(state.chats.shown().count(), 3);
}

#[test]
fn blocking_is_done_at_once_and_undone_by_unblocking() {
    let mut state = at_home();
    assert_eq!(asked(&state.act(Action::Block(account(1)))), ["Block"]);
    let toast = state.toasts.shown[0].id;
    assert_eq!(asked(&state.act(Action::Undo(toast))), ["Unblock"]);
    assert!(state.toasts.shown.is_empty());
}

#[test]
fn dismissing_a_toast_does_what_it_tells_of() {
    let mut state = at_home();
    state.act(Action::DeleteMessage(message(1)));
    let toast = state.toasts.shown[0].id;
    assert_eq!(
        asked(&state.act(Action::DismissToast(toast))),
        ["DeleteMessage"]
    );
    assert!(state.act(Action::Undo(toast)).is_empty(), "it is too late");
}

/// Whoever deletes much, or copies something after it, has no less time to take it back.
#[test]
fn what_can_be_taken_back_is_never_ended_by_what_is_told_after_it() {
    let mut state = at_home();
    state.act(Action::DeleteConversation(conversation(1)));
    let tells = [
        Action::Copy("x".to_owned()),
        Action::QrSaved(Ok(())),
        Action::CannotAttach,
        Action::QrSaved(Err("error-closed")),
    ];
    for tell in tells.clone() {
        assert!(asked(&state.act(tell)).is_empty());
    }
    assert_eq!(state.toasts.shown.len(), 3, "the oldest sentences went");
    assert!(asked(&pass(&mut state, 29)).is_empty());
    assert_eq!(asked(&pass(&mut state, 2)), ["DeleteConversation"]);

    for number in 0..5 {
        let effects = state.act(Action::DeleteMessage(message(number)));
        assert!(asked(&effects).is_empty());
    }
    for tell in tells {
        assert!(asked(&state.act(tell)).is_empty());
    }
    assert!((0..5).all(|number| state.is_leaving(message(number))));
    assert_eq!(state.toasts.shown.len(), 6, "and the newest sentence");
    assert_eq!(asked(&pass(&mut state, 10)).len(), 2);
    assert_eq!(asked(&pass(&mut state, 10)).len(), 3);
}

/// What can be taken back is seen for all of its time: a fourth waits until one above it has gone, and does not go unseen.
#[test]
fn everything_that_can_be_taken_back_is_seen_before_it_goes() {
    let mut state = at_home();
    for number in 0..5 {
        state.act(Action::DeleteMessage(message(number)));
    }
    let drawn = |state: &AppState| -> Vec<_> {
        let kinds = state.toasts.drawn().map(|toast| toast.kind.clone());
        let number =
            |kind: ToastKind| (0..5).find(|it| kind == ToastKind::MessageDeleted(message(*it)));
        kinds.filter_map(number).collect()
    };
    assert_eq!(drawn(&state), [4, 3, 2], "what was just done comes first");
    pass(&mut state, 6);
    let newest = state.toasts.shown[4].id;
    state.act(Action::Undo(newest));
    assert_eq!(drawn(&state), [3, 2, 1]);
    assert_eq!(asked(&pass(&mut state, 4)).len(), 2, "those of before");
    assert_eq!(drawn(&state), [1, 0]);
    assert_eq!(state.due_in(), Some(Duration::from_secs(6)), "and the rest");
    assert_eq!(asked(&pass(&mut state, 6)).len(), 1);
    assert!(state.is_leaving(message(0)));
    assert!(asked(&pass(&mut state, 3)).is_empty());
    let last = state.toasts.shown[0].id;
    state.act(Action::Undo(last));
    assert!(!state.is_leaving(message(0)));
    assert!(asked(&pass(&mut state, 60)).is_empty());
    assert_eq!(state.due_in(), None);
}

/// There is nothing in which it could be done: it waits, can be taken back, and has its whole time when the home is back.
#[test]
fn nothing_goes_away_while_the_home_is_lost() {
    let mut state = at_home();
    state.act(Action::DeleteMessage(message(1)));
    state.act(Action::DeleteConversation(conversation(2)));
    state.act(Action::DeleteConversation(conversation(3)));
    pass(&mut state, 5);
    state.apply(Update::OpenFailed(OpenTrouble::Lost));
    assert_eq!(state.due_in(), None, "nothing ends by itself");
    assert!(asked(&pass(&mut state, 600)).is_empty());
    let toasts: Vec<_> = state.toasts.shown.iter().map(|toast| toast.id).collect();
    assert!(state.act(Action::DismissToast(toasts[1])).is_empty());
    state.act(Action::Undo(toasts[2]));
    assert_eq!(state.toasts.shown.len(), 2);
    state.act(Action::TryAgain);
    assert!(asked(&pass(&mut state, 60)).is_empty());
    state.apply(opened(false, false));
    assert!(asked(&pass(&mut state, 9)).is_empty());
    assert_eq!(asked(&pass(&mut state, 1)), ["DeleteMessage"]);
    assert_eq!(asked(&pass(&mut state, 20)), ["DeleteConversation"]);
    assert_eq!(state.chats.shown().count(), 2);
}

#[test]
fn copying_says_so_once() {
    let mut state = at_home();
    let effects = state.act(Action::Copy("x".to_owned()));
    assert!(matches!(effects[..], [Effect::CopyText(_)]));
    state.act(Action::Copy("y".to_owned()));
    assert_eq!(state.toasts.shown.len(), 1);
    assert_eq!(state.toasts.shown[0].kind, ToastKind::Copied);
}

#[test]
fn a_problem_is_said_in_words_and_passes() {
    let mut state = at_home();
    state.apply(Update::Failed {
        wish: Wish::Other,
        error: ClientError::TimedOut,
    });
    assert!(matches!(
        &state.toasts.shown[0].kind,
        ToastKind::Problem { key, .. } if key == "error-timed-out"
    ));
    pass(&mut state, 60);
    assert!(state.toasts.shown.is_empty());
    assert_eq!(state.due_in(), None);
}

#[test]
fn a_deleted_message_does_not_come_back_for_a_moment() {
    let mut state = at_home();
    state.act(Action::OpenConversation(conversation(1)));
    state.apply(Update::Rows {
        conversation: conversation(1),
        first: 0,
        rows: vec![row(1, 1, "keep"), row(1, 2, "away")],
        total: 2,
    });
    state.act(Action::DeleteMessage(message(2)));
    assert_eq!(asked(&pass(&mut state, 60)), ["DeleteMessage"]);
    let gone = |state: &AppState| state.timeline.as_ref().unwrap().gone().collect::<Vec<_>>();
    assert_eq!(gone(&state), [message(2)]);
    state.apply(Update::RowsMoved {
        conversation: conversation(1),
        total: 1,
        first_unread: None,
    });
    let timeline = state.timeline.as_ref().unwrap();
    assert!(timeline.row(0).is_some(), "nothing blinks");
    state.apply(Update::Rows {
        conversation: conversation(1),
        first: 0,
        rows: vec![row(1, 1, "keep")],
        total: 1,
    });
    assert!(gone(&state).is_empty());
    assert_eq!(state.timeline.as_ref().unwrap().loaded().count(), 1);
}

/// The line shows what is left, through every order in which messages can go and come back.
#[test]
fn the_line_of_a_conversation_shows_what_was_not_deleted() {
    let mut state = at_home();
    let rows = |numbers: &[u8]| -> Vec<_> {
        let texts = numbers.iter().map(|number| (*number, number.to_string()));
        texts.map(|(number, text)| row(1, number, &text)).collect()
    };
    let mut newest = chat(1, "Bob", 0);
    newest.last.as_mut().unwrap().id = message(5);
    newest.last.as_mut().unwrap().preview = "5".to_owned();
    state.apply(Update::Conversations(vec![newest, chat(2, "Carol", 0)]));
    state.act(Action::OpenConversation(conversation(1)));
    state.apply(Update::Rows {
        conversation: conversation(1),
        first: 0,
        rows: rows(&[3, 4, 5]),
        total: 3,
    });
    let line = |state: &AppState| {
        let shown = state.last_shown(&state.chats.all[0]);
        shown.map(|(last, at)| (last.preview.clone(), at))
    };
    let text = |state: &AppState| line(state).map(|(text, _)| text);
    let undo = |state: &mut AppState| {
        let toast = state.toasts.shown.last().unwrap().id;
        state.act(Action::Undo(toast));
    };
    assert_eq!(line(&state), Some(("5".to_owned(), MORNING)));
    state.act(Action::DeleteMessage(message(4)));
    assert_eq!(text(&state).as_deref(), Some("5"), "it is not the newest");
    state.act(Action::DeleteMessage(message(5)));
    let earlier = row(1, 3, "3").sort_at;
    let earlier = pulse_client::Timestamp::from_millis(earlier);
    assert_eq!(line(&state), Some(("3".to_owned(), earlier)));
    undo(&mut state);
    assert_eq!(text(&state).as_deref(), Some("5"));
    undo(&mut state);
    // Whoever goes elsewhere sees the same.
    state.act(Action::DeleteMessage(message(5)));
    state.act(Action::OpenConversation(conversation(2)));
    assert_eq!(text(&state).as_deref(), Some("4"));
    // Gone for good, and the client has not said so yet.
    assert_eq!(asked(&pass(&mut state, 60)), ["DeleteMessage"]);
    assert_eq!(text(&state).as_deref(), Some("4"));
}

/// More can be about to go at the same time than short messages are drawn.
#[test]
fn a_line_shows_what_is_left_however_much_was_deleted() {
    let mut state = at_home();
    state.act(Action::OpenConversation(conversation(1)));
    let numbers = [8, 7, 6, 5, 4, 3, 1];
    state.apply(Update::Rows {
        conversation: conversation(1),
        first: 0,
        rows: numbers
            .map(|number| row(1, number, &number.to_string()))
            .to_vec(),
        total: numbers.len(),
    });
    for number in [1, 3, 4, 5, 6] {
        state.act(Action::DeleteMessage(message(number)));
    }
    let shown = state.last_shown(&state.chats.all[0]);
    assert_eq!(shown.map(|(last, _)| last.preview.as_str()), Some("7"));
}

/// What is known of the conversation is then less than the store has: nobody wrote meanwhile.
#[test]
fn a_conversation_goes_though_its_newest_message_was_deleted_just_before() {
    let mut state = at_home();
    state.act(Action::OpenConversation(conversation(1)));
    state.apply(Update::Rows {
        conversation: conversation(1),
        first: 0,
        rows: vec![
            row(1, 8, "left"),
            row(1, 9, "last but one"),
            row(1, 1, "last"),
        ],
        total: 3,
    });
    state.act(Action::DeleteMessage(message(1)));
    state.act(Action::DeleteMessage(message(9)));
    let effects = state.act(Action::DeleteConversation(conversation(1)));
    assert_eq!(asked(&effects)[..2], ["DeleteMessage", "DeleteMessage"]);
    let effects = pass(&mut state, 60);
    assert!(matches!(
        &effects[..],
        [Effect::Ask(Request::DeleteConversation { known, .. })] if known.last == Some(message(8))
    ));
}

/// The one that was deleted first goes for good first: the line does not come back to it.
#[test]
fn a_line_does_not_show_what_went_for_good_before() {
    let mut state = at_home();
    state.act(Action::OpenConversation(conversation(1)));
    state.apply(Update::Rows {
        conversation: conversation(1),
        first: 0,
        rows: vec![row(1, 8, "left"), row(1, 9, "first"), row(1, 1, "second")],
        total: 3,
    });
    state.act(Action::DeleteMessage(message(9)));
    pass(&mut state, 5);
    state.act(Action::DeleteMessage(message(1)));
    assert_eq!(asked(&pass(&mut state, 6)), ["DeleteMessage"]);
    let text = |state: &AppState| {
        let shown = state.last_shown(&state.chats.all[0]);
        shown.map(|(last, _)| last.preview.clone())
    };
    assert_eq!(text(&state).as_deref(), Some("left"));
    assert_eq!(asked(&pass(&mut state, 6)), ["DeleteMessage"]);
    assert_eq!(text(&state).as_deref(), Some("left"));
    // The only one that is left goes too: there is nothing to show.
    state.act(Action::DeleteMessage(message(8)));
    assert_eq!(text(&state), None);
}

#[test]
fn a_link_that_nothing_opens_can_be_copied() {
    let mut state = at_home();
    let link = "https://example.org/".to_owned();
    assert!(state.act(Action::LinkNotOpened(link.clone())).is_empty());
    let toast = state.toasts.shown[0].id;
    let effects = state.act(Action::Undo(toast));
    assert!(matches!(&effects[..], [Effect::CopyText(text)] if *text == link));
    assert_eq!(state.toasts.shown[0].kind, ToastKind::Copied);
}
