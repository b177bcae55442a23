//! The day of what is read, at the upper edge while one scrolls: far from its heading one would not know it.

use egui::{Rect, Ui, pos2, vec2};

use super::{Open, row};
use crate::state::Timeline;
use crate::theme::{motion, space};
use crate::ui::Cx;

/// How long it stays after the last movement, in seconds.
const STAYS: f64 = 1.2;
/// Height of its place, in points; a heading of the same height in it takes its place.
const HEIGHT: f32 = 40.0;

/// Draws it while the view moves and a moment longer. `moved` is whether it did in this frame.
pub(super) fn show(
    ui: &mut Ui,
    cx: &Cx<'_>,
    timeline: &Timeline,
    open: &mut Open,
    view: Rect,
    offset: f64,
    moved: bool,
) {
    let now = ui.input(|input| input.time);
    if moved {
        open.moved_at = Some(now);
    }
    let Some(left) = open.moved_at.map(|at| at + STAYS - now) else {
        return;
    };
    if left <= 0.0 {
        open.moved_at = None;
        return;
    }
    ui.request_repaint_after_secs((left as f32 - motion::SLOW).max(0.0));
    let below = offset + f64::from(HEIGHT);
    let mut near = open.scroll.visible(offset, f64::from(HEIGHT));
    let Some(first) = near.clone().next().and_then(|at| timeline.row(at)) else {
        return;
    };
    let has_heading = near.any(|at| {
        let top = open.scroll.top(at);
        row::starts_day(cx, timeline, at) && top + f64::from(HEIGHT) > offset && top < below
    });
    if has_heading {
        return;
    }
    let strength = if cx.motion {
        (left as f32 / motion::SLOW).min(1.0)
    } else {
        1.0
    };
    let mut layer = ui.new_child(egui::UiBuilder::new().max_rect(view));
    layer.set_opacity(strength);
    let top = pos2(view.left(), view.top() + space::S);
    let place = Rect::from_min_size(top, vec2(view.width(), HEIGHT - space::S));
    let day = row::day(cx, first);
    row::day_pill(&layer, cx, place, &day, cx.theme.raised);
}
