//! What Pulse is, and what is needed to begin.

use super::{enters, step};
use crate::state::FirstRunStep;
use crate::ui::screens::prelude::*;

/// Draws the welcome.
pub(super) fn show(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    memory: &mut UiMemory,
    out: &mut Actions,
) {
    let texts = cx.texts;
    let fresh = memory.pages.enter(ui.ctx(), ("welcome", None));
    forms::centred_form(ui, cx, "welcome", |ui| {
        forms::logo(ui, cx, 80.0);
        ui.add_space(space::L);
        forms::form_title(ui, cx, Type::Display, &texts.get("first-run-welcome-title"));
        forms::form_lead(ui, cx, &texts.get("first-run-welcome-lead"));
        ui.add_space(space::L);

        let create = forms::form_primary(ui, cx, &texts.get("first-run-welcome-create"), true);
        if fresh {
            create.request_focus();
        }
        if create.clicked() || enters(ui) {
            out.push(step(FirstRunStep::Server));
        }

        ui.add_space(space::L);
        if state.suggested_server.is_some() {
            // Whoever set up this computer has thought of it.
            return;
        }
        forms::form_small(ui, cx, &texts.get("first-run-welcome-need"));
        let how = memory.pages.open("how");
        if forms::form_link(ui, cx, &texts.get("first-run-welcome-how")).clicked() {
            *how = !*how;
        }
        if *how {
            forms::notice(ui, cx, Tone::Info, &texts.get("first-run-welcome-how-text"));
        }
    });
}
