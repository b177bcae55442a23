//! The app lock.

use pulse_desktop::state::{LockTimeout, Overlay, Phase, Route};
use pulse_desktop::{Action, AppState, Effect, Hidden, SettingsChange, Update};

use super::people::{MORNING, asked, at_home, conversation, opened, pass};

fn lockable() -> AppState {
    let mut state = at_home();
    state.apply(Update::AppLockChanged { set: true });
    state.toasts.shown.clear();
    state
}

fn unlock(state: &mut AppState, passphrase: &str) -> Vec<Effect> {
    state.act(Action::UnlockApp {
        passphrase: Hidden::new(passphrase),
    })
}

#[test]
fn it_locks_after_the_chosen_time_without_a_touch() {
    let mut state = lockable();
    state.act(Action::Settings(SettingsChange::LockTimeout(
        LockTimeout::OneMinute,
    )));
    pass(&mut state, 50);
    state.touched();
    pass(&mut state, 50);
    assert!(!state.lock.locked);
    assert_eq!(state.due_in().unwrap().as_secs(), 10);
    pass(&mut state, 10);
    assert!(state.lock.locked);
    assert_eq!(state.due_in(), None, "a locked window sleeps");
}

#[test]
fn a_locked_window_does_nothing_but_unlock() {
    let mut state = lockable();
    state.act(Action::OpenConversation(conversation(1)));
    state.act(Action::Open(Overlay::QuickSwitcher));
    state.act(Action::Lock);
    assert!(state.lock.locked);
    assert_eq!(state.overlay, None);
    for action in [
        Action::SendDraft(conversation(1)),
        Action::DeleteConversation(conversation(1)),
        Action::RevealPhrase,
        Action::Go(Route::MyLink),
        Action::Settings(SettingsChange::AppLock {
            present: None,
            new: None,
        }),
    ] {
        assert!(state.act(action.clone()).is_empty(), "{action:?}");
    }
    assert_eq!(state.route, Route::Chats);
    assert_eq!(asked(&unlock(&mut state, "wrong")), ["CheckAppLock"]);
    assert!(unlock(&mut state, "wrong").is_empty(), "one at a time");
    state.apply(Update::AppUnlocked { right: false });
    assert!(state.lock.locked && state.lock.wrong);
    unlock(&mut state, "right");
    state.apply(Update::AppUnlocked { right: true });
    assert!(!state.lock.locked && !state.lock.wrong);
}

#[test]
fn an_answer_that_nobody_waits_for_unlocks_nothing_else() {
    let mut state = lockable();
    unlock(&mut state, "too early");
    assert!(!state.lock.checking, "an open window checks nothing");
}

#[test]
fn a_start_with_an_own_passphrase_begins_locked() {
    let mut state = AppState::default();
    state.tick(MORNING);
    state.apply(opened(true, false));
    assert!(state.lock.locked);
    let mut state = AppState::default();
    state.apply(Update::NeedsPassphrase { wrong: false });
    state.apply(opened(true, true));
    assert!(
        !state.lock.locked,
        "the home's passphrase was typed just now"
    );
}

#[test]
fn locking_without_a_passphrase_leads_to_where_one_is_set() {
    let mut state = at_home();
    state.act(Action::Lock);
    assert!(!state.lock.locked);
    assert!(matches!(state.route, Route::Settings(_)));
    assert_eq!(state.toasts.shown.len(), 1);
}

#[test]
fn the_session_lock_is_followed_by_who_wants_a_timeout() {
    let mut state = lockable();
    state.act(Action::ScreenLocked);
    assert!(!state.lock.locked);
    state.act(Action::Settings(SettingsChange::LockTimeout(
        LockTimeout::OneHour,
    )));
    state.act(Action::ScreenLocked);
    assert!(state.lock.locked);
}

#[test]
fn the_phrase_is_not_kept_behind_the_lock() {
    let mut state = lockable();
    let words = pulse_client::SecretText::new("one two".to_owned());
    state.apply(Update::Phrase(words.clone()));
    assert!(state.phrase.is_some());
    state.act(Action::Lock);
    assert!(state.phrase.is_none());
    state.apply(Update::Phrase(words));
    assert!(
        state.phrase.is_none(),
        "an answer that comes late is not kept"
    );
}

#[test]
fn nothing_is_locked_before_there_is_a_home() {
    let mut state = AppState::default();
    state.apply(Update::NoHome);
    assert!(state.act(Action::Lock).is_empty());
    assert!(matches!(state.phase, Phase::FirstRun(_)));
}
