//! The time of a message and its ticks, at the lower trailing corner of the bubble.

use std::sync::Arc;

use egui::{Color32, Galley, Rect, Ui, vec2};
use pulse_client::{MessageRow, MessageStatus};

use super::{PADDING_X, PADDING_Y};
use crate::theme::{Type, size, space};
use crate::ui::{Cx, Direction, Strip, line, parts};

/// Time and ticks, laid out.
pub(super) struct Meta {
    pub(super) width: f32,
    time: Arc<Galley>,
    status: Option<MessageStatus>,
    colour: Color32,
    on_accent: bool,
}

impl Meta {
    pub(super) fn lay_out(ui: &Ui, cx: &Cx<'_>, row: &MessageRow, is_bare: bool) -> Self {
        let on_accent = row.outgoing && !is_bare;
        let colour = if on_accent {
            cx.theme.on_bubble_out_secondary
        } else {
            cx.theme.text_secondary
        };
        let clock = cx.texts.clock(row.sent_at);
        let time = line::layout(ui, &clock, Type::Caption, colour, f32::INFINITY);
        let status = row.outgoing.then_some(row.status);
        let ticks = if status.is_some() {
            space::XS + size::ICON_SMALL
        } else {
            0.0
        };
        Self {
            width: time.size().x + ticks,
            time,
            status,
            colour,
            on_accent,
        }
    }

    /// Draws it where the text ends: `end` is the direction of its last line. Returns where the ticks are.
    pub(super) fn paint(
        &self,
        ui: &Ui,
        cx: &Cx<'_>,
        bubble: Rect,
        is_bare: bool,
        end: Direction,
    ) -> Option<Rect> {
        let padding = if is_bare {
            vec2(0.0, 0.0)
        } else {
            vec2(PADDING_X, PADDING_Y - 2.0)
        };
        let inner = bubble.shrink2(padding);
        let line_place = inner.with_min_y(inner.bottom() - Type::Caption.line_height());
        let mut strip = Strip::new(line_place, end);
        let ticks = self.status.map(|status| {
            let place = strip.trailing(size::ICON_SMALL);
            parts::paint_status(ui, cx, place, status, self.colour, self.on_accent);
            strip.trailing(space::XS);
            place
        });
        let place = strip.trailing(self.time.size().x);
        line::centred(ui, place, self.time.clone(), self.colour);
        ticks
    }
}
