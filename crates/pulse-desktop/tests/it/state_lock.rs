//! The app lock.

use pulse_desktop::state::{
    LockTimeout, Overlay, Phase, PhraseProof, ProtectionChoice, Route, SettingsPage,
};
use pulse_desktop::{
    Action, AppState, Effect, Hidden, OpenTrouble, Protection, SettingsChange, Update,
};

use super::people::{MORNING, asked, at_home, conversation, opened, ourselves, pass};

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
        Action::RevealPhrase { passphrase: None },
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
fn the_session_lock_is_followed_whatever_the_timeout() {
    for timeout in [LockTimeout::Never, LockTimeout::OneHour] {
        let mut state = lockable();
        state.act(Action::Settings(SettingsChange::LockTimeout(timeout)));
        state.act(Action::ScreenLocked);
        assert!(state.lock.locked);
    }
    let mut state = at_home();
    assert!(state.act(Action::ScreenLocked).is_empty());
    assert!(!state.lock.locked, "there is nothing to unlock it with");
}

#[test]
fn the_first_passphrase_brings_a_lock_that_locks_by_itself() {
    let mut state = at_home();
    let effects = state.apply(Update::AppLockChanged { set: true });
    assert!(matches!(
        &effects[..],
        [Effect::SaveSettings(settings)] if settings.lock_timeout == LockTimeout::FifteenMinutes
    ));
    pass(&mut state, 15 * 60);
    assert!(state.lock.locked);
    state.lock.locked = false;
    state.act(Action::Settings(SettingsChange::LockTimeout(
        LockTimeout::Never,
    )));
    state.apply(Update::AppLockChanged { set: true });
    let timeout = state.settings.lock_timeout;
    assert_eq!(timeout, LockTimeout::Never, "another passphrase, no more");
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

fn reveal(state: &mut AppState, passphrase: Option<&str>) -> Vec<String> {
    asked(&state.act(Action::RevealPhrase {
        passphrase: passphrase.map(Hidden::new),
    }))
}

/// Somebody sits down at an open window and wants the words that were not written down yet.
#[test]
fn the_phrase_is_shown_to_whoever_knows_the_passphrase() {
    let page = Action::Go(Route::Settings(SettingsPage::Phrase));
    let mut state = lockable();
    state.act(page.clone());
    assert!(reveal(&mut state, None).is_empty());
    assert!(reveal(&mut state, Some("")).is_empty());
    assert_eq!(reveal(&mut state, Some("wrong")), ["CheckAppLock"]);
    assert!(
        reveal(&mut state, Some("wrong")).is_empty(),
        "one at a time"
    );
    assert!(state.apply(Update::AppUnlocked { right: false }).is_empty());
    assert_eq!(state.lock.proof, PhraseProof::Refused);
    reveal(&mut state, Some("right"));
    let effects = state.apply(Update::AppUnlocked { right: true });
    assert_eq!(asked(&effects), ["RevealPhrase"]);
    let mut state = at_home();
    state.act(page);
    assert_eq!(reveal(&mut state, None), ["RevealPhrase"], "nothing is set");
}

/// The answer comes after its asker has locked: it neither unlocks nor shows anything.
#[test]
fn a_proof_that_comes_late_opens_nothing() {
    let page = Action::Go(Route::Settings(SettingsPage::Phrase));
    let mut state = lockable();
    state.act(page.clone());
    reveal(&mut state, Some("right"));
    state.act(Action::Lock);
    assert!(unlock(&mut state, "wrong").is_empty(), "one at a time");
    assert!(state.apply(Update::AppUnlocked { right: true }).is_empty());
    assert!(state.lock.locked);
    assert_eq!(asked(&unlock(&mut state, "wrong")), ["CheckAppLock"]);
    state.apply(Update::AppUnlocked { right: false });
    assert!(state.lock.locked);

    let mut state = lockable();
    state.act(page);
    reveal(&mut state, Some("right"));
    state.act(Action::Go(Route::Chats));
    assert!(state.apply(Update::AppUnlocked { right: true }).is_empty());
}

/// Somebody comes to a window that was left where the words are asked back: they would read all of them.
#[test]
fn the_phrase_is_not_asked_back_behind_the_lock() {
    let words = pulse_client::SecretText::new("one two".to_owned());
    let asked_back = || {
        let mut state = lockable();
        state.settings.lock_timeout = LockTimeout::OneMinute;
        state.apply(Update::Phrase(words.clone()));
        state.act(Action::ConfirmPhrase);
        assert!(matches!(state.phase, Phase::FirstRun(_)));
        state.touched();
        state
    };
    let leave = |state: &mut AppState| {
        pass(state, 60);
    };
    let lock = |state: &mut AppState| {
        state.act(Action::Lock);
    };
    let lock_screen = |state: &mut AppState| {
        state.act(Action::ScreenLocked);
    };
    let ways: [fn(&mut AppState); 3] = [leave, lock, lock_screen];
    for way in ways {
        let mut state = asked_back();
        way(&mut state);
        assert!(state.lock.locked);
        assert!(matches!(state.phase, Phase::Home));
        assert_eq!(state.phrase, None);
        unlock(&mut state, "right");
        state.apply(Update::AppUnlocked { right: true });
        assert!(state.is_usable());
        assert_eq!(state.phrase, None);
    }
}

/// The words are on the screen right after the account was made, and its maker leaves.
#[test]
fn a_new_account_is_locked_while_its_phrase_is_shown() {
    let mut state = AppState::default();
    state.tick(MORNING);
    state.settings.lock_timeout = LockTimeout::OneMinute;
    state.apply(Update::NoHome);
    let Phase::FirstRun(first_run) = &mut state.phase else {
        panic!("{:?}", state.phase);
    };
    first_run.protection = ProtectionChoice::Passphrase;
    state.apply(Update::Registered(ourselves()));
    let words = pulse_client::SecretText::new("one two".to_owned());
    state.apply(Update::Phrase(words));
    pass(&mut state, 60);
    assert!(state.lock.locked);
    assert!(matches!(state.phase, Phase::Home));
}

/// Another program takes the home away while the window is locked: the way back must not lead past the lock.
#[test]
fn a_home_that_was_lost_comes_back_locked() {
    let mut state = AppState {
        given: Some(Protection::PassphraseFile("file".into())),
        ..AppState::default()
    };
    state.tick(MORNING);
    state.apply(opened(false, true));
    state.act(Action::Lock);
    assert!(state.lock.locked);
    let what = "lost".to_owned();
    state.apply(Update::OpenFailed(OpenTrouble::Io { what }));
    assert_eq!(asked(&state.act(Action::TryAgain)), ["Open"]);
    state.apply(opened(false, true));
    assert!(state.lock.locked);
}

#[test]
fn nothing_is_locked_before_there_is_a_home() {
    let mut state = AppState::default();
    state.apply(Update::NoHome);
    assert!(state.act(Action::Lock).is_empty());
    assert!(matches!(state.phase, Phase::FirstRun(_)));
}
