//! Setting, changing and removing the passphrase that the app lock asks for. One that is set must be given first.

use crate::state::{LockChange, check_passphrase};
use crate::ui::screens::prelude::*;

/// The parts of the page that are unfolded.
const CHANGE: &str = "lock";
const REMOVE: &str = "lock-remove";
/// A change was asked for, and its answer is waited for.
const SENT: &str = "lock-sent";

/// What was given last is not the present passphrase.
const REFUSED: &str = "lock-refused";

const PRESENT: &str = "lock-present";
const FIRST: &str = "lock-first";
const SECOND: &str = "lock-second";

/// Draws what there is to do, or the form of what was chosen.
pub(super) fn show(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    memory: &mut UiMemory,
    out: &mut Actions,
) {
    if *memory.pages.open(SENT) && state.lock.change != LockChange::Asked {
        *memory.pages.open(SENT) = false;
        match state.lock.change {
            LockChange::Refused => {
                drop(memory.pages.take_secret(PRESENT));
                *memory.pages.open(REFUSED) = true;
            }
            _ => fold(memory),
        }
    }
    if *memory.pages.open(CHANGE) {
        change(ui, cx, state, memory, out);
    } else if *memory.pages.open(REMOVE) {
        remove(ui, cx, state, memory, out);
    } else {
        choices(ui, cx, state, memory);
    }
}

fn choices(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, memory: &mut UiMemory) {
    let texts = cx.texts;
    let lock = &state.lock;
    let status = match (lock.own, lock.available) {
        (true, _) => "settings-privacy-lock-own",
        (false, true) => "settings-privacy-lock-home",
        (false, false) => "settings-privacy-lock-none",
    };
    let set = match lock.available {
        true => "settings-privacy-lock-change",
        false => "settings-privacy-lock-set",
    };
    forms::card(ui, cx, |ui| {
        let row = forms::Row::new(texts.get(set))
            .icon(Icon::Key)
            .text(texts.get(status))
            .acts();
        if row.show(ui, cx).clicked() {
            *memory.pages.open(CHANGE) = true;
        }
        if lock.own {
            let row = forms::Row::new(texts.get("settings-privacy-lock-remove"))
                .icon(Icon::Delete)
                .acts()
                .danger();
            if row.show(ui, cx).clicked() {
                *memory.pages.open(REMOVE) = true;
            }
        }
    });
}

fn change(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, memory: &mut UiMemory, out: &mut Actions) {
    let texts = cx.texts;
    if state.lock.by_home {
        forms::page_small(ui, cx, &texts.get("settings-privacy-lock-home-note"));
    }
    let asks = state.lock.available;
    let given = !asks || present(ui, cx, memory).is_given;
    let mut first = memory.pages.secret(FIRST).clone();
    let mut second = memory.pages.secret(SECOND).clone();
    let fields = forms::new_passphrase(
        ui,
        cx,
        ("settings-privacy-lock-first", &mut first),
        ("settings-privacy-lock-second", &mut second),
        !asks,
    );
    memory.pages.secret(FIRST).clone_from(&first);
    *memory.pages.secret(SECOND) = second;
    let label = "settings-privacy-lock-save";
    let can_save = given && fields.is_twice;
    if buttons(ui, cx, state, memory, label, can_save, fields.submitted) {
        ask(state, memory, Some(Hidden(first)), out);
    }
}

fn remove(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, memory: &mut UiMemory, out: &mut Actions) {
    let present = present(ui, cx, memory);
    let label = "settings-privacy-lock-remove-now";
    let (is_given, submitted) = (present.is_given, present.submitted);
    if buttons(ui, cx, state, memory, label, is_given, submitted) {
        ask(state, memory, None, out);
    }
}

/// What was done in the field for the passphrase that is set now.
struct Present {
    /// Something is typed in it.
    is_given: bool,
    /// Enter was pressed in it: elsewhere on the page it is meant for something else.
    submitted: bool,
}

/// The field for the passphrase that is set now.
fn present(ui: &mut Ui, cx: &Cx<'_>, memory: &mut UiMemory) -> Present {
    let is_refused = *memory.pages.open(REFUSED);
    let typed = memory.pages.secret(PRESENT);
    let field = Field::new(&cx.texts.get("settings-privacy-lock-present"))
        .secret()
        .focus()
        .show(ui, cx, typed);
    if is_refused && typed.is_empty() {
        let text = cx.texts.get("settings-privacy-lock-wrong");
        forms::notice(ui, cx, Tone::Problem, &text);
    }
    Present {
        is_given: !typed.is_empty(),
        submitted: field.submitted,
    }
}

/// What does it, and what leads back. True when it is to be done.
fn buttons(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    memory: &mut UiMemory,
    label: &str,
    is_complete: bool,
    submitted: bool,
) -> bool {
    let is_asked = state.lock.change == LockChange::Asked;
    let label = match is_asked {
        true => "settings-privacy-lock-changing",
        false => label,
    };
    let can_do = is_complete && !is_asked;
    let clicked = forms::page_primary(ui, cx, &cx.texts.get(label), can_do).clicked();
    let cancel = cx.texts.get("settings-privacy-lock-cancel");
    if forms::page_secondary(ui, cx, &cancel).clicked() {
        fold(memory);
        return false;
    }
    can_do && (clicked || submitted)
}

/// The fields keep what was typed until the answer is there: it may have to be mended.
fn ask(state: &AppState, memory: &mut UiMemory, new: Option<Hidden>, out: &mut Actions) {
    let is_taken = new
        .as_ref()
        .is_none_or(|new| check_passphrase(new, new).is_ok());
    *memory.pages.open(SENT) = is_taken;
    let present = state
        .lock
        .available
        .then(|| Hidden(memory.pages.secret(PRESENT).clone()));
    out.push(Action::Settings(SettingsChange::AppLock { present, new }));
}

fn fold(memory: &mut UiMemory) {
    for key in [PRESENT, FIRST, SECOND] {
        drop(memory.pages.take_secret(key));
    }
    for key in [CHANGE, REMOVE, SENT, REFUSED] {
        *memory.pages.open(key) = false;
    }
}
