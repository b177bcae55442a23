//! How strong a passphrase is: four marks and a sentence.

use egui::{Sense, Ui, vec2};

use super::{Tone, field_note};
use crate::theme::space;
use crate::ui::Cx;
use crate::ui::passphrase_strength::PassphraseStrength;

/// Draws it below the field.
pub(in crate::ui) fn strength(ui: &mut Ui, cx: &Cx<'_>, strength: PassphraseStrength) {
    const MARKS: usize = 3;
    const HEIGHT: f32 = 4.0;
    let theme = cx.theme;
    let (filled, colour, tone, key) = match strength {
        PassphraseStrength::None => (0, theme.separator, Tone::Quiet, "none"),
        PassphraseStrength::Weak => (1, theme.danger, Tone::Problem, "weak"),
        PassphraseStrength::Fair => (2, theme.warning, Tone::Warning, "fair"),
        PassphraseStrength::Strong => (MARKS, theme.success, Tone::Good, "strong"),
    };
    let wanted = vec2(ui.available_width(), HEIGHT);
    let (bar, _) = ui.allocate_exact_size(wanted, Sense::hover());
    let width = (bar.width() - space::XS * (MARKS - 1) as f32) / MARKS as f32;
    for mark in 0..MARKS {
        let offset = mark as f32 * (width + space::XS);
        let place = cx.direction.place_leading(bar, offset, vec2(width, HEIGHT));
        let colour = if mark < filled {
            colour
        } else {
            theme.separator
        };
        ui.painter().rect_filled(place, HEIGHT * 0.5, colour);
    }
    field_note(
        ui,
        cx,
        tone,
        &cx.texts.get(&format!("first-run-protect-strength-{key}")),
    );
}
