//! The cover over a locked window: nothing of what is below is drawn.

use super::passphrase_gate::PassphraseGate;
use super::prelude::*;

/// Draws the cover.
pub fn show(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, memory: &mut UiMemory, out: &mut Actions) {
    memory.pages.enter(ui.ctx(), ("app-lock", None));
    forms::centred_form(ui, cx, "app-lock", |ui| {
        let gate = PassphraseGate {
            title: "lock-title",
            lead: "lock-lead",
            field: "lock-field",
            wrong: "lock-wrong",
            open: "lock-open",
            opening: "lock-checking",
            is_wrong: state.lock.wrong,
            is_opening: state.lock.checking,
        };
        if let Some(passphrase) = gate.show(ui, cx, memory) {
            out.push(Action::UnlockApp { passphrase });
        }
        if forms::form_link(ui, cx, &cx.texts.get("lock-quit")).clicked() {
            out.push(Action::Quit);
        }
    });
}
