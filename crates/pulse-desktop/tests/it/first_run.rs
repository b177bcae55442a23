//! From the welcome to the first conversation, by clicks and keys.

use std::collections::BTreeSet;

use egui::Key;
use egui::accesskit::Role;
use pulse_client::transport::ConnectError;
use pulse_client::{ClientError, CommandError, RefusalInfo, SecretText, WorkPurpose};
use pulse_desktop::state::{FirstRun, FirstRunStep, Language, Phase, QrPurpose, Scanned};
use pulse_desktop::{Action, AppState, Hidden, OpenTrouble, Protection, Request, Update, Wish};

use super::people::{MORNING, ourselves};
use super::window::Window;

const SERVER: &str = "pulse://chat.example.org/";
const PASSPHRASE: &str = "orbit velvet canyon thistle marble";
const WORDS: &str = "abandon ability able about above absent absorb abstract absurd abuse access accident account accuse \
                     achieve acid acoustic acquire across act action actor actress actual";

fn begun() -> AppState {
    let mut state = AppState {
        words_to_ask: vec![2, 5, 11, 24],
        ..AppState::default()
    };
    state.tick(MORNING);
    state.focus(true);
    state.apply(Update::NoHome);
    state
}

/// As far as the step where the protection is chosen.
fn at_protection() -> Window {
    let mut window = Window::new(begun());
    window.clicks("Create account");
    window.types_into("Server link", SERVER);
    window.clicks("Continue");
    window.types_into("Your name", "Ada");
    window.clicks("Continue");
    window.sees("Protect your messages");
    window
}

/// As far as the 24 words.
fn at_phrase() -> Window {
    let mut window = at_protection();
    window.clicks("Create account");
    window.hears(Update::Opened {
        account: Some(ourselves()),
        read_receipts: true,
        typing: true,
        app_lock: false,
        passphrase: false,
    });
    window.hears(Update::Registered(ourselves()));
    window.hears(Update::Phrase(SecretText::new(WORDS.to_owned())));
    window.sees("Your recovery phrase");
    window
}

/// On a phone whose letters are large, a word of the phrase has a line of its own before it is cut.
#[test]
fn no_word_of_the_phrase_is_cut() {
    for (width, columns) in [(390.0, 2), (320.0, 2), (240.0, 1)] {
        let mut state = begun();
        state.phase = Phase::FirstRun(FirstRun {
            step: FirstRunStep::Phrase,
            phrase: Some(Hidden::new(WORDS)),
            ..FirstRun::default()
        });
        let window = Window::of_size([width, 1_600.0], 1.0, Language::German, state);
        let lefts: BTreeSet<_> = (1..=24)
            .map(|number| {
                let word = WORDS.split_whitespace().nth(number - 1).unwrap();
                let place = window.place(&format!("Wort {number}: {word}"));
                // The number, and eight letters of the widest words.
                assert!(place.width() > 28.0 + 67.0, "{width}: {word} in {place}");
                place.left() as u32
            })
            .collect();
        assert_eq!(lefts.len(), columns, "{width}");
    }
}

/// Before a passphrase was thought of for an account that cannot be made there.
#[test]
fn a_server_that_does_not_answer_is_told_while_the_name_is_typed() {
    let mut window = Window::new(begun());
    window.clicks("Create account");
    window.types_into("Server link", SERVER);
    window.clicks("Continue");
    window.types_into("Your name", "Ada");
    window.hears(Update::ServerTried {
        server: SERVER.parse().unwrap(),
        error: Some(ConnectError::NoAnswer),
    });
    window.sees("chat.example.org doesn’t answer");
    window.sees("You can go on all the same");
    assert_eq!(window.reads("Your name"), "Ada");
    window.clicks("Continue");
    window.sees("Protect your messages");
    window.sees("chat.example.org doesn’t answer");
    window.clicks("Change the link");
    assert_eq!(window.reads("Server link"), SERVER);
    window.types_into("Server link", "x");
    window.sees_nothing_of("doesn’t answer");
}

#[test]
fn an_account_is_made_with_the_keyboard_alone() {
    let mut window = Window::new(begun());
    window.sees("Welcome to Pulse");
    assert_eq!(window.focused().as_deref(), Some("Create account"));
    window.presses(Key::Enter);

    assert_eq!(window.focused().as_deref(), Some("Server link"));
    window.types(SERVER);
    window.sees("Server: chat.example.org");
    window.presses(Key::Enter);

    assert_eq!(window.focused().as_deref(), Some("Your name"));
    window.types("Ada");
    window.presses(Key::Enter);

    window.sees("Protect your messages");
    window.clicks_choice("With a passphrase");
    assert_eq!(window.focused().as_deref(), Some("Passphrase"));
    window.types(PASSPHRASE);
    window.sees("Strong.");
    window.presses(Key::Enter);
    assert_eq!(window.focused().as_deref(), Some("The same again"));
    window.types(PASSPHRASE);
    window.sees("Both are the same.");
    window.presses(Key::Enter);

    let asked = window.asked();
    let [
        Request::TryServer(_),
        Request::Create {
            protection,
            server,
            name,
            invite: None,
        },
    ] = &asked[..]
    else {
        panic!("{asked:?}");
    };
    assert_eq!(server.host, "chat.example.org");
    assert_eq!(name, "Ada");
    let Protection::Passphrase(hidden) = protection else {
        panic!("{protection:?}");
    };
    assert_eq!(hidden.0.as_str(), PASSPHRASE);

    window.sees("Connecting to chat.example.org");
    window.hears(Update::Working {
        purpose: WorkPurpose::Registration,
        fraction: Some(0.5),
    });
    window.sees("Solving the puzzle");
    window.hears(Update::Opened {
        account: Some(ourselves()),
        read_receipts: true,
        typing: true,
        app_lock: false,
        passphrase: true,
    });
    window.hears(Update::Registered(ourselves()));
    window.sees("Your words are being prepared");
    window.hears(Update::Phrase(SecretText::new(WORDS.to_owned())));
    window.sees("Your account is a key");
    window.sees("Word 1: abandon");
    window.sees("Word 24: actual");
    window.clicks("I wrote them down");

    assert_eq!(window.focused().as_deref(), Some("Word 2"));
    for word in ["ability", "above", "access", "actual"] {
        window.types(word);
        window.presses(Key::Enter);
    }
    let asked = window.asked();
    assert!(matches!(&asked[..], [.., Request::ConfirmPhrase(phrase)] if phrase.reveal() == WORDS));
    window.hears(Update::PhraseConfirmed);
    assert!(matches!(window.state().phase, Phase::Home));
    window.sees_nothing_of("abandon");
}

#[test]
fn a_link_is_judged_while_it_is_typed_but_not_before_it_can_be() {
    let mut window = Window::new(begun());
    window.clicks("Create account");
    assert!(!window.can_click("Continue"));
    window.types("pulse:");
    window.sees_nothing_of("begins with pulse://");
    window.types("//chat.example.org/ no");
    window.sees("space");
    assert!(!window.can_click("Continue"));
    // Enter does not go past it either.
    window.presses(Key::Enter);
    window.sees("Which server?");
}

#[test]
fn the_server_that_this_computer_suggests_needs_no_link() {
    let mut state = AppState {
        suggested_server: Some(SERVER.to_owned()),
        ..begun()
    };
    state.apply(Update::NoHome);
    let mut window = Window::new(state);
    window.sees_nothing_of("You need the link of a server");
    window.clicks("Create account");
    window.sees("chat.example.org, suggested by whoever set up this computer");
    window.clicks("Continue");
    window.sees("What is your name?");
}

#[test]
fn a_link_that_was_opened_counts_more_than_the_suggested_server() {
    let mut state = AppState {
        suggested_server: Some(SERVER.to_owned()),
        pending_link: Some("pulse://other.example.org/".to_owned()),
        ..begun()
    };
    state.apply(Update::NoHome);
    let mut window = Window::new(state);
    window.clicks("Create account");
    window.sees("Server: other.example.org");
    window.sees_nothing_of("suggested");
}

#[test]
fn a_contacts_link_is_explained_where_a_servers_is_needed() {
    let mut window = Window::new(begun());
    window.clicks("Create account");
    window.types(&ourselves().contact_link.to_string());
    window.sees("leads to a person, not to a server");
}

#[test]
fn a_server_that_cannot_be_reached_leads_back_to_its_link() {
    for (error, says) in [
        (
            ClientError::Unreachable {
                host: "chat.example.org".to_owned(),
                reason: "no route".to_owned(),
            },
            "Check your internet connection",
        ),
        (
            ClientError::WrongFingerprint {
                host: "chat.example.org".to_owned(),
            },
            "Ask whoever runs it",
        ),
    ] {
        let mut window = at_protection();
        window.clicks("Create account");
        window.hears(Update::Failed {
            wish: Wish::Create,
            error,
        });
        window.sees("Which server?");
        window.sees(says);
        assert!(window.can_click("Continue"));
    }
}

#[test]
fn making_the_account_can_be_given_up() {
    let mut window = at_protection();
    window.clicks("Create account");
    window.asked();
    window.presses(Key::Escape);
    assert!(matches!(window.asked()[..], [Request::CancelCreate]));
    window.sees("Which server?");
}

#[test]
fn escape_and_the_arrow_lead_back_and_keep_what_was_typed() {
    let mut window = at_protection();
    window.presses(Key::Escape);
    assert_eq!(window.reads("Your name"), "Ada");
    window.clicks("Back");
    assert_eq!(window.reads("Server link"), SERVER);
    window.presses(Key::Escape);
    window.sees("Welcome to Pulse");
}

#[test]
fn an_invite_goes_along() {
    let mut window = Window::new(begun());
    window.clicks("Create account");
    window.types_into("Server link", SERVER);
    assert!(!window.has_field("Invite"));
    window.clicks("I have an invite");
    window.types_into("Invite", "abc-123");
    window.clicks("Continue");
    window.types("Ada");
    window.clicks("Continue");
    window.clicks("Create account");
    let asked = window.asked();
    assert!(
        matches!(&asked[..], [.., Request::Create { invite: Some(invite), .. }] if invite == "abc-123")
    );
}

/// A word alone, or the secret of an invite, would be looked up as the name of a server.
#[test]
fn a_word_alone_is_no_server_and_an_invite_is_known() {
    let typed = |text: &str| {
        let mut window = Window::new(begun());
        window.clicks("Create account");
        window.types_into("Server link", text);
        window
    };
    // It may be the beginning of a name, until somebody goes on with it.
    for begun in ["c", "chat", "chat.", "my-chat"] {
        let window = typed(begun);
        window.sees_nothing_of("begins with pulse://");
        window.sees_nothing_of("is not valid");
    }
    let mut window = typed("hello");
    window.clicks("Continue");
    window.sees("begins with pulse://");
    let mut window = typed("hello");
    window.presses(Key::Enter);
    window.sees("begins with pulse://");
    window.types(".example");
    window.sees_nothing_of("begins with pulse://");
    let invite: String = "abcdefghijklmnopqrstuvwxyz234567"
        .chars()
        .cycle()
        .take(52)
        .collect();
    let window = typed(&invite);
    window.sees("This looks like an invite");
    assert!(window.has_field("Invite"));
    assert!(!window.can_click("Continue"));
    for server in ["chat.example.org", "localhost:4433", SERVER] {
        assert!(typed(server).can_click("Continue"), "{server}");
    }
}

#[test]
fn the_field_for_the_invite_has_the_keyboard_and_stays() {
    let mut window = Window::new(begun());
    window.clicks("Create account");
    window.types_into("Server link", SERVER);
    window.clicks("I have an invite");
    assert_eq!(window.focused().as_deref(), Some("Invite"));
    window.clicks("Continue");
    window.presses(Key::Escape);
    assert!(window.has_field("Invite"));
}

#[test]
fn a_server_that_asks_for_an_invite_says_so() {
    let mut window = Window::new(begun());
    window.clicks("Create account");
    window.types_into("Server link", SERVER);
    window.clicks("Continue");
    window.types("Ada");
    window.clicks("Continue");
    window.clicks("Create account");
    let refusal = RefusalInfo {
        code: 408,
        text: "an invite is needed".to_owned(),
        retry_after_ms: 0,
    };
    window.hears(Update::Failed {
        wish: Wish::Create,
        error: ClientError::Command(CommandError::Refused(refusal)),
    });
    window.sees("This server asks for an invite");
    window.sees_nothing_of("The invite doesn’t work");
    assert_eq!(window.focused().as_deref(), Some("Invite"));
}

#[test]
fn what_was_said_of_a_picture_goes_with_the_next_step() {
    let mut window = Window::new(begun());
    window.clicks("Create account");
    window.takes(Action::Scanned(Scanned {
        purpose: QrPurpose::Server,
        result: Err("qr-no-file-dialog"),
    }));
    window.types_into("Server link", SERVER);
    assert_eq!(window.state().scanned, None);
}

#[test]
fn a_qr_code_comes_from_a_file_the_clipboard_or_by_dropping() {
    let mut window = Window::new(begun());
    window.clicks("Create account");
    window.did();
    window.clicks("QR from image");
    window.clicks("QR from clipboard");
    window.drops("/tmp/code.png");
    assert_eq!(
        window.did(),
        [
            Action::PickQrImage(QrPurpose::Server),
            Action::PasteQrImage(QrPurpose::Server),
            Action::DropFile {
                purpose: QrPurpose::Server,
                path: "/tmp/code.png".into(),
            },
        ]
    );
    window.takes(Action::Scanned(Scanned {
        purpose: QrPurpose::Server,
        result: Err("qr-no-code"),
    }));
    window.sees("No QR code was found");
    window.takes(Action::Scanned(Scanned {
        purpose: QrPurpose::Server,
        result: Ok(SERVER.to_owned()),
    }));
    assert_eq!(window.reads("Server link"), SERVER);
    window.sees_nothing_of("No QR code was found");
}

#[test]
fn without_a_keychain_a_passphrase_is_asked_for_at_once() {
    let mut window = at_protection();
    assert!(!window.has_field("Passphrase"));
    window.hears(Update::NoKeychain);
    window.sees("There is no keychain");
    assert!(!window.offers_choice("With my system’s keychain"));
    assert!(window.has_field("The same again"));
    assert!(!window.can_click("Create account"));
}

#[test]
fn a_keychain_that_fails_leaves_the_passphrase() {
    let mut window = at_protection();
    window.clicks("Create account");
    window.hears(Update::OpenFailed(OpenTrouble::Keychain {
        hint: "no bus".to_owned(),
    }));
    window.sees("There is no keychain");
    assert!(window.has_field("The same again"));
}

#[test]
fn two_passphrases_that_differ_go_nowhere_and_are_never_read_out() {
    let mut window = at_protection();
    window.clicks_choice("With a passphrase");
    window.types_into("Passphrase", PASSPHRASE);
    window.types_into("The same again", "orbit velvet");
    window.sees("not the same yet");
    assert!(!window.can_click("Create account"));
    window.sees_nothing_of("orbit");
    window.types_into("Passphrase", "");
}

#[test]
fn a_short_passphrase_says_so() {
    let mut window = at_protection();
    window.clicks_choice("With a passphrase");
    window.types_into("Passphrase", "abc");
    window.sees("Weak");
    window.types_into("The same again", "abc");
    window.clicks("Create account");
    window.sees("Use at least");
    assert!(matches!(window.asked()[..], [Request::TryServer(_)]));
}

#[test]
fn the_phrase_can_wait_and_is_not_offered_for_copying() {
    let mut window = at_phrase();
    for name in ["Copy", "Copy phrase"] {
        assert!(!window.offers(name));
    }
    window.clicks("Later");
    assert!(matches!(window.state().phase, Phase::Home));
    window.sees_nothing_of("abandon");

    // The list reminds of it, and leads to the words.
    window.asked();
    window.clicks("Write it down");
    assert!(window.asked().is_empty());
    window.sees("Make sure that nobody looks at your screen");
    window.clicks("Show my phrase");
    assert!(matches!(window.asked()[..], [Request::RevealPhrase]));
    window.hears(Update::Phrase(SecretText::new(WORDS.to_owned())));
    window.sees("Word 24: actual");

    // Escape and the arrow lead out of the check, back to the page that asks before it shows them.
    window.clicks("I wrote them down");
    window.sees("Check your notes");
    window.presses(Key::Escape);
    window.sees("Make sure that nobody looks at your screen");
    window.sees_nothing_of("actual");
    window.clicks("Show my phrase");
    window.hears(Update::Phrase(SecretText::new(WORDS.to_owned())));
    window.clicks("I wrote them down");
    window.clicks("Show the words again");
    window.clicks("Back");
    window.sees("Make sure that nobody looks at your screen");
    window.hears(Update::PhraseConfirmed);
    assert!(!window.offers("Write it down"));
}

#[test]
fn a_wrong_word_is_named_and_the_words_can_be_seen_again() {
    let mut window = at_phrase();
    window.clicks("I wrote them down");
    window.asked();
    for (number, word) in [(2, "ability"), (5, "above"), (11, "wrong"), (24, "actual")] {
        window.types_into(&format!("Word {number}"), word);
    }
    window.clicks("Check and finish");
    window.sees("Word 11 is not right");
    assert!(window.asked().is_empty());
    assert_eq!(window.focused().as_deref(), Some("Word 11"));
    window.clicks("Show the words again");
    window.sees("Word 11: access");
}

#[test]
fn a_wish_that_was_begun_before_keeps_its_protection() {
    let mut window = Window::new(begun());
    window.hears(Update::Opened {
        account: None,
        read_receipts: true,
        typing: true,
        app_lock: false,
        passphrase: true,
    });
    window.clicks("Create account");
    window.types(SERVER);
    window.clicks("Continue");
    window.types("Ada");
    window.clicks("Continue");
    assert!(matches!(
        &window.state().phase,
        Phase::FirstRun(first_run) if first_run.step == FirstRunStep::Creating
    ));
}

#[test]
fn how_to_get_a_server_is_one_click_away() {
    let mut window = Window::phone(begun());
    window.sees("Ask whoever runs yours");
    window.clicks("How to start a server");
    window.sees("pulse-server init");
}

#[test]
fn enter_goes_on_where_a_keychain_protects() {
    let mut window = at_protection();
    window.asked();
    window.presses(Key::Enter);
    assert!(matches!(window.asked()[..], [Request::Create { .. }]));
}

#[test]
fn enter_where_it_does_nothing_leaves_the_keyboard_in_the_field() {
    let mut window = Window::new(begun());
    window.clicks("Create account");
    window.presses(Key::Enter);
    assert_eq!(window.focused().as_deref(), Some("Server link"));
    window.types("https://");
    window.presses(Key::Enter);
    window.types("x.example");
    assert_eq!(window.reads("Server link"), "https://x.example");
    let mut window = at_phrase();
    window.clicks("I wrote them down");
    window.types_into("Word 24", "actual");
    window.presses(Key::Enter);
    assert_eq!(window.focused().as_deref(), Some("Word 24"));
}

#[test]
fn what_the_words_lead_to_is_always_to_be_seen() {
    for size in [[1000.0, 740.0], [391.0, 420.0]] {
        for step in [FirstRunStep::Phrase, FirstRunStep::PhraseCheck] {
            let state = crate::scenes::first_run(step);
            let window = Window::of_size(size, 1.0, Language::German, state);
            let buttons: Vec<_> = window
                .controls()
                .into_iter()
                .filter(|(role, name, ..)| *role == Role::Button && !name.is_empty())
                .collect();
            assert!(buttons.len() >= 2, "{buttons:?}");
            for (_, name, rect, _) in buttons {
                let bottom = rect.bottom();
                assert!(bottom <= size[1], "{name} ends at {bottom} of {size:?}");
            }
        }
    }
}

#[test]
fn a_name_that_is_too_long_says_by_how_much() {
    let mut window = Window::new(begun());
    window.clicks("Create account");
    window.types(SERVER);
    window.clicks("Continue");
    window.types(&"é".repeat(70));
    window.clicks("Continue");
    window.sees("too long by 6 characters");
}
