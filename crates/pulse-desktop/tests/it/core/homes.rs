//! Homes that are not there, do not open, or open with a passphrase.

use pulse_client::{AccountId, ConversationId, MessageId, Search, SearchQuery};
use pulse_desktop::{Known, OpenTrouble, Protection, Request, SearchKind, Update, Wish};

use super::stage::{Stage, Window, passphrase};
use pulse_desktop::Hidden;

#[test]
fn a_place_without_a_home_is_the_first_run() {
    let dir = tempfile::tempdir().unwrap();
    let window = Window::open(&dir.path().join("home"));
    window.ask(Request::Open(Protection::AsMade));
    assert!(matches!(window.first(), Update::NoHome));
    let home = window.close();
    assert!(!home.exists(), "asking makes nothing");
}

/// The home is lost, and somebody sends before the window has heard of it.
#[test]
fn a_text_without_a_home_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let window = Window::open(&dir.path().join("home"));
    let somewhere = ConversationId::direct(AccountId::from_bytes([1; 32]));
    window.ask(Request::Send {
        conversation: somewhere,
        text: "written in vain?".into(),
    });
    match window.first() {
        Update::Failed {
            wish: Wish::Send { conversation, text },
            ..
        } => assert_eq!(
            (conversation, text.as_str()),
            (somewhere, "written in vain?")
        ),
        other => panic!("{other:?}"),
    }
    window.close();
}

/// The same with everything else that was wished: a search would go on for ever, and what was deleted would be thought gone.
#[test]
fn whatever_is_asked_without_a_home_is_answered() {
    let dir = tempfile::tempdir().unwrap();
    let window = Window::open(&dir.path().join("home"));
    let account = AccountId::from_bytes([1; 32]);
    let conversation = ConversationId::direct(account);
    let query = SearchQuery::new("lunch").unwrap();
    for (kind, search) in [
        (SearchKind::List, Search::new(query.clone())),
        (
            SearchKind::Conversation,
            Search::within(query, conversation),
        ),
    ] {
        window.ask(Request::Search {
            kind,
            number: 7,
            search,
        });
        match window.first() {
            Update::Found {
                kind: told,
                number: 7,
                found: Err(_),
            } => assert_eq!(told, kind),
            other => panic!("{other:?}"),
        }
    }
    let known = Known::default();
    for request in [
        Request::DeleteMessage(MessageId::from_bytes([2; 16])),
        Request::DeleteConversation {
            conversation,
            known,
        },
        Request::RemoveContact { account, known },
        Request::Block(account),
        Request::Storage,
    ] {
        let asked = format!("{request:?}");
        window.ask(request);
        let told = window.first();
        let is_told = matches!(
            told,
            Update::Failed {
                wish: Wish::Other,
                ..
            }
        );
        assert!(is_told, "{asked}: {told:?}");
    }
    window.close();
}

#[test]
fn a_passphrase_is_asked_for_tried_and_locks_the_window() {
    let stage = Stage::new();
    let window = stage.window("alice");
    window.ask(Request::Create {
        protection: passphrase("three blue boats"),
        server: stage.link.clone(),
        name: "Alice".into(),
        invite: None,
    });
    window.next("account", |update| {
        matches!(update, Update::Registered(_)).then_some(())
    });
    let home = window.close();

    let window = Window::open(&home);
    window.ask(Request::Open(Protection::AsMade));
    let first = window.first();
    assert!(matches!(first, Update::NeedsPassphrase { wrong: false }));
    window.ask(Request::Open(passphrase("three blue goats")));
    let second = window.first();
    assert!(matches!(second, Update::NeedsPassphrase { wrong: true }));
    window.ask(Request::Open(passphrase("three blue boats")));
    match window.first() {
        Update::Opened {
            account,
            app_lock,
            passphrase,
            ..
        } => {
            assert_eq!(account.unwrap().name, "Alice");
            assert!(passphrase && !app_lock);
        }
        other => panic!("{other:?}"),
    }
    let change = |present: &str, new: Option<&str>| {
        window.ask(Request::SetAppLock {
            present: Some(Hidden::new(present)),
            new: new.map(Hidden::new),
        });
        window.next("answer", |update| match update {
            Update::AppLockChanged { set } => Some(Ok(set)),
            Update::AppLockKept => Some(Err("kept")),
            Update::Failed { .. } => Some(Err("failed")),
            _ => None,
        })
    };
    assert_eq!(change("three blue goats", Some("mine now")), Err("kept"));
    assert_eq!(change("three blue boats", None), Err("failed"));
    assert_eq!(change("three blue boats", Some("two red kites")), Ok(false));
    for (text, is_right) in [("two red kites", true), ("three blue boats", false)] {
        window.ask(Request::CheckAppLock(Hidden::new(text)));
        let right = window.next("answer", |update| match update {
            Update::AppUnlocked { right } => Some(right),
            _ => None,
        });
        assert_eq!(right, is_right);
    }
    let home = window.close();

    // The same account opens with the new one, and not with the old one.
    let window = Window::open(&home);
    window.ask(Request::Open(passphrase("three blue boats")));
    let first = window.first();
    assert!(matches!(first, Update::NeedsPassphrase { wrong: true }));
    window.ask(Request::Open(passphrase("two red kites")));
    assert!(matches!(
        window.first(),
        Update::Opened {
            account: Some(_),
            ..
        }
    ));
    window.close();
}

#[test]
fn a_lock_of_its_own_is_set_checked_and_removed() {
    let stage = Stage::new();
    let (window, _) = stage.person("alice");
    let set = |present: Option<&str>, new: Option<&str>| {
        window.ask(Request::SetAppLock {
            present: present.map(Hidden::new),
            new: new.map(Hidden::new),
        });
        window.next("answer", |update| match update {
            Update::AppLockChanged { set } => Some(Some(set)),
            Update::AppLockKept => Some(None),
            _ => None,
        })
    };
    assert_eq!(set(None, Some("walk away")), Some(true));
    assert_eq!(set(None, None), None, "somebody at the open window");
    assert_eq!(set(Some("run away"), Some("mine now")), None);
    window.ask(Request::CheckAppLock(Hidden::new("run away")));
    let right = window.next("answer", |update| match update {
        Update::AppUnlocked { right } => Some(right),
        _ => None,
    });
    assert!(!right);
    assert_eq!(set(Some("walk away"), None), Some(false));
    window.close();
}

#[test]
fn a_damaged_home_and_a_missing_key_are_told_as_what_they_are() {
    let stage = Stage::new();
    let (window, _) = stage.person("alice");
    let (key, home) = (window.key_file(), window.close());

    let window = Window::open(&home);
    window.ask(Request::Open(Protection::AsMade));
    let told = window.first();
    assert!(
        matches!(told, Update::OpenFailed(OpenTrouble::KeyElsewhere)),
        "{told:?}"
    );
    let store = home.join("store.db");
    let whole = std::fs::read(&store).unwrap();
    std::fs::write(&store, &whole[..whole.len() / 2]).unwrap();
    window.ask(Request::Open(key.clone()));
    let told = window.first();
    assert!(
        matches!(told, Update::OpenFailed(OpenTrouble::Damaged { .. })),
        "{told:?}"
    );
    // Put back, it opens: nothing was changed.
    std::fs::write(&store, whole).unwrap();
    window.ask(Request::Open(key));
    assert!(matches!(window.first(), Update::Opened { .. }));
    window.close();
}
