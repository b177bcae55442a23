//! The mark of Pulse: a beat on a square of the accent.

use egui::{Sense, Shape, Stroke, Ui, pos2, vec2};

use crate::ui::Cx;

/// The beat, in a square from 0 to 1.
const BEAT: [(f32, f32); 6] = [
    (0.18, 0.54),
    (0.35, 0.54),
    (0.44, 0.30),
    (0.56, 0.72),
    (0.65, 0.54),
    (0.82, 0.54),
];

/// Draws it in the middle, `side` points wide. It only decorates: the title says what this is.
pub(in crate::ui) fn logo(ui: &mut Ui, cx: &Cx<'_>, side: f32) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), side), Sense::hover());
    let square = egui::Rect::from_center_size(rect.center(), vec2(side, side));
    ui.painter()
        .rect_filled(square, side * 0.28, cx.theme.accent_fill);
    let points = BEAT
        .iter()
        .map(|(x, y)| square.min + vec2(*x, *y) * side)
        .map(|point| pos2(point.x, point.y))
        .collect::<Vec<_>>();
    let stroke = Stroke::new(side * 0.075, cx.theme.on_accent);
    // Round joints and ends: lines alone would leave notches.
    for point in &points {
        ui.painter()
            .circle_filled(*point, stroke.width * 0.5, stroke.color);
    }
    ui.painter().add(Shape::line(points, stroke));
}
