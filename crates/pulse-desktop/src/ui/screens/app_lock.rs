//! The cover over a locked window: nothing of what is below is drawn.

use super::prelude::*;

/// Draws the cover.
pub fn show(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, memory: &mut UiMemory, out: &mut Actions) {
    let texts = cx.texts;
    let lock = &state.lock;
    memory.pages.enter(ui.ctx(), ("app-lock", None));
    forms::centred_form(ui, cx, "app-lock", |ui| {
        forms::logo(ui, cx, 64.0);
        ui.add_space(space::S);
        forms::form_title(ui, cx, Type::Title, &texts.get("lock-title"));
        forms::form_lead(ui, cx, &texts.get("lock-lead"));
        let passphrase = memory.pages.secret("passphrase");
        let field = Field::new(&texts.get("lock-field"))
            .secret()
            .focus()
            .show(ui, cx, passphrase);
        // There is nothing else to type here: Escape and Enter give the keyboard away, and it comes back.
        if ui.memory(|memory| memory.focused().is_none()) {
            field.response.request_focus();
        }
        let is_typed = !passphrase.is_empty();
        if lock.wrong && !is_typed {
            forms::notice(ui, cx, Tone::Problem, &texts.get("lock-wrong"));
        }
        ui.add_space(space::S);
        let label = texts.get(if lock.checking {
            "lock-checking"
        } else {
            "lock-open"
        });
        let clicked = forms::form_primary(ui, cx, &label, is_typed && !lock.checking).clicked();
        if (clicked || field.submitted) && is_typed && !lock.checking {
            let passphrase = Hidden(memory.pages.take_secret("passphrase"));
            out.push(Action::UnlockApp { passphrase });
        }
        if forms::form_secondary(ui, cx, &texts.get("lock-quit")).clicked() {
            out.push(Action::Quit);
        }
    });
}
