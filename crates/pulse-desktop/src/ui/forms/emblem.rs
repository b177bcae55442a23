//! The picture above a form: its icon on a soft disc.

use egui::{Sense, Ui, vec2};

use super::Tone;
use crate::icons::Icon;
use crate::ui::Cx;

const DISC: f32 = 64.0;
const ICON: f32 = 28.0;

/// Draws it in the middle. It only decorates: the title says the same.
pub(in crate::ui) fn emblem(ui: &mut Ui, cx: &Cx<'_>, icon: Icon, tone: Tone) {
    let (fill, colour) = tone.colours(cx.theme);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), DISC), Sense::hover());
    ui.painter().circle_filled(rect.center(), DISC * 0.5, fill);
    icon.paint(ui.painter(), rect.center(), ICON, colour);
}
