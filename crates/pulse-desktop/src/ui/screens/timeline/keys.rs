//! The keyboard in the timeline: pages from anywhere, arrows from message to message.

use egui::{Key, Modifiers, Ui};

use super::Open;
use super::scroll::Anchor;
use crate::state::Timeline;

/// Page up and down scroll, wherever the keyboard is; what lies over the page has them for itself. True when they did.
pub(super) fn scroll(ui: &Ui, open: &mut Open, timeline: &Timeline, height: f64) -> bool {
    if open.expected.is_none() {
        return false;
    }
    let page = height * 0.85;
    let by = ui.input_mut(|input| {
        if input.consume_key(Modifiers::NONE, Key::PageUp) {
            -page
        } else if input.consume_key(Modifiers::NONE, Key::PageDown) {
            page
        } else {
            0.0
        }
    });
    if by != 0.0 {
        let offset = (open.scroll.offset(height) + by).max(0.0);
        open.scroll.settle(offset, height, timeline);
    }
    by != 0.0
}

/// From the message at `position`, which has the keyboard, to the one above or below.
pub(super) fn move_focus(
    ui: &Ui,
    open: &mut Open,
    timeline: &Timeline,
    position: usize,
    height: f64,
) {
    let last = timeline.total.saturating_sub(1);
    let to = ui.input_mut(|input| {
        if input.consume_key(Modifiers::NONE, Key::ArrowUp) {
            Some(position.saturating_sub(1))
        } else if input.consume_key(Modifiers::NONE, Key::ArrowDown) {
            Some((position + 1).min(last))
        } else if input.consume_key(Modifiers::NONE, Key::End) {
            Some(last)
        } else {
            None
        }
    });
    let Some(row) = to.and_then(|to| timeline.row(to).map(|row| (to, row.id))) else {
        return;
    };
    let (to, id) = row;
    open.focus = Some(id);
    open.take_focus = true;
    bring_into_sight(open, timeline, to, height);
    ui.ctx().request_repaint();
}

fn bring_into_sight(open: &mut Open, timeline: &Timeline, position: usize, height: f64) {
    let offset = open.scroll.offset(height);
    let top = open.scroll.top(position);
    let bottom = top + f64::from(open.scroll.heights.height(position));
    if top < offset {
        open.scroll.hang_on(position, 0.0, timeline);
    } else if bottom > offset + height {
        if position + 1 == timeline.total {
            open.scroll.anchor = Anchor::End;
        } else {
            open.scroll
                .hang_on(position, height - (bottom - top), timeline);
        }
    }
}
