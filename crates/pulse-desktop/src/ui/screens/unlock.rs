//! The passphrase at the start.

use super::prelude::*;
use crate::state::Phase;

/// Draws the page.
pub fn show(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, memory: &mut UiMemory, out: &mut Actions) {
    let Phase::Unlock { wrong, opening } = state.phase else {
        return;
    };
    let texts = cx.texts;
    memory.pages.enter(ui.ctx(), ("unlock", None));
    forms::centred_form(ui, cx, "unlock", |ui| {
        forms::logo(ui, cx, 64.0);
        ui.add_space(space::S);
        forms::form_title(ui, cx, Type::Title, &texts.get("unlock-title"));
        forms::form_lead(ui, cx, &texts.get("unlock-lead"));
        let passphrase = memory.pages.secret("passphrase");
        let field = Field::new(&texts.get("unlock-field"))
            .secret()
            .focus()
            .show(ui, cx, passphrase);
        // There is nothing else to type here: Escape and Enter give the keyboard away, and it comes back.
        if ui.memory(|memory| memory.focused().is_none()) {
            field.response.request_focus();
        }
        let is_typed = !passphrase.is_empty();
        if wrong && !is_typed {
            forms::notice(ui, cx, Tone::Problem, &texts.get("unlock-wrong"));
        }
        ui.add_space(space::S);
        let label = texts.get(if opening {
            "unlock-opening"
        } else {
            "unlock-open"
        });
        let clicked = forms::form_primary(ui, cx, &label, is_typed && !opening).clicked();
        if (clicked || field.submitted) && is_typed && !opening {
            let passphrase = Hidden(memory.pages.take_secret("passphrase"));
            out.push(Action::Unlock { passphrase });
        }
        ui.add_space(space::L);
        forms::form_small(ui, cx, &texts.get("unlock-forgotten"));
    });
}
