//! Headers of groups, and the line between them.

use egui::{Sense, Ui, vec2};

use super::Text;
use crate::theme::{Type, space};
use crate::ui::Cx;

/// The name of a group of rows.
pub fn section_header(ui: &mut Ui, cx: &Cx<'_>, title: &str) {
    ui.add_space(space::S);
    Text::new(title, Type::CaptionStrong)
        .colour(cx.theme.text_secondary)
        .heading()
        .show(ui, cx);
}

/// A hair line with a little air.
pub fn separator(ui: &mut Ui, cx: &Cx<'_>) {
    let (rect, _) =
        ui.allocate_exact_size(vec2(ui.available_width(), space::S + 1.0), Sense::hover());
    ui.painter().hline(
        rect.x_range(),
        ui.painter().round_to_pixel_center(rect.center().y),
        cx.theme.separator_stroke(),
    );
}
