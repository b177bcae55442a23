//! The passphrase at the start, the cover over a locked window, and homes that do not open.

use egui::Key;
use pulse_client::Timestamp;
use pulse_desktop::state::Phase;
use pulse_desktop::{Action, AppState, OpenTrouble, Protection, Request, Update};

use super::people::at_home;
use super::window::Window;

fn asked_for_passphrase() -> AppState {
    let mut state = AppState::default();
    state.tick(Timestamp::from_millis(1));
    state.focus(true);
    state.apply(Update::NeedsPassphrase { wrong: false });
    state
}

#[test]
fn enter_unlocks_and_a_wrong_passphrase_says_so() {
    let mut window = Window::new(asked_for_passphrase());
    assert_eq!(window.focused().as_deref(), Some("Passphrase"));
    assert!(!window.can_click("Unlock"));
    window.types("wrong one");
    window.sees_nothing_of("wrong one");
    window.presses(Key::Enter);
    let asked = window.asked();
    let [Request::Open(Protection::Passphrase(hidden))] = &asked[..] else {
        panic!("{asked:?}");
    };
    assert_eq!(hidden.0.as_str(), "wrong one");
    assert!(!window.can_click("Opening …"));

    window.hears(Update::NeedsPassphrase { wrong: true });
    window.sees("That is not the passphrase");
    assert_eq!(window.reads("Passphrase"), "");
    assert_eq!(window.focused().as_deref(), Some("Passphrase"));
    window.types("r");
    window.sees_nothing_of("That is not the passphrase");
}

#[test]
fn what_is_typed_can_be_looked_at() {
    let mut window = Window::new(asked_for_passphrase());
    window.types("visible");
    window.sees_nothing_of("visible");
    window.clicks("Show “Passphrase”");
    assert_eq!(window.reads("Passphrase"), "visible");
    window.clicks("Hide “Passphrase”");
    window.sees_nothing_of("visible");
}

#[test]
fn every_trouble_says_what_happened_and_the_way_on() {
    let what = || "something".to_owned();
    for (trouble, title) in [
        (
            OpenTrouble::Keychain { hint: what() },
            "The keychain does not open",
        ),
        (OpenTrouble::KeyElsewhere, "The key is in a file of its own"),
        (OpenTrouble::Lost, "Pulse lost its folder"),
        (OpenTrouble::WrongKey, "This key does not fit"),
        (
            OpenTrouble::Newer { found: 9, known: 2 },
            "Made by a newer Pulse",
        ),
        (OpenTrouble::Damaged { what: what() }, "are damaged"),
        (OpenTrouble::DiskFull, "The disk is full"),
        (
            OpenTrouble::Permission { what: what() },
            "may not use its folder",
        ),
        (OpenTrouble::InUse { what: what() }, "already open"),
        (OpenTrouble::Io { what: what() }, "The disk does not answer"),
    ] {
        let mut state = AppState::default();
        state.apply(Update::OpenFailed(trouble));
        let mut window = Window::phone(state);
        window.sees(title);
        window.sees("Nothing was changed or deleted.");
        assert_eq!(window.focused().as_deref(), Some("Try again"), "{title}");
        window.presses(Key::Enter);
        assert!(
            matches!(window.asked()[..], [Request::Open(Protection::AsMade)]),
            "{title}"
        );
        assert!(matches!(window.state().phase, Phase::Opening));
    }
}

#[test]
fn a_newer_store_names_both_formats() {
    let mut state = AppState::default();
    state.apply(Update::OpenFailed(OpenTrouble::Newer {
        found: 9,
        known: 2,
    }));
    let mut window = Window::new(state);
    window.sees("format 9");
    window.sees("up to 2");
    window.clicks("Quit Pulse");
    assert!(window.did().contains(&Action::Quit));
}

#[test]
fn a_locked_window_shows_nothing_and_opens_with_the_passphrase() {
    let mut state = at_home();
    state.lock.available = true;
    state.act(Action::Lock);
    let mut window = Window::new(state);
    window.sees("Pulse is locked");
    for name in ["Bob", "Carol", "hello"] {
        window.sees_nothing_of(name);
    }
    // No shortcut reaches behind it.
    window.presses(Key::Escape);
    window.sees("Pulse is locked");

    window.types("not it");
    window.presses(Key::Enter);
    assert!(matches!(window.asked()[..], [Request::CheckAppLock(_)]));
    window.hears(Update::AppUnlocked { right: false });
    window.sees("That is not the passphrase");
    window.types("right");
    window.presses(Key::Enter);
    window.hears(Update::AppUnlocked { right: true });
    window.sees("Bob");
}
