//! What everything that can be clicked shares: how it answers the pointer, and the ring of the keyboard's focus.

use egui::{
    Color32, CornerRadius, Id, Rect, Response, Role, Sense, StrokeKind, Ui, Vec2, WidgetInfo, vec2,
};

use crate::theme::{motion, radius};
use crate::ui::Cx;

/// Smallest side of what can be clicked or touched here, in points.
#[must_use]
pub fn target(cx: &Cx<'_>) -> f32 {
    cx.target()
}

/// 0 to 1 as `on` goes from false to true; at once when motion is off. Asks for frames only while it moves.
#[must_use]
pub fn fade(ui: &Ui, cx: &Cx<'_>, id: Id, on: bool, seconds: f32) -> f32 {
    ui.ctx()
        .animate_bool_with_time(id, on, if cx.motion { seconds } else { 0.0 })
}

/// The ring around what the keyboard is at. Call it last, so that nothing covers it.
pub fn focus_ring(
    ui: &Ui,
    cx: &Cx<'_>,
    response: &Response,
    rect: Rect,
    corner: impl Into<CornerRadius>,
) {
    if response.has_focus() {
        ui.painter()
            .rect_stroke(rect, corner, cx.theme.focus_stroke(), StrokeKind::Inside);
    }
}

/// The fill of something flat: nothing, `hover` or `pressed`, with a short fade.
#[must_use]
pub(super) fn flat_fill(ui: &Ui, cx: &Cx<'_>, response: &Response) -> Color32 {
    if response.is_pointer_button_down_on() {
        return cx.theme.pressed;
    }
    let hovered = response.hovered() || response.has_focus();
    let strength = fade(ui, cx, response.id.with("hover"), hovered, motion::FAST);
    cx.theme.hover.gamma_multiply(strength)
}

/// A row as wide as there is place that can be clicked, with its background already drawn: screens paint on the
/// rectangle. `name` is what a screen reader says; `selected` is the row that is open beside the list.
pub fn row_surface(
    ui: &mut Ui,
    cx: &Cx<'_>,
    height: f32,
    selected: bool,
    name: &str,
) -> (Response, Rect) {
    let wanted = vec2(ui.available_width(), height.max(target(cx)));
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, ui.is_enabled(), selected, name));
    if ui.is_rect_visible(rect) {
        let fill = if selected {
            cx.theme.accent_soft
        } else {
            flat_fill(ui, cx, &response)
        };
        ui.painter().rect_filled(rect, radius::MEDIUM, fill);
        focus_ring(ui, cx, &response, rect, radius::MEDIUM);
    }
    (response, rect)
}

/// A square of the smallest size that can be hit.
pub(super) fn square(cx: &Cx<'_>) -> Vec2 {
    Vec2::splat(target(cx))
}
