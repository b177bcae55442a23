//! How much is unread.

use egui::{Pos2, Rect, Ui, vec2};

use super::text;
use crate::theme::{Type, radius, space};
use crate::ui::Cx;

const HEIGHT: f32 = 20.0;

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
    let left = if cx.direction.is_rtl() {
        trailing_centre.x
    } else {
        trailing_centre.x - width
    };
    let rect = Rect::from_min_size(
        Pos2::new(left, trailing_centre.y - HEIGHT * 0.5),
        vec2(width, HEIGHT),
    );
    let fill = if muted {
        cx.theme.unread_muted
    } else {
        cx.theme.unread
    };
    ui.painter().rect_filled(rect, radius::PILL, fill);
    ui.painter().galley(
        rect.center() - galley.size() * 0.5,
        galley,
        cx.theme.on_accent,
    );
    rect
}

/// A small dot of the accent: something is new, and how much does not matter.
pub fn dot(ui: &Ui, cx: &Cx<'_>, centre: Pos2) {
    ui.painter()
        .circle_filled(centre, space::XS, cx.theme.unread);
}
