//! A field with its label.

use egui::text_edit::TextEditState;
use egui::{Key, Response, Ui};

use super::Tone;
use crate::theme::Type;
use crate::ui::Cx;
use crate::ui::widgets::{Text, TextField};

/// A field of one line.
#[must_use = "call show"]
pub(in crate::ui) struct Field<'a> {
    label: &'a str,
    hint: &'a str,
    kind: Kind,
    takes_focus: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Code,
    Secret,
    Erased,
}

/// What happened in a field.
pub(in crate::ui) struct Typed {
    /// Its text is another one now.
    pub(in crate::ui) changed: bool,
    /// Enter was pressed in it.
    pub(in crate::ui) submitted: bool,
    /// The field itself.
    pub(in crate::ui) response: Response,
}

impl<'a> Field<'a> {
    /// `label` stands above it and is its accessible name.
    pub(in crate::ui) fn new(label: &'a str) -> Self {
        Self {
            label,
            hint: "",
            kind: Kind::Plain,
            takes_focus: false,
        }
    }

    /// What stands in it while it is empty.
    pub(in crate::ui) fn hint(self, hint: &'a str) -> Self {
        Self { hint, ..self }
    }

    /// For links and codes, whose letters are told apart one by one.
    pub(in crate::ui) fn code(self) -> Self {
        Self {
            kind: Kind::Code,
            ..self
        }
    }

    /// For passphrases: nobody reads along, and nothing of it stays in memory.
    pub(in crate::ui) fn secret(self) -> Self {
        Self {
            kind: Kind::Secret,
            ..self
        }
    }

    /// Can be read while it is typed, but nothing of it stays in memory.
    pub(in crate::ui) fn erased(self) -> Self {
        Self {
            kind: Kind::Erased,
            ..self
        }
    }

    /// Takes the keyboard when it appears.
    pub(in crate::ui) fn focus(self) -> Self {
        Self {
            takes_focus: true,
            ..self
        }
    }

    /// Draws it.
    pub(in crate::ui) fn show(self, ui: &mut Ui, cx: &Cx<'_>, text: &mut String) -> Typed {
        let values = [("field", self.label.into())];
        let reveal = cx.texts.with("field-show", &values);
        let hide = cx.texts.with("field-hide", &values);
        let mut field = TextField::new(text, self.label);
        if !self.hint.is_empty() {
            field = field.placeholder(self.hint);
        }
        field = match self.kind {
            Kind::Plain => field,
            Kind::Code | Kind::Erased => field.code(),
            Kind::Secret => field.secret(&reveal, &hide),
        };
        if self.takes_focus {
            field = field.autofocus();
        }
        let response = field.show(ui, cx);
        if matches!(self.kind, Kind::Secret | Kind::Erased) {
            forget_undo(ui, response.id);
        }
        let enter = ui.input(|input| input.key_pressed(Key::Enter));
        let submitted = response.lost_focus() && enter;
        if submitted {
            // egui takes the keyboard away; where Enter does nothing yet, one goes on typing.
            response.request_focus();
        }
        Typed {
            changed: response.changed(),
            submitted,
            response,
        }
    }
}

/// egui keeps what was typed to take it back step by step; a secret must not lie there.
fn forget_undo(ui: &Ui, id: egui::Id) {
    if let Some(mut state) = TextEditState::load(ui.ctx(), id) {
        state.clear_undoer();
        state.store(ui.ctx(), id);
    }
}

/// A sentence below a field.
pub(in crate::ui) fn field_note(ui: &mut Ui, cx: &Cx<'_>, tone: Tone, text: &str) {
    let colour = tone.ink(cx.theme);
    Text::new(text, Type::Caption).colour(colour).show(ui, cx);
}
