//! What the identity is, and the 24 words.

use super::{enters, problem, step};
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
    let later = Action::FirstRun(FirstRunAction::PhraseLater);
    let form = forms::FormStep {
        icon: Icon::Key,
        title: &title,
        back: first_run.from_settings.then(|| later.clone()),
        position: None,
    };
    let is_there = first_run.phrase.is_some();
    let (written, not_now) = (
        texts.get("first-run-phrase-written"),
        texts.get("first-run-phrase-later"),
    );
    let ending = [
        forms::Ending {
            text: &written,
            enabled: is_there,
        },
        forms::Ending {
            text: &not_now,
            enabled: true,
        },
    ];
    let clicked = form.show_ending(ui, cx, out, &ending, |ui, _| {
        forms::form_lead(ui, cx, &texts.get("first-run-phrase-identity"));
        match &first_run.phrase {
            Some(phrase) => {
                // Before the words: below them it would be hidden in a window that is not high.
                forms::notice(ui, cx, Tone::Info, &texts.get("first-run-phrase-paper"));
                forms::word_grid(ui, cx, phrase.0.split_whitespace());
            }
            None => forms::progress(ui, cx, None, &texts.get("first-run-phrase-waiting")),
        }
        problem(ui, cx, first_run);
        forms::form_small(ui, cx, &texts.get("first-run-phrase-later-text"));
    });
    match clicked {
        Some(0) => out.push(step(FirstRunStep::PhraseCheck)),
        Some(_) => out.push(later),
        None if is_there && enters(ui) => out.push(step(FirstRunStep::PhraseCheck)),
        None => {}
    }
}
