//! The picture above a form: its icon on a soft disc.

use egui::{Sense, Ui, vec2};

use super::Tone;
use crate::icons::Icon;
use crate::ui::Cx;

const DISC: f32 = 64.0;
const ICON: f32 = 28.0;

/// Draws it in the middle. It only decorates: the title says the same.
pub(in crate::ui) fn emblem(ui: &mut Ui, cx: &Cx<'_>, icon: Icon, tone: Tone) {
    let theme = cx.theme;
    let (fill, colour) = match tone {
        Tone::Problem => (theme.danger_soft, theme.on_danger_soft),
        Tone::Warning => (theme.warning_soft, theme.on_warning_soft),
        Tone::Good => (theme.success_soft, theme.on_success_soft),
        Tone::Quiet | Tone::Info => (theme.accent_soft, theme.on_accent_soft),
    };
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), DISC), Sense::hover());
    ui.painter().circle_filled(rect.center(), DISC * 0.5, fill);
    icon.paint(ui.painter(), rect.center(), ICON, colour);
}
