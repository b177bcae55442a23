//! From the welcome to the first conversation.

use pulse_client::transport::ConnectError;
use pulse_client::{ClientError, CommandError, RefusalInfo, SecretText, ServerLink, WorkPurpose};
use pulse_desktop::state::{FirstRun, FirstRunStep, Phase, ProtectionChoice};
use pulse_desktop::{
    Action, AppState, Effect, FirstRunAction, Hidden, OpenTrouble, Protection, Request, Update,
    Wish,
};

use super::people::{MORNING, asked, opened, ourselves};

const WORDS: &str = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen \
                     fifteen sixteen seventeen eighteen nineteen twenty twentyone twentytwo \
                     twentythree twentyfour";

fn begun() -> AppState {
    let mut state = AppState {
        words_to_ask: vec![2, 5, 11, 24],
        ..AppState::default()
    };
    state.tick(MORNING);
    state.apply(Update::NoHome);
    state
}

fn at(state: &AppState) -> &FirstRun {
    match &state.phase {
        Phase::FirstRun(first_run) => first_run,
        other => panic!("not the first run: {other:?}"),
    }
}

fn act(state: &mut AppState, action: FirstRunAction) -> Vec<Effect> {
    state.act(Action::FirstRun(action))
}

fn error(state: &AppState) -> Option<&str> {
    at(state).error.as_ref().map(|(key, _)| key.as_str())
}

/// Everything up to the passphrase is entered.
fn filled() -> AppState {
    let mut state = begun();
    act(&mut state, FirstRunAction::Step(FirstRunStep::Server));
    act(
        &mut state,
        FirstRunAction::ServerLink("chat.example.org".into()),
    );
    act(&mut state, FirstRunAction::Step(FirstRunStep::Name));
    act(&mut state, FirstRunAction::Name(" Ada ".into()));
    act(&mut state, FirstRunAction::Step(FirstRunStep::Protect));
    state
}

fn passphrase(state: &mut AppState, first: &str, second: &str) {
    act(state, FirstRunAction::Protect(ProtectionChoice::Passphrase));
    act(
        state,
        FirstRunAction::Passphrase {
            first: Hidden::new(first),
            second: Hidden::new(second),
        },
    );
}

/// The account is made, the phrase is shown.
fn registered() -> AppState {
    let mut state = filled();
    passphrase(&mut state, "correct horse", "correct horse");
    act(&mut state, FirstRunAction::Create);
    let effects = state.apply(Update::Registered(ourselves()));
    assert_eq!(asked(&effects), ["RevealPhrase"]);
    state.apply(Update::Phrase(SecretText::new(WORDS.to_owned())));
    state
}

#[test]
fn no_step_is_left_before_it_is_complete() {
    let mut state = begun();
    act(&mut state, FirstRunAction::Step(FirstRunStep::Server));
    act(&mut state, FirstRunAction::Step(FirstRunStep::Name));
    assert_eq!(at(&state).step, FirstRunStep::Server);
    assert_eq!(error(&state), Some("error-link-empty"));
    for (link, key) in [
        ("https://example.org", "error-link-scheme"),
        ("pulse://exa mple.org", "error-link-characters"),
        ("pulse://example.org:99999", "error-link-port"),
        ("pulse://-/", "error-link-host"),
    ] {
        act(&mut state, FirstRunAction::ServerLink(link.into()));
        assert_eq!(error(&state), None, "typing takes the error away");
        act(&mut state, FirstRunAction::Step(FirstRunStep::Name));
        assert_eq!(error(&state), Some(key), "{link}");
    }
    act(
        &mut state,
        FirstRunAction::ServerLink(" chat.example.org ".into()),
    );
    act(&mut state, FirstRunAction::Step(FirstRunStep::Name));
    assert_eq!(at(&state).step, FirstRunStep::Name);
    act(&mut state, FirstRunAction::Name("  ".into()));
    act(&mut state, FirstRunAction::Step(FirstRunStep::Protect));
    assert_eq!(error(&state), Some("error-name-empty"));
    act(&mut state, FirstRunAction::Step(FirstRunStep::Server));
    assert_eq!(at(&state).step, FirstRunStep::Server, "back is always free");
}

/// A link that leads nowhere is told while the name is typed, and holds nobody up.
#[test]
fn the_server_is_tried_as_soon_as_its_link_is_left() {
    let server: ServerLink = "pulse://chat.example.org".parse().unwrap();
    let tried = |server: &ServerLink, error| Update::ServerTried {
        server: server.clone(),
        error,
    };
    let trouble = |state: &AppState| at(state).server_trouble.clone().map(|(key, _)| key);
    let mut state = begun();
    act(&mut state, FirstRunAction::Step(FirstRunStep::Server));
    act(
        &mut state,
        FirstRunAction::ServerLink("chat.example.org".into()),
    );
    let effects = act(&mut state, FirstRunAction::Step(FirstRunStep::Name));
    assert!(
        matches!(&effects[..], [Effect::Ask(Request::TryServer(it))] if *it == server),
        "{effects:?}"
    );
    let other = "pulse://other.example.org".parse().unwrap();
    state.apply(tried(&other, Some(ConnectError::NoAnswer)));
    assert_eq!(trouble(&state), None, "an answer of another time");
    for (error, key) in [
        (ConnectError::NoAnswer, "error-unreachable"),
        (ConnectError::UnknownHost, "error-unknown-host"),
        (ConnectError::NotPulse, "error-not-pulse"),
        (ConnectError::WrongFingerprint, "error-wrong-fingerprint"),
    ] {
        state.apply(tried(&server, Some(error)));
        assert_eq!(trouble(&state).as_deref(), Some(key));
    }
    act(&mut state, FirstRunAction::Name("Ada".into()));
    act(&mut state, FirstRunAction::Step(FirstRunStep::Protect));
    assert_eq!(at(&state).step, FirstRunStep::Protect);
    assert_eq!(trouble(&state).as_deref(), Some("error-wrong-fingerprint"));
    // Another link is another server.
    act(&mut state, FirstRunAction::Step(FirstRunStep::Server));
    act(
        &mut state,
        FirstRunAction::ServerLink("other.example.org".into()),
    );
    assert_eq!(trouble(&state), None);
    // It answers.
    let effects = act(&mut state, FirstRunAction::Step(FirstRunStep::Name));
    assert_eq!(asked(&effects), ["TryServer"]);
    state.apply(tried(&other, None));
    assert_eq!(trouble(&state), None);
}

#[test]
fn a_passphrase_is_long_enough_and_the_same_twice() {
    let mut state = filled();
    for (first, second, key) in [
        ("short", "short", "error-passphrase-short"),
        ("aaaaaaaaaaaa", "aaaaaaaaaaaa", "error-passphrase-weak"),
        ("correct horse", "correct house", "error-passphrase-differs"),
    ] {
        passphrase(&mut state, first, second);
        assert!(act(&mut state, FirstRunAction::Create).is_empty());
        assert_eq!(error(&state), Some(key));
        assert_eq!(at(&state).step, FirstRunStep::Protect);
    }
    passphrase(&mut state, "correct horse", "correct horse");
    let effects = act(&mut state, FirstRunAction::Create);
    let [
        Effect::Ask(Request::Create {
            protection,
            server,
            name,
            invite,
        }),
    ] = &effects[..]
    else {
        panic!("{effects:?}");
    };
    assert_eq!(
        *protection,
        Protection::Passphrase(Hidden::new("correct horse"))
    );
    assert_eq!(server.host, "chat.example.org");
    assert_eq!(name, "Ada");
    assert_eq!(*invite, None);
    assert!(act(&mut state, FirstRunAction::Create).is_empty(), "once");
}

#[test]
fn the_work_is_shown_and_can_be_given_up() {
    let mut state = filled();
    act(&mut state, FirstRunAction::Create);
    assert_eq!(at(&state).step, FirstRunStep::Creating);
    state.apply(Update::Working {
        purpose: WorkPurpose::Registration,
        fraction: Some(0.25),
    });
    assert_eq!(at(&state).registering.unwrap().fraction, Some(0.25));
    act(&mut state, FirstRunAction::Step(FirstRunStep::Server));
    assert_eq!(at(&state).step, FirstRunStep::Creating);
    assert_eq!(
        asked(&act(&mut state, FirstRunAction::Cancel)),
        ["CancelCreate"]
    );
    assert_eq!(at(&state).step, FirstRunStep::Server);
    assert_eq!(at(&state).name, " Ada ", "nothing has to be typed again");
}

#[test]
fn what_fails_leads_to_the_step_where_it_can_be_mended() {
    let refusal = RefusalInfo {
        code: 408,
        text: "used".to_owned(),
        retry_after_ms: 0,
    };
    for (failure, step, key) in [
        (
            ClientError::Unreachable {
                host: "chat.example.org".to_owned(),
                reason: String::new(),
            },
            FirstRunStep::Server,
            "error-unreachable",
        ),
        (
            ClientError::Command(CommandError::Refused(refusal)),
            FirstRunStep::Server,
            "error-invite",
        ),
        (
            ClientError::Command(CommandError::NameInvalid { max: 128 }),
            FirstRunStep::Name,
            "error-name-invalid",
        ),
    ] {
        let mut state = filled();
        act(&mut state, FirstRunAction::Invite("abc-123".to_owned()));
        act(&mut state, FirstRunAction::Create);
        state.apply(Update::Failed {
            wish: Wish::Create,
            error: failure,
        });
        assert_eq!(at(&state).step, step);
        assert_eq!(error(&state), Some(key));
        assert!(at(&state).registering.is_none());
    }
}

#[test]
fn without_a_keychain_a_passphrase_is_offered() {
    let mut state = filled();
    act(&mut state, FirstRunAction::Create);
    state.apply(Update::OpenFailed(OpenTrouble::Keychain {
        hint: "none".to_owned(),
    }));
    assert_eq!(at(&state).step, FirstRunStep::Protect);
    assert_eq!(at(&state).protection, ProtectionChoice::Passphrase);
    assert_eq!(error(&state), None, "the step itself says why");
}

#[test]
fn what_was_given_at_the_start_protects_the_home_and_is_not_asked_for() {
    let given = Protection::KeyFile("/key".into());
    let mut state = AppState {
        given: Some(given.clone()),
        ..AppState::default()
    };
    state.apply(Update::NoHome);
    act(&mut state, FirstRunAction::Step(FirstRunStep::Server));
    act(
        &mut state,
        FirstRunAction::ServerLink("chat.example.org".into()),
    );
    act(&mut state, FirstRunAction::Step(FirstRunStep::Name));
    act(&mut state, FirstRunAction::Name("Ada".into()));
    let effects = act(&mut state, FirstRunAction::Step(FirstRunStep::Protect));
    let [Effect::Ask(Request::Create { protection, .. })] = &effects[..] else {
        panic!("{effects:?}");
    };
    assert_eq!(*protection, given);
}

#[test]
fn the_passphrase_is_forgotten_once_the_account_is_made() {
    let state = registered();
    assert_eq!(at(&state).passphrase, <(Hidden, Hidden)>::default());
    assert_eq!(at(&state).step, FirstRunStep::Phrase);
    assert!(
        state.lock.available,
        "the home's passphrase locks the window too"
    );
}

#[test]
fn the_words_are_asked_back_and_then_forgotten() {
    let mut state = registered();
    act(&mut state, FirstRunAction::Step(FirstRunStep::PhraseCheck));
    assert_eq!(at(&state).asked, [2, 5, 11, 24]);
    for (slot, word) in ["two", "five", "twelve", " TwentyFour "].iter().enumerate() {
        let word = Hidden::new(*word);
        act(&mut state, FirstRunAction::PhraseWord { slot, word });
    }
    assert!(act(&mut state, FirstRunAction::CheckPhrase).is_empty());
    assert_eq!(error(&state), Some("error-phrase-word"));
    assert_eq!(at(&state).error.as_ref().unwrap().1[0].1, "11");
    let word = Hidden::new("eleven");
    act(&mut state, FirstRunAction::PhraseWord { slot: 2, word });
    let effects = act(&mut state, FirstRunAction::CheckPhrase);
    assert_eq!(asked(&effects), ["ConfirmPhrase"]);
    assert!(
        act(&mut state, FirstRunAction::CheckPhrase).is_empty(),
        "once"
    );
    state.apply(Update::PhraseConfirmed);
    assert!(matches!(state.phase, Phase::Home));
    assert!(state.phrase.is_none());
    assert!(state.account.as_ref().unwrap().phrase_confirmed);
}

#[test]
fn writing_the_words_down_can_wait() {
    let mut state = registered();
    act(&mut state, FirstRunAction::PhraseLater);
    assert!(matches!(state.phase, Phase::Home));
    assert!(!state.account.as_ref().unwrap().phrase_confirmed);
    assert!(state.phrase.is_none());
}

#[test]
fn an_account_leaves_no_way_back_before_it() {
    let mut state = registered();
    act(&mut state, FirstRunAction::Step(FirstRunStep::Name));
    assert_eq!(at(&state).step, FirstRunStep::Phrase);
}

#[test]
fn from_the_settings_the_words_are_asked_back_the_same_way() {
    let mut state = super::people::at_home();
    state.apply(Update::Phrase(SecretText::new(WORDS.to_owned())));
    assert!(state.phrase.is_some());
    state.act(Action::ConfirmPhrase);
    assert!(state.phrase.is_none());
    assert_eq!(at(&state).step, FirstRunStep::PhraseCheck);
    act(&mut state, FirstRunAction::PhraseLater);
    assert!(matches!(state.phase, Phase::Home));
}

#[test]
fn a_wrong_passphrase_asks_again_and_nothing_is_tried_twice() {
    let mut state = AppState::default();
    state.apply(Update::NeedsPassphrase { wrong: false });
    let unlock = || Action::Unlock {
        passphrase: Hidden::new("wrong"),
    };
    assert_eq!(asked(&state.act(unlock())), ["Open"]);
    assert!(state.act(unlock()).is_empty());
    state.apply(Update::NeedsPassphrase { wrong: true });
    assert!(matches!(
        state.phase,
        Phase::Unlock {
            wrong: true,
            opening: false
        }
    ));
    state.act(unlock());
    state.apply(opened(false, true));
    assert!(matches!(state.phase, Phase::Home));
    assert!(!state.lock.locked);
}

#[test]
fn trouble_can_be_tried_again() {
    let mut state = AppState::default();
    state.apply(Update::OpenFailed(OpenTrouble::DiskFull));
    assert!(matches!(state.phase, Phase::Trouble(OpenTrouble::DiskFull)));
    assert_eq!(asked(&state.act(Action::TryAgain)), ["Open"]);
    assert!(matches!(state.phase, Phase::Opening));
}
