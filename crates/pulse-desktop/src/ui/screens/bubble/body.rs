//! The text of a message, laid out.

use std::sync::Arc;

use egui::epaint::text::{LayoutJob, TextFormat};
use egui::{Align, Galley, Ui, Vec2};
use pulse_client::MessageRow;

use crate::theme::Type;
use crate::ui::Cx;

/// A message's text.
pub(super) struct Body {
    pub(super) galley: Arc<Galley>,
    /// Nothing but a few emoji: large, without a bubble.
    pub(super) is_bare: bool,
}

impl Body {
    pub(super) fn lay_out(ui: &Ui, cx: &Cx<'_>, row: &MessageRow, width: f32) -> Self {
        let colour = if row.outgoing {
            cx.theme.on_bubble_out
        } else {
            cx.theme.text
        };
        let mut job = LayoutJob::default();
        let format = TextFormat {
            line_height: Some(Type::Body.line_height()),
            ..TextFormat::simple(Type::Body.font(), colour)
        };
        job.append(&row.text, 0.0, format);
        job.wrap.max_width = width;
        Self {
            galley: ui.fonts_mut(|fonts| fonts.layout_job(job)),
            is_bare: false,
        }
    }

    /// How far the last line reaches; all the way when it ends at the right, where the time would be.
    pub(super) fn last_line_width(&self) -> f32 {
        if self.is_right_to_left() {
            return self.galley.size().x;
        }
        self.galley
            .rows
            .last()
            .map_or(0.0, |row| row.rect().right())
    }

    pub(super) fn is_right_to_left(&self) -> bool {
        self.galley.job.halign == Align::RIGHT
    }

    /// The link at a place relative to the galley's position.
    pub(super) fn link_at(&self, _place: Vec2) -> Option<&str> {
        None
    }
}
