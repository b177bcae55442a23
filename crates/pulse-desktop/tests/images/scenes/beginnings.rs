//! From the start of the program to the first conversation.

use pulse_desktop::AppState;
use pulse_desktop::OpenTrouble;
use pulse_desktop::state::{FirstRun, FirstRunStep, Phase, ProtectionChoice, Registering};

use super::cast;

/// A step of the first run, filled in as far as somebody gets.
pub(crate) fn first_run(step: FirstRunStep) -> AppState {
    first_run_with(step, |_| {})
}

pub(crate) fn first_run_with(step: FirstRunStep, change: impl FnOnce(&mut FirstRun)) -> AppState {
    let mut run = FirstRun {
        step,
        ..FirstRun::default()
    };
    if step > FirstRunStep::Server {
        run.server_link = cast::server().to_string();
    }
    if step > FirstRunStep::Name {
        "Alice Brandt".clone_into(&mut run.name);
    }
    if step == FirstRunStep::Creating {
        run.registering = Some(Registering {
            fraction: Some(0.4),
        });
    }
    if step >= FirstRunStep::Phrase {
        run.phrase = Some(pulse_desktop::Hidden::new(cast::PHRASE));
        run.asked = vec![3, 11, 20];
        run.answers = vec![Default::default(); 3];
    }
    change(&mut run);
    at(Phase::FirstRun(run))
}

pub(crate) fn wrong_link() -> AppState {
    first_run_with(FirstRunStep::Server, |run| {
        "https://chat.example.org".clone_into(&mut run.server_link);
    })
}

pub(crate) fn good_link() -> AppState {
    first_run_with(FirstRunStep::Server, |run| {
        run.server_link = cast::server().to_string();
    })
}

pub(crate) fn passphrase() -> AppState {
    first_run_with(FirstRunStep::Protect, |run| {
        run.protection = ProtectionChoice::Passphrase;
    })
}

pub(crate) fn locked() -> AppState {
    let mut state = super::conversations::everyday();
    state.lock.available = true;
    state.lock.locked = true;
    state
}

pub(crate) fn trouble(trouble: OpenTrouble) -> AppState {
    at(Phase::Trouble(trouble))
}

pub(crate) fn at(phase: Phase) -> AppState {
    AppState {
        phase,
        focused: true,
        now: cast::NOW,
        ..AppState::default()
    }
}
