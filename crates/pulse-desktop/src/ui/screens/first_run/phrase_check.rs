//! Some of the words, asked back. Then the phrase is on paper only.

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
    memory.pages.enter(ui.ctx(), ("phrase-check", None));
    let title = texts.get("first-run-check-title");
    let again = step(FirstRunStep::Phrase);
    let form = forms::FormStep {
        icon: Icon::Draft,
        title: &title,
        back: Some(match first_run.from_settings {
            true => Action::FirstRun(FirstRunAction::PhraseLater),
            false => again.clone(),
        }),
        position: None,
    };
    let (done, show_again) = (
        texts.get("first-run-check-done"),
        texts.get("first-run-check-back"),
    );
    let mut answers = first_run.answers.iter();
    let is_ready = answers.all(|answer| !answer.0.trim().is_empty()) && !first_run.checking;
    let ending = [
        forms::Ending {
            text: &done,
            enabled: is_ready,
        },
        forms::Ending {
            text: &show_again,
            enabled: true,
        },
    ];
    let mut is_done = false;
    let clicked = form.show_ending(ui, cx, out, &ending, |ui, out| {
        forms::form_lead(ui, cx, &texts.get("first-run-check-lead"));
        is_done = words(ui, cx, first_run, memory, out);
        problem(ui, cx, first_run);
    });
    match clicked {
        Some(0) => is_done = true,
        Some(_) => out.push(again),
        None => is_done |= enters(ui),
    }
    if is_done && is_ready {
        *memory.pages.open("wrong-word") = false;
        out.push(Action::FirstRun(FirstRunAction::CheckPhrase));
    }
}

/// The fields. Enter leads to the next word; true when it was pressed behind the last one.
fn words(
    ui: &mut Ui,
    cx: &Cx<'_>,
    first_run: &FirstRun,
    memory: &mut UiMemory,
    out: &mut Actions,
) -> bool {
    let mut fields = Vec::new();
    for (slot, number) in first_run.asked.iter().enumerate() {
        let mut answer = first_run.answers.get(slot).cloned().unwrap_or_default().0;
        let values = [("number", (*number).into())];
        let label = cx.texts.with("first-run-check-word", &values);
        let field = Field::new(&label).erased();
        let field = if slot == 0 { field.focus() } else { field };
        let field = field.show(ui, cx, &mut answer);
        if field.changed {
            out.push(Action::FirstRun(FirstRunAction::PhraseWord {
                slot,
                word: Hidden(answer),
            }));
        }
        fields.push(field);
    }
    let submitted = fields.iter().position(|field| field.submitted);
    if let Some(next) = submitted.and_then(|slot| fields.get(slot + 1)) {
        next.response.request_focus();
    }
    // The keyboard goes to a word that was wrong, once.
    let has_looked = memory.pages.open("wrong-word");
    match wrong_word(first_run).and_then(|slot| fields.get(slot)) {
        Some(field) if !*has_looked => {
            field.response.request_focus();
            field.response.scroll_to_me(None);
            *has_looked = true;
        }
        Some(_) => {}
        None => *has_looked = false,
    }
    submitted.is_some_and(|slot| slot + 1 == fields.len())
}

/// Which of the words that were asked back is said to be wrong.
fn wrong_word(first_run: &FirstRun) -> Option<usize> {
    let (_, values) = first_run.error.as_ref()?;
    let (_, position) = values.iter().find(|(name, _)| name == "position")?;
    let position: usize = position.parse().ok()?;
    first_run.asked.iter().position(|asked| *asked == position)
}
