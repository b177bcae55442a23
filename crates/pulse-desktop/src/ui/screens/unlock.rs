//! The passphrase at the start.

use super::passphrase_gate::PassphraseGate;
use super::prelude::*;
use crate::state::Phase;

/// Draws the page.
pub fn show(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, memory: &mut UiMemory, out: &mut Actions) {
    let Phase::Unlock { wrong, opening } = state.phase else {
        return;
    };
    memory.pages.enter(ui.ctx(), ("unlock", None));
    forms::centred_form(ui, cx, "unlock", |ui| {
        let gate = PassphraseGate {
            title: "unlock-title",
            lead: "unlock-lead",
            field: "unlock-field",
            wrong: "unlock-wrong",
            open: "unlock-open",
            opening: "unlock-opening",
            is_wrong: wrong,
            is_opening: opening,
        };
        if let Some(passphrase) = gate.show(ui, cx, memory) {
            out.push(Action::Unlock { passphrase });
        }
        ui.add_space(space::L);
        forms::form_small(ui, cx, &cx.texts.get("unlock-forgotten"));
    });
}
