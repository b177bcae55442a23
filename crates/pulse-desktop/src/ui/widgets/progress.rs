//! Work that takes a while: a bar when it is known how much, a ring when it is not.

use std::f32::consts::TAU;

use egui::{Color32, Pos2, Rect, Response, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::icons::Icon;
use crate::theme::{radius, size};
use crate::ui::Cx;

/// How far it is, 0 to 1. `name` says of what, for a screen reader.
pub fn progress_bar(ui: &mut Ui, cx: &Cx<'_>, fraction: f32, name: &str) -> Response {
    let fraction = fraction.clamp(0.0, 1.0);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 6.0), Sense::hover());
    response.widget_info(|| WidgetInfo {
        value: Some(f64::from(fraction * 100.0).round()),
        ..WidgetInfo::labeled(Role::ProgressIndicator, true, name)
    });
    ui.painter()
        .rect_filled(rect, radius::PILL, cx.theme.pressed);
    let width = (rect.width() * fraction).max(if fraction > 0.0 { rect.height() } else { 0.0 });
    let left = if cx.direction.is_rtl() {
        rect.right() - width
    } else {
        rect.left()
    };
    let done = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
    ui.painter()
        .rect_filled(done, radius::PILL, cx.theme.accent_fill);
    response
}

/// A turning ring; a still hourglass when nothing may move.
pub fn spinner(ui: &mut Ui, cx: &Cx<'_>, name: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(size::ICON, size::ICON), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, name));
    paint_spinner(ui, cx, rect.center(), size::ICON, cx.theme.accent);
    response
}

pub(super) fn paint_spinner(ui: &Ui, cx: &Cx<'_>, centre: Pos2, diameter: f32, colour: Color32) {
    if !cx.motion {
        Icon::Timer.paint(ui.painter(), centre, diameter, colour);
        return;
    }
    // It moves for as long as the work takes, thirty times a second: enough for a ring.
    ui.ctx()
        .request_repaint_after(std::time::Duration::from_millis(33));
    let start = (ui.input(|input| input.time) % 1.0) as f32 * TAU;
    let points = (0..=24)
        .map(|step| {
            centre
                + egui::Vec2::angled(start + step as f32 / 24.0 * TAU * 0.7)
                    * (diameter * 0.5 - 2.0)
        })
        .collect();
    ui.painter()
        .add(Shape::line(points, Stroke::new(2.0, colour)));
}
