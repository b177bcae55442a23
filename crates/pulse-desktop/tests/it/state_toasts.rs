//! Short messages, and what can be taken back while they are there.

use pulse_client::ClientError;
use pulse_desktop::state::ToastKind;
use pulse_desktop::{Action, Effect, Update, Wish};

use super::people::{account, asked, at_home, conversation, message, pass};

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
    assert!(
        state
            .act(Action::OpenConversation(conversation(1)))
            .is_empty()
    );
    let toast = state.toasts.shown[0].id;
    state.act(Action::Undo(toast));
    assert_eq!(state.chats.shown().count(), 3);
    state.act(Action::DeleteConversation(conversation(1)));
    assert_eq!(asked(&pass(&mut state, 60)), ["DeleteConversation"]);
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

#[test]
fn too_many_toasts_end_the_oldest_and_do_what_it_tells_of() {
    let mut state = at_home();
    let mut done = Vec::new();
    for number in 0..5 {
        done.extend(asked(&state.act(Action::DeleteMessage(message(number)))));
    }
    assert_eq!(done.len(), 2);
    assert_eq!(state.toasts.shown.len(), 3);
    assert!(!state.is_leaving(message(0)));
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
