//! The scaffold of pages beside or over the conversations: the bar at the top, and cards.

use egui::{Frame, Margin, Response, Sense, Ui, UiBuilder, vec2};

use crate::theme::{radius, size, space};
use crate::ui::Cx;

/// A bar at the top of a pane: its content from the leading side, and the line below it.
pub fn bar<R>(ui: &mut Ui, cx: &Cx<'_>, content: impl FnOnce(&mut Ui) -> R) -> R {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::BAR), Sense::hover());
    ui.painter().hline(
        rect.x_range(),
        ui.painter().round_to_pixel_center(rect.bottom() - 1.0),
        cx.theme.separator_stroke(),
    );
    let inner = rect.shrink2(vec2(space::S, 0.0));
    ui.scope_builder(
        UiBuilder::new().max_rect(inner).layout(cx.direction.row()),
        |ui| {
            ui.spacing_mut().item_spacing.x = space::XS;
            content(ui)
        },
    )
    .inner
}

/// A card: a group of rows on a surface of its own. The response is of the whole card.
pub fn card(ui: &mut Ui, cx: &Cx<'_>, content: impl FnOnce(&mut Ui)) -> Response {
    Frame::new()
        .fill(cx.theme.surface)
        .corner_radius(radius::LARGE)
        .inner_margin(Margin::same(space::XS as i8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 0.0;
            content(ui);
        })
        .response
}
