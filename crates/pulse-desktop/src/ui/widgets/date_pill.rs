//! The day above its messages, and the line above the new ones.

use egui::{Role, Sense, Ui, WidgetInfo, vec2};

use super::galley;
use crate::theme::{Type, radius, space};
use crate::ui::Cx;

/// Draws the words of a day in the middle of the width. `highlighted` is the mark above new messages.
pub fn date_pill(ui: &mut Ui, cx: &Cx<'_>, words: &str, highlighted: bool) {
    let theme = cx.theme;
    let (fill, colour) = if highlighted {
        (theme.accent_soft, theme.on_accent_soft)
    } else {
        (theme.surface, theme.text_secondary)
    };
    let galley = galley(
        ui,
        words,
        Type::CaptionStrong,
        colour,
        ui.available_width() - space::XXL,
        1,
    );
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    let pill =
        egui::Rect::from_center_size(rect.center(), galley.size() + vec2(space::XL, space::S));
    if highlighted {
        ui.painter().hline(
            rect.x_range(),
            ui.painter().round_to_pixel_center(rect.center().y),
            egui::Stroke::new(1.0, theme.accent_soft),
        );
    }
    ui.painter().rect_filled(pill, radius::PILL, fill);
    ui.painter()
        .galley(pill.center() - galley.size() * 0.5, galley, colour);
}
