//! How much is unread.

use egui::{Color32, Pos2, Rect, Ui, Vec2, vec2};

use super::text;
use crate::theme::{Type, radius, space};
use crate::ui::Cx;

const HEIGHT: f32 = 20.0;
const DOT: f32 = 12.0;

/// Draws a badge whose trailing edge is at `trailing_centre`. `count` above 999 is "999+"; 0 draws nothing. Returns where
/// it stands. What stands beside it must say the count to assistive technology.
pub fn badge(ui: &Ui, cx: &Cx<'_>, trailing_centre: Pos2, count: u32, muted: bool) -> Rect {
    if count == 0 {
        return Rect::from_center_size(trailing_centre, vec2(0.0, 0.0));
    }
    let words = if count > 999 {
        "999+".to_owned()
    } else {
        count.to_string()
    };
    let galley = text::galley(ui, &words, Type::Tiny, cx.theme.on_accent, f32::INFINITY, 1);
    let width = (galley.size().x + space::M).max(HEIGHT);
    let rect = place(cx, trailing_centre, vec2(width, HEIGHT));
    ui.painter()
        .rect_filled(rect, radius::PILL, fill(cx, muted));
    ui.painter().galley(
        rect.center() - galley.size() * 0.5,
        galley,
        cx.theme.on_accent,
    );
    rect
}

/// A badge without a number: how much does not matter. Placed like [`badge`].
pub fn dot(ui: &Ui, cx: &Cx<'_>, trailing_centre: Pos2, muted: bool) -> Rect {
    let rect = place(cx, trailing_centre, vec2(DOT, DOT));
    ui.painter()
        .circle_filled(rect.center(), DOT * 0.5, fill(cx, muted));
    rect
}

fn place(cx: &Cx<'_>, trailing_centre: Pos2, size: Vec2) -> Rect {
    let left = if cx.direction.is_rtl() {
        trailing_centre.x
    } else {
        trailing_centre.x - size.x
    };
    Rect::from_min_size(Pos2::new(left, trailing_centre.y - size.y * 0.5), size)
}

fn fill(cx: &Cx<'_>, muted: bool) -> Color32 {
    if muted {
        cx.theme.unread_muted
    } else {
        cx.theme.unread
    }
}
