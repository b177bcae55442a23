//! From the welcome to the first conversation: one file for each step.

mod creating;
mod name;
mod phrase;
mod phrase_check;
mod protect;
mod server_link;
mod welcome;

use super::prelude::*;
use crate::state::{FirstRun, FirstRunStep, Phase};

/// Draws the step that is at hand.
pub fn show(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, memory: &mut UiMemory, out: &mut Actions) {
    let Phase::FirstRun(first_run) = &state.phase else {
        return;
    };
    match first_run.step {
        FirstRunStep::Welcome => welcome::show(ui, cx, state, memory, out),
        FirstRunStep::Server => server_link::show(ui, cx, state, first_run, memory, out),
        FirstRunStep::Name => name::show(ui, cx, first_run, memory, out),
        FirstRunStep::Protect => protect::show(ui, cx, first_run, memory, out),
        FirstRunStep::Creating => creating::show(ui, cx, first_run, memory, out),
        FirstRunStep::Phrase => phrase::show(ui, cx, first_run, memory, out),
        FirstRunStep::PhraseCheck => phrase_check::show(ui, cx, first_run, memory, out),
    }
}

/// Goes to another step.
fn step(step: FirstRunStep) -> Action {
    Action::FirstRun(FirstRunAction::Step(step))
}

/// Which of the steps before the account this is. Where the protection is settled, it is not asked for.
fn position(first_run: &FirstRun, step: u32) -> Option<(u32, u32)> {
    Some((step, if first_run.has_home { 2 } else { 3 }))
}

/// Why this step cannot be left, with the way on.
fn problem(ui: &mut Ui, cx: &Cx<'_>, first_run: &FirstRun) {
    if let Some((key, values)) = &first_run.error {
        forms::notice(ui, cx, Tone::Problem, &cx.texts.with_kept(key, values));
    }
}

/// What is wrong with the server of the link. That holds nobody up, and the link is one step away.
fn server_trouble(ui: &mut Ui, cx: &Cx<'_>, first_run: &FirstRun, out: &mut Actions) {
    let Some((key, values)) = &first_run.server_trouble else {
        return;
    };
    let (what, way_on) = (
        cx.texts.with_kept(key, values),
        cx.texts.get("first-run-server-go-on"),
    );
    forms::notice(ui, cx, Tone::Warning, &format!("{what}\n{way_on}"));
    if first_run.step != FirstRunStep::Server
        && forms::form_link(ui, cx, &cx.texts.get("first-run-server-change")).clicked()
    {
        out.push(step(FirstRunStep::Server));
    }
}

/// Enter goes on, also where nothing has the keyboard.
fn enters(ui: &Ui) -> bool {
    ui.memory(|memory| memory.focused().is_none())
        && ui.input(|input| input.key_pressed(Key::Enter))
}
