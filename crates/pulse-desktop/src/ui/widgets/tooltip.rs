//! A word about what an icon does, on a surface that stands out from both appearances.

use egui::{Frame, Margin, RectAlign, Response, Tooltip};

use super::Text;
use crate::theme::{Type, radius};
use crate::ui::Cx;

/// Shows `text` while the pointer rests on `response`, or the keyboard is at it.
pub fn tooltip(response: &Response, cx: &Cx<'_>, text: &str) {
    let frame = Frame::new()
        .fill(cx.theme.inverse)
        .corner_radius(radius::SMALL)
        .inner_margin(Margin::symmetric(8, 4))
        .shadow(cx.theme.shadow_popup);
    let mut tooltip = Tooltip::for_enabled(response).gap(6.0);
    tooltip.popup = tooltip.popup.frame(frame).align(RectAlign::BOTTOM);
    tooltip.show(|ui| {
        ui.set_max_width(ui.spacing().tooltip_width);
        Text::new(text, Type::Caption)
            .colour(cx.theme.on_inverse)
            .show_inline(ui, cx);
    });
}
