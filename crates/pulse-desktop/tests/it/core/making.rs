//! An account is made, refused, or given up.

use pulse_client::WorkPurpose;
use pulse_client::transport::ConnectError;
use pulse_desktop::{Protection, Request, Update, Wish};

use super::stage::{Stage, Window};

fn create(window: &Window, stage: &Stage) {
    create_with(window.key_file(), window, stage);
}

fn create_with(protection: Protection, window: &Window, stage: &Stage) {
    window.ask(Request::Create {
        protection,
        server: stage.link.clone(),
        name: "Alice".into(),
        invite: None,
    });
}

/// The attack: somebody answers in the place of the server of a link. That is known before there is an account.
#[test]
fn a_server_is_tried_without_an_account() {
    let stage = Stage::new();
    let window = stage.window("alice");
    let mut another = stage.link.clone();
    another.fingerprint = Stage::new().link.fingerprint;
    for (server, expected) in [
        (stage.link.clone(), None),
        (another, Some(ConnectError::WrongFingerprint)),
    ] {
        window.ask(Request::TryServer(server.clone()));
        let (tried, error) = window.next("answer", |update| match update {
            Update::ServerTried { server, error } => Some((server, error)),
            _ => None,
        });
        assert_eq!((tried, error), (server, expected));
    }
    // Nothing was made.
    window.ask(Request::Open(Protection::AsMade));
    assert!(matches!(window.first(), Update::NoHome));
    window.close();
}

#[test]
fn making_an_account_can_be_given_up_and_leaves_nothing() {
    // The most that a server may ask for: seconds of work.
    let stage = Stage::with("registration = \"open\"", 22);
    let window = stage.window("alice");
    create(&window, &stage);
    window.next("progress", |update| match update {
        Update::Working {
            purpose: WorkPurpose::Registration,
            ..
        } => Some(()),
        _ => None,
    });
    window.ask(Request::CancelCreate);
    window.ask(Request::Open(Protection::AsMade));
    let was_given_up = window.next("end of it", |update| match update {
        Update::NoHome => Some(true),
        // The puzzle was solved by luck and the server had confirmed before we gave up: then the account is there, and open.
        Update::Registered(_)
        | Update::Opened {
            account: Some(_), ..
        } => Some(false),
        _ => None,
    });
    if !was_given_up {
        window.close();
        return;
    }
    // Given up before the home is open, and begun again at once.
    let open = Stage::new();
    create(&window, &stage);
    window.ask(Request::CancelCreate);
    create(&window, &open);
    let account = window.next("account", |update| match update {
        Update::Registered(account) => Some(account),
        Update::Failed { error, .. } => panic!("{error}"),
        _ => None,
    });
    assert_eq!(account.server, open.link);
    window.close();
}

#[test]
fn a_refused_account_is_told_and_may_be_made_elsewhere() {
    let closed = Stage::with("registration = \"closed\"", 8);
    let open = Stage::new();
    let window = open.window("alice");
    create(&window, &closed);
    window.next("refusal", |update| match update {
        Update::Failed {
            wish: Wish::Create, ..
        } => Some(()),
        Update::Registered(_) => panic!("it was let in"),
        _ => None,
    });
    // The home is gone; it is made once more as it was.
    create_with(Protection::AsMade, &window, &open);
    window.next("account", |update| {
        matches!(update, Update::Registered(_)).then_some(())
    });
    let key = window.key_file();
    let window = Window::open(&window.close());
    window.ask(Request::Open(key));
    assert!(matches!(window.first(), Update::Opened { .. }));
    window.close();
}

#[test]
fn the_phrase_is_shown_until_it_is_proven() {
    let stage = Stage::new();
    let (window, _) = stage.person("alice");
    window.ask(Request::RevealPhrase);
    let words = window.next("words", |update| match update {
        Update::Phrase(words) => Some(words),
        _ => None,
    });
    assert_eq!(words.reveal().split(' ').count(), 24);
    let wrong = "abandon ".repeat(24);
    window.ask(Request::ConfirmPhrase(
        zeroize::Zeroizing::new(wrong.trim().to_owned()).into(),
    ));
    window.next("refusal", |update| match update {
        Update::Failed {
            wish: Wish::ConfirmPhrase,
            ..
        } => Some(()),
        _ => None,
    });
    window.ask(Request::ConfirmPhrase(words));
    window.next("proof", |update| {
        matches!(update, Update::PhraseConfirmed).then_some(())
    });
    let account = window.next("account", |update| match update {
        Update::Account(account) => Some(account),
        _ => None,
    });
    assert!(account.phrase_confirmed);
    window.close();
}
