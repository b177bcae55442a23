//! Every page of the settings, and every setting.

use egui::Key;
use pulse_client::{ClientError, ContactRow, ContactState, IdentityState, SecretText, StoreError};
use pulse_desktop::state::{
    Language, LockTimeout, NotificationContent, Phase, Route, SettingsPage, Storage, ThemeChoice,
};
use pulse_desktop::{Action, AppState, Request, SettingsChange, Update, Wish};

use super::people::{MORNING, account, at_home, ourselves};
use super::window::Window;

fn on(page: SettingsPage) -> AppState {
    let mut state = at_home();
    state.act(Action::Go(Route::Settings(page)));
    state
}

fn window(page: SettingsPage) -> Window {
    Window::new(on(page))
}

/// What a click on something of this name changes.
fn change(page: SettingsPage, name: &str) -> SettingsChange {
    let mut state = on(page);
    state.has_tray = true;
    let mut window = Window::new(state);
    window.did();
    window.clicks(name);
    match window.did().pop() {
        Some(Action::Settings(change)) => change,
        other => panic!("{name}: {other:?}"),
    }
}

/// The row at the top of the settings: who one is, and where.
fn head() -> String {
    format!("{}, {}", ourselves().name, ourselves().server.host)
}

#[test]
fn the_list_leads_to_every_page_and_escape_back() {
    for (name, page) in [
        (head().as_str(), SettingsPage::Profile),
        ("Privacy", SettingsPage::Privacy),
        ("Notifications", SettingsPage::Notifications),
        ("Appearance", SettingsPage::Appearance),
        ("Storage", SettingsPage::Storage),
        ("About Pulse", SettingsPage::About),
    ] {
        let mut window = window(SettingsPage::Overview);
        window.clicks(name);
        assert_eq!(window.state().route, Route::Settings(page), "{name}");
        window.presses(Key::Escape);
        assert_eq!(
            window.state().route,
            Route::Settings(SettingsPage::Overview)
        );
    }
}

#[test]
fn every_setting_can_be_changed() {
    use SettingsPage::{Appearance, Notifications, Privacy};
    for (page, name, wanted) in [
        (
            Privacy,
            "Read receipts",
            SettingsChange::ReadReceipts(false),
        ),
        (Privacy, "Typing", SettingsChange::Typing(false)),
        (
            Notifications,
            "Show notifications",
            SettingsChange::Notifications(false),
        ),
        (
            Notifications,
            "Name only",
            SettingsChange::NotificationContent(NotificationContent::Name),
        ),
        (
            Notifications,
            "Neither",
            SettingsChange::NotificationContent(NotificationContent::Nothing),
        ),
        (
            Notifications,
            "Keep running when the window is closed",
            SettingsChange::CloseToTray(false),
        ),
        (
            Notifications,
            "Start when I log in",
            SettingsChange::Autostart(true),
        ),
        (
            Appearance,
            "Light",
            SettingsChange::Theme(ThemeChoice::Light),
        ),
        (Appearance, "Dark", SettingsChange::Theme(ThemeChoice::Dark)),
        (Appearance, "Larger", SettingsChange::Scale(1.1)),
        (Appearance, "Smaller", SettingsChange::Scale(0.9)),
        (
            Appearance,
            "Less movement",
            SettingsChange::ReducedMotion(true),
        ),
        (Appearance, "Enter sends", SettingsChange::EnterSends(false)),
        (
            Appearance,
            "Deutsch",
            SettingsChange::Language(Language::German),
        ),
        (
            Appearance,
            "العربية",
            SettingsChange::Language(Language::Arabic),
        ),
    ] {
        assert_eq!(change(page, name), wanted, "{name}");
    }
}

#[test]
fn what_is_chosen_shows() {
    let mut window = window(SettingsPage::Privacy);
    assert!(window.is_on("Read receipts"));
    window.clicks("Read receipts");
    assert!(!window.is_on("Read receipts"));
}

#[test]
fn the_name_is_changed_with_enter() {
    let mut window = window(SettingsPage::Profile);
    assert_eq!(window.reads("Your name"), "Ada");
    window.types_into("Your name", " Lovelace");
    window.presses(Key::Enter);
    let asked = window.asked();
    assert!(
        matches!(&asked[..], [Request::SetName(name)] if name == "Ada Lovelace"),
        "{asked:?}"
    );
}

#[test]
fn the_phrase_is_shown_from_the_profile_until_it_was_proven() {
    let words: Vec<_> = (1..=24).map(|number| format!("word{number}")).collect();
    let mut window = window(SettingsPage::Profile);
    window.clicks("Recovery phrase");
    assert!(window.asked().is_empty());
    window.clicks("Show my phrase");
    assert!(matches!(window.asked()[..], [Request::RevealPhrase]));
    window.hears(Update::Phrase(SecretText::new(words.join(" "))));
    window.sees("Word 24: word24");
    window.clicks("I wrote them down");
    assert!(matches!(window.state().phase, Phase::FirstRun(_)));
    window.sees("Check your notes");
    window.hears(Update::PhraseConfirmed);
    window.sees("You wrote it down.");
    assert!(!window.offers("Show my phrase"));
}

#[test]
fn the_phrase_asks_for_the_passphrase_where_there_is_one() {
    let mut window = window(SettingsPage::Phrase);
    window.change(|state| state.lock.available = true);
    assert!(!window.can_click("Show my phrase"));
    window.types_into("Your passphrase", "wrong");
    window.presses(Key::Enter);
    assert!(matches!(window.asked()[..], [Request::CheckAppLock(_)]));
    window.hears(Update::AppUnlocked { right: false });
    window.sees("That is not the present passphrase");
    window.types_into("Your passphrase", "orbit velvet canyon");
    window.clicks("Show my phrase");
    let asked = window.asked();
    assert!(
        matches!(&asked[..], [Request::CheckAppLock(typed)] if typed.0.as_str() == "orbit velvet canyon"),
        "{asked:?}"
    );
    window.hears(Update::AppUnlocked { right: true });
    assert!(matches!(window.asked()[..], [Request::RevealPhrase]));
}

#[test]
fn an_app_lock_is_set_changed_and_removed() {
    let mut window = window(SettingsPage::Privacy);
    window.sees("No passphrase is set.");
    window.sees_nothing_of("Lock by itself");
    window.clicks("Set a passphrase");
    assert_eq!(window.focused().as_deref(), Some("New passphrase"));
    window.types("orbit velvet canyon");
    window.presses(Key::Enter);
    window.types("orbit velvet canyon");
    window.presses(Key::Enter);
    let asked = window.asked();
    assert!(
        matches!(&asked[..], [Request::SetAppLock { present: None, new: Some(new) }] if new.0.as_str() == "orbit velvet canyon"),
        "{asked:?}"
    );
    window.hears(Update::AppLockChanged { set: true });
    window.sees("has a passphrase of its own");
    window.clicks("After 5 minutes");
    assert_eq!(
        window.state().settings.lock_timeout,
        LockTimeout::FiveMinutes
    );
    assert!(window.is_on("After 5 minutes"));
    window.asked();
    window.clicks("Remove the passphrase");
    assert!(window.asked().is_empty(), "the present one is asked for");
    assert!(!window.can_click("Remove"));
    window.types("orbit velvet canon");
    window.clicks("Remove");
    assert!(matches!(
        window.asked()[..],
        [Request::SetAppLock { new: None, .. }]
    ));
    window.hears(Update::AppLockKept);
    window.sees("That is not the present passphrase");
    assert_eq!(window.reads("Present passphrase"), "");
    window.types_into("Present passphrase", "orbit velvet canyon");
    window.clicks("Remove");
    let asked = window.asked();
    assert!(
        matches!(&asked[..], [Request::SetAppLock { present: Some(present), new: None }] if present.0.as_str() == "orbit velvet canyon"),
        "{asked:?}"
    );
    window.hears(Update::AppLockChanged { set: false });
    window.sees("No passphrase is set.");
    assert!(!window.has_field("Present passphrase"));
}

/// Somebody who typed the passphrase and thinks better of it goes back, or looks at what they typed.
#[test]
fn enter_anywhere_but_in_the_field_removes_no_app_lock() {
    let with_lock = || {
        let mut window = window(SettingsPage::Privacy);
        window.hears(Update::AppLockChanged { set: true });
        window.clicks("Remove the passphrase");
        window.types("orbit velvet canyon");
        window.asked();
        window
    };
    let removes = |window: &mut Window| {
        let asked = window.asked();
        let mut asked = asked.iter();
        asked.any(|request| matches!(request, Request::SetAppLock { .. }))
    };
    for name in [
        "Back",
        "Show “Present passphrase”",
        "Read receipts",
        "Cancel",
    ] {
        let mut window = with_lock();
        window.focuses(name);
        window.presses(Key::Enter);
        assert!(!removes(&mut window), "{name}");
    }
    let mut window = with_lock();
    window.presses(Key::Enter);
    assert!(removes(&mut window));
}

#[test]
fn the_passphrase_of_a_home_is_changed_and_nothing_is_said_of_a_disk() {
    let mut state = on(SettingsPage::Privacy);
    state.lock.by_home = true;
    state.lock.available = true;
    let mut window = Window::new(state);
    assert!(!window.offers("Set a passphrase") && !window.offers("Remove the passphrase"));
    window.clicks("Change the passphrase");
    window.sees("Pulse asks for it at the start");
    assert_eq!(window.focused().as_deref(), Some("Present passphrase"));
    window.types("three blue boats");
    window.types_into("New passphrase", "two red kites");
    window.types_into("The same again", "two red kites");
    window.presses(Key::Enter);
    let asked = window.asked();
    assert!(
        matches!(&asked[..], [Request::SetAppLock { present: Some(present), new: Some(new) }]
            if present.0.as_str() == "three blue boats" && new.0.as_str() == "two red kites"),
        "{asked:?}"
    );
    window.sees("Changing");
    window.hears(Update::Failed {
        wish: Wish::AppLock,
        error: ClientError::Store(StoreError::Unavailable("read-only".into())),
    });
    window.sees("so it is still the same");
    window.sees_nothing_of("Pulse can’t use its storage");
    window.clicks("Change the passphrase");
    window.types("three blue boats");
    window.types_into("New passphrase", "two red kites");
    window.types_into("The same again", "two red kites");
    window.presses(Key::Enter);
    window.hears(Update::AppLockChanged { set: false });
    window.sees("The passphrase is changed.");
    assert!(window.offers("Change the passphrase"));
}

#[test]
fn an_opened_eye_does_not_stay_open() {
    let mut window = window(SettingsPage::Privacy);
    window.clicks("Set a passphrase");
    window.clicks("Show “New passphrase”");
    assert!(window.offers("Hide “New passphrase”"));
    window.clicks("Cancel");
    window.clicks("Set a passphrase");
    assert!(window.offers("Show “New passphrase”"));
}

#[test]
fn without_a_tray_nothing_promises_one() {
    let mut window = window(SettingsPage::Notifications);
    window.sees("There is no tray on this desktop");
    window.sees_nothing_of("Pulse stays in the tray");
    assert!(!window.can_click("Keep running when the window is closed"));
    window.change(|state| state.has_tray = true);
    window.sees("Pulse stays in the tray");
    window.clicks("Keep running when the window is closed");
    assert!(!window.state().settings.close_to_tray);
}

#[test]
fn a_passphrase_for_the_lock_is_as_long_as_that_of_a_home() {
    let mut window = window(SettingsPage::Privacy);
    window.clicks("Set a passphrase");
    for typed in ["cat", "cat"] {
        window.types(typed);
        window.presses(Key::Enter);
    }
    assert!(window.asked().is_empty());
    window.sees("Use at least 8 characters");
    // It is mended where it was typed.
    window.types_into("New passphrase", " velvet canyon");
    window.types_into("The same again", " velvet canyon");
    window.presses(Key::Enter);
    assert!(matches!(
        window.asked()[..],
        [Request::SetAppLock { new: Some(_), .. }]
    ));
    window.sees_nothing_of("Use at least 8 characters");
}

#[test]
fn a_passphrase_for_the_lock_can_be_given_up() {
    let mut window = window(SettingsPage::Privacy);
    window.clicks("Set a passphrase");
    window.types("something long enough");
    assert!(!window.can_click("Save passphrase"));
    window.clicks("Cancel");
    assert!(!window.has_field("New passphrase"));
    window.clicks("Set a passphrase");
    assert_eq!(window.reads("New passphrase"), "");
}

fn blocked(number: u8, name: &str) -> ContactRow {
    ContactRow {
        account: account(number),
        name: name.to_owned(),
        own_name: None,
        their_name: None,
        state: ContactState::Blocked,
        verified: false,
        compared: false,
        identity: IdentityState::Unchanged,
        added_at: MORNING,
    }
}

#[test]
fn blocked_people_are_listed_and_let_go() {
    let mut state = on(SettingsPage::Privacy);
    state.contacts = vec![blocked(4, "Mallory")];
    let mut window = Window::new(state);
    window.clicks("Blocked contacts");
    window.sees("Mallory");
    window.clicks("Unblock Mallory");
    assert!(matches!(window.asked()[..], [Request::Unblock(_)]));
    window.change(|state| state.contacts.clear());
    window.sees("You have not blocked anybody.");
}

/// Whoever clicks twice, or has the next one in mind already, does not hit somebody else.
#[test]
fn whoever_was_unblocked_stays_in_their_place_until_the_page_is_left() {
    let mut state = on(SettingsPage::Blocked);
    state.contacts = vec![blocked(4, "Mallory"), blocked(5, "Trudy")];
    let mut window = Window::new(state);
    let (mallory, trudy) = ("Unblock Mallory", "Unblock Trudy");
    let place = |window: &Window, name: &str| {
        let mut controls = window.controls().into_iter();
        controls.find(|control| control.1 == name).unwrap().2
    };
    let places = [place(&window, mallory), place(&window, trudy)];
    window.clicks(mallory);
    window.change(|state| state.contacts[0].state = ContactState::Accepted);
    window.sees("Mallory: Not blocked any more");
    let again = place(&window, "Block Mallory again");
    assert_eq!(again.y_range(), places[0].y_range());
    assert_eq!(place(&window, trudy), places[1]);
    window.clicks("Block Mallory again");
    assert!(matches!(
        window.asked()[..],
        [Request::Unblock(_), Request::Block(_)]
    ));
    // Elsewhere, and here again.
    window.takes(Action::Go(Route::Settings(SettingsPage::Privacy)));
    window.takes(Action::Go(Route::Settings(SettingsPage::Blocked)));
    assert!(window.offers(trudy));
    assert!(!window.offers("Block Mallory again"));
}

#[test]
fn the_size_of_the_store_is_asked_for_and_told() {
    let mut window = window(SettingsPage::Overview);
    window.clicks("Storage");
    assert!(matches!(window.asked()[..], [Request::Storage]));
    window.sees("Counting");
    window.change(|state| {
        state.storage = Some(Storage {
            bytes: 3_456_789,
            messages: 100_000,
        });
    });
    window.sees("3.5 MB");
    window.sees("100,000");
}

#[test]
fn about_names_what_pulse_is_made_of() {
    let mut window = window(SettingsPage::About);
    window.sees(env!("CARGO_PKG_VERSION"));
    window.sees("Phosphor icons");
    window.sees("SIL OFL 1.1");
    window.types_into("Filter libraries", "rusqlite");
    window.sees("rusqlite");
    window.sees_nothing_of("egui_glow");
    window.types("no such thing");
    window.sees("No library has that in its name.");
}

#[test]
fn the_head_leads_to_the_profile_and_the_profile_to_the_link() {
    let mut window = window(SettingsPage::Overview);
    window.sees(&ourselves().server.host);
    window.clicks(&head());
    window.sees("Profile");
    window.clicks("My link and QR code");
    assert_eq!(window.state().route, Route::MyLink);
}

#[test]
fn about_shows_the_terms_of_what_is_no_crate() {
    let libraries = include_str!("../../assets/libraries.txt");
    let line = libraries.lines().find(|line| line.starts_with("OpenSSL\t"));
    let version = line.unwrap().split('\t').nth(1).unwrap();
    let name = format!("OpenSSL {version}");
    let mut window = window(SettingsPage::About);
    window.types_into("Filter libraries", "openssl");
    window.sees_nothing_of("Version 2.0, January 2004");
    window.clicks(&name);
    window.sees("Version 2.0, January 2004");
    window.clicks(&name);
    window.sees_nothing_of("Version 2.0, January 2004");
}
