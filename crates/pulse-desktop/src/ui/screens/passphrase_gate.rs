//! A passphrase and nothing else to type: what the start and the lock have in common.

use super::prelude::*;

/// What stands around the field. All are keys of the texts.
pub(super) struct PassphraseGate {
    pub(super) title: &'static str,
    pub(super) lead: &'static str,
    pub(super) field: &'static str,
    pub(super) wrong: &'static str,
    pub(super) open: &'static str,
    pub(super) opening: &'static str,
    /// Whether the last passphrase was wrong.
    pub(super) is_wrong: bool,
    /// Whether one is being tried.
    pub(super) is_opening: bool,
}

impl PassphraseGate {
    /// Draws it in a form, down to its button. Returns what was typed when it is to be tried.
    pub(super) fn show(self, ui: &mut Ui, cx: &Cx<'_>, memory: &mut UiMemory) -> Option<Hidden> {
        let texts = cx.texts;
        forms::logo(ui, cx, 64.0);
        ui.add_space(space::S);
        forms::form_title(ui, cx, Type::Title, &texts.get(self.title));
        forms::form_lead(ui, cx, &texts.get(self.lead));
        let passphrase = memory.pages.secret("passphrase");
        let field = Field::new(&texts.get(self.field))
            .secret()
            .focus()
            .show(ui, cx, passphrase);
        // Escape and Enter give the keyboard away, and it comes back.
        if ui.memory(|memory| memory.focused().is_none()) {
            field.response.request_focus();
        }
        let is_typed = !passphrase.is_empty();
        if self.is_wrong && !is_typed {
            forms::notice(ui, cx, Tone::Problem, &texts.get(self.wrong));
        }
        ui.add_space(space::S);
        let label = texts.get(if self.is_opening {
            self.opening
        } else {
            self.open
        });
        let can_try = is_typed && !self.is_opening;
        let clicked = forms::form_primary(ui, cx, &label, can_try).clicked();
        (can_try && (clicked || field.submitted))
            .then(|| Hidden(memory.pages.take_secret("passphrase")))
    }
}
