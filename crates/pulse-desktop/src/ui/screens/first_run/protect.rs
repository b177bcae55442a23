//! How everything on this computer is protected: by the system's keychain, or by a passphrase.

use super::{enters, position, problem, server_trouble, step};
use crate::state::{FirstRun, FirstRunStep, ProtectionChoice};
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
    memory.pages.enter(ui.ctx(), ("protect", None));
    let chosen = first_run.protection;
    let is_complete = chosen == ProtectionChoice::Keychain || is_twice(first_run);
    let mut go_on = false;
    let title = texts.get("first-run-protect-title");
    let form = forms::FormStep {
        icon: Icon::Shield,
        title: &title,
        back: Some(step(FirstRunStep::Name)),
        position: position(first_run, 3),
    };
    form.show(ui, cx, out, |ui, out| {
        forms::form_lead(ui, cx, &texts.get("first-run-protect-lead"));
        if first_run.keychain_missing {
            let text = texts.get("error-no-keychain");
            forms::notice(ui, cx, Tone::Info, &text);
        } else {
            go_on |= choices(ui, cx, chosen, out);
        }
        if chosen == ProtectionChoice::Passphrase {
            go_on |= passphrase(ui, cx, first_run, out);
        }
        problem(ui, cx, first_run);
        server_trouble(ui, cx, first_run, out);
        ui.add_space(space::S);
        let label = texts.get("first-run-protect-create");
        go_on |= enters(ui);
        go_on |= forms::form_primary(ui, cx, &label, is_complete).clicked();
    });
    if go_on && is_complete {
        out.push(Action::FirstRun(FirstRunAction::Create));
    }
}

/// The two ways. True when Enter was pressed at the one that is chosen already.
fn choices(ui: &mut Ui, cx: &Cx<'_>, chosen: ProtectionChoice, out: &mut Actions) -> bool {
    let mut go_on = false;
    for (choice, icon, title, text) in [
        (
            ProtectionChoice::Keychain,
            Icon::Key,
            "first-run-protect-keychain",
            "first-run-protect-keychain-text",
        ),
        (
            ProtectionChoice::Passphrase,
            Icon::Lock,
            "first-run-protect-passphrase",
            "first-run-protect-passphrase-text",
        ),
    ] {
        let (title, text) = (cx.texts.get(title), cx.texts.get(text));
        let card = forms::choice_card(ui, cx, icon, &title, &text, chosen == choice);
        if card.clicked() && chosen != choice {
            out.push(Action::FirstRun(FirstRunAction::Protect(choice)));
        } else {
            go_on |= card.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        }
    }
    go_on
}

/// The passphrase, twice. True when Enter was pressed in the second field.
fn passphrase(ui: &mut Ui, cx: &Cx<'_>, first_run: &FirstRun, out: &mut Actions) -> bool {
    let (first, second) = &first_run.passphrase;
    let (mut typed, mut again) = (first.0.clone(), second.0.clone());
    let fields = forms::new_passphrase(
        ui,
        cx,
        ("first-run-protect-first", &mut typed),
        ("first-run-protect-second", &mut again),
        true,
    );
    if fields.changed {
        out.push(Action::FirstRun(FirstRunAction::Passphrase {
            first: Hidden(typed),
            second: Hidden(again),
        }));
    }
    fields.submitted
}

fn is_twice(first_run: &FirstRun) -> bool {
    let (first, second) = &first_run.passphrase;
    !first.0.is_empty() && first == second
}
