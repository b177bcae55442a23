//! What the identity is, and the 24 words.

use super::{problem, step};
use crate::state::{FirstRun, FirstRunStep};
use crate::ui::screens::prelude::*;

/// Draws the step.
pub(super) fn show(
    ui: &mut Ui,
    cx: &Cx<'_>,
    first_run: &FirstRun,
    memory: &mut UiMemory,
    out: &mut Actions,
) {
    let texts = cx.texts;
    memory.pages.enter(ui.ctx(), ("phrase", None));
    let title = texts.get("first-run-phrase-title");
    let form = forms::FormStep {
        icon: Icon::Key,
        title: &title,
        back: None,
        position: None,
    };
    form.show(ui, cx, out, |ui, out| {
        forms::form_lead(ui, cx, &texts.get("first-run-phrase-identity"));
        let Some(phrase) = &first_run.phrase else {
            forms::progress(ui, cx, None, &texts.get("first-run-phrase-waiting"));
            problem(ui, cx, first_run);
            later(ui, cx, out);
            return;
        };
        forms::word_grid(ui, cx, phrase.0.split_whitespace());
        forms::notice(ui, cx, Tone::Info, &texts.get("first-run-phrase-paper"));
        problem(ui, cx, first_run);
        ui.add_space(space::S);
        let label = texts.get("first-run-phrase-written");
        if forms::form_primary(ui, cx, &label, true).clicked() {
            out.push(step(FirstRunStep::PhraseCheck));
        }
        later(ui, cx, out);
    });
}

fn later(ui: &mut Ui, cx: &Cx<'_>, out: &mut Actions) {
    if forms::form_secondary(ui, cx, &cx.texts.get("first-run-phrase-later")).clicked() {
        out.push(Action::FirstRun(FirstRunAction::PhraseLater));
    }
    forms::form_small(ui, cx, &cx.texts.get("first-run-phrase-later-text"));
}
