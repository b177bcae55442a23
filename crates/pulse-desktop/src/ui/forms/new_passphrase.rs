//! A passphrase that is chosen: typed, weighed, and typed again.

use egui::Ui;
use zeroize::Zeroizing;

use super::{Field, Tone, field_note, strength};
use crate::ui::Cx;
use crate::ui::passphrase_strength::PassphraseStrength;

/// What was done to the two fields.
#[derive(Clone, Copy, Debug)]
pub(in crate::ui) struct NewPassphrase {
    pub(in crate::ui) changed: bool,
    /// Enter was pressed in the second field.
    pub(in crate::ui) submitted: bool,
    /// Something was typed, and the same again.
    pub(in crate::ui) is_twice: bool,
}

/// Draws both fields; `first_name` and `second_name` are keys of the texts. The first takes the keyboard
/// unless another field stands above it.
pub(in crate::ui) fn new_passphrase(
    ui: &mut Ui,
    cx: &Cx<'_>,
    (first_name, first): (&str, &mut Zeroizing<String>),
    (second_name, second): (&str, &mut Zeroizing<String>),
    takes_focus: bool,
) -> NewPassphrase {
    let texts = cx.texts;
    let label = texts.get(first_name);
    let above = Field::new(&label).secret();
    let above = if takes_focus { above.focus() } else { above };
    let above = above.show(ui, cx, first);
    strength(ui, cx, PassphraseStrength::of(first));
    let below = Field::new(&texts.get(second_name))
        .secret()
        .show(ui, cx, second);
    let is_same = **first == **second;
    if !second.is_empty() {
        let (tone, key) = match is_same {
            true => (Tone::Good, "first-run-protect-same"),
            false => (Tone::Quiet, "first-run-protect-differ"),
        };
        field_note(ui, cx, tone, &texts.get(key));
    }
    if above.submitted {
        below.response.request_focus();
    }
    NewPassphrase {
        changed: above.changed || below.changed,
        submitted: below.submitted,
        is_twice: is_same && !first.is_empty(),
    }
}
