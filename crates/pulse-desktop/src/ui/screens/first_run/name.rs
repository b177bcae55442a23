//! The name that contacts see.

use super::{enters, position, problem, server_trouble, step};
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
    memory.pages.enter(ui.ctx(), ("name", None));
    let is_named = !first_run.name.trim().is_empty();
    let mut go_on = false;
    let title = texts.get("first-run-name-title");
    let form = forms::FormStep {
        icon: Icon::Contact,
        title: &title,
        back: Some(step(FirstRunStep::Server)),
        position: position(first_run, 2),
    };
    form.show(ui, cx, out, |ui, out| {
        forms::form_lead(ui, cx, &texts.get("first-run-name-lead"));
        let mut text = first_run.name.clone();
        let field = Field::new(&texts.get("first-run-name-field"))
            .hint(&texts.get("first-run-name-hint"))
            .focus()
            .show(ui, cx, &mut text);
        if field.changed {
            out.push(Action::FirstRun(FirstRunAction::Name(text)));
        }
        problem(ui, cx, first_run);
        server_trouble(ui, cx, first_run, out);
        ui.add_space(space::S);
        let label = texts.get("first-run-continue");
        go_on = field.submitted | enters(ui);
        go_on |= forms::form_primary(ui, cx, &label, is_named).clicked();
    });
    if go_on && is_named {
        out.push(step(FirstRunStep::Protect));
    }
}
