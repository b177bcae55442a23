//! Some of the words, asked back. Then the phrase is on paper only.

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
    memory.pages.enter(ui.ctx(), ("phrase-check", None));
    let title = texts.get("first-run-check-title");
    let form = forms::FormStep {
        icon: Icon::Draft,
        title: &title,
        back: Some(step(FirstRunStep::Phrase)),
        position: None,
    };
    form.show(ui, cx, out, |ui, out| {
        forms::form_lead(ui, cx, &texts.get("first-run-check-lead"));
        let mut typed: Vec<_> = first_run
            .asked
            .iter()
            .enumerate()
            .map(|(slot, number)| {
                let answer = first_run.answers.get(slot).cloned().unwrap_or_default();
                (slot, *number, answer.0)
            })
            .collect();
        let mut fields = Vec::new();
        for (slot, number, answer) in &mut typed {
            let label = texts.with("first-run-check-word", &[("number", (*number).into())]);
            let field = Field::new(&label).erased();
            let field = if *slot == 0 { field.focus() } else { field };
            let field = field.show(ui, cx, answer);
            if field.changed {
                out.push(Action::FirstRun(FirstRunAction::PhraseWord {
                    slot: *slot,
                    word: Hidden(answer.clone()),
                }));
            }
            fields.push(field);
        }
        // Enter leads to the next word, and behind the last one checks.
        let submitted = fields.iter().position(|field| field.submitted);
        let next = submitted.and_then(|slot| fields.get(slot + 1));
        if let Some(next) = next {
            next.response.request_focus();
        }
        problem(ui, cx, first_run);
        ui.add_space(space::S);
        let is_complete = typed.iter().all(|(.., answer)| !answer.trim().is_empty());
        let label = texts.get("first-run-check-done");
        let is_ready = is_complete && !first_run.checking;
        let clicked = forms::form_primary(ui, cx, &label, is_ready).clicked();
        if is_ready && (clicked || submitted.is_some_and(|slot| slot + 1 == fields.len())) {
            out.push(Action::FirstRun(FirstRunAction::CheckPhrase));
        }
        let again = forms::form_secondary(ui, cx, &texts.get("first-run-check-back"));
        if again.clicked() {
            out.push(step(FirstRunStep::Phrase));
        }
    });
}
