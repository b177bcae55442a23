//! The account is being made: the server is asked, and this computer solves its puzzle.

use crate::state::FirstRun;
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
    memory.pages.enter(ui.ctx(), ("creating", None));
    let title = texts.get("first-run-creating-title");
    let form = forms::FormStep {
        icon: Icon::Sparkle,
        title: &title,
        back: None,
        position: None,
    };
    form.show(ui, cx, out, |ui, out| {
        forms::form_lead(ui, cx, &texts.get("first-run-creating-lead"));
        let fraction = first_run
            .registering
            .and_then(|registering| registering.fraction);
        let doing = match fraction {
            Some(_) => texts.get("first-run-creating-working"),
            None => texts.with(
                "first-run-creating-connecting",
                &[("host", host(first_run).into())],
            ),
        };
        forms::progress(ui, cx, fraction, &doing);
        forms::form_small(ui, cx, &texts.get("first-run-creating-takes"));
        ui.add_space(space::S);
        let cancel = forms::form_secondary(ui, cx, &texts.get("first-run-creating-cancel"));
        if cancel.clicked() || ui.input(|input| input.key_pressed(Key::Escape)) {
            out.push(Action::FirstRun(FirstRunAction::Cancel));
        }
    });
}

fn host(first_run: &FirstRun) -> String {
    first_run
        .checked_link()
        .map(|link| forms::server_name(&link))
        .unwrap_or_default()
}
