//! The text of a message, laid out.

use std::sync::Arc;

use egui::text_selection::LabelSelectionState;
use egui::{Pos2, Rect, Response, Stroke, Ui, Vec2, pos2, vec2};
use pulse_client::MessageRow;

use crate::rich_text::{self, LaidOut, Side};
use crate::ui::{Cx, Direction};

/// Messages of more lines than this are shown folded: one of thousands of lines would be all that a conversation shows.
const FOLDED_FROM: usize = 24;
/// So many lines of a folded message are seen. What is left out is always more than the line that says so.
const LINES_FOLDED: usize = 20;

/// A message's text.
pub(super) struct Body {
    laid_out: Arc<LaidOut>,
    /// How much of it is seen, in points, while it is folded.
    folded: Option<f32>,
    /// Nothing but a few emoji: large, without a bubble.
    pub(super) is_bare: bool,
}

impl Body {
    pub(super) fn lay_out(
        ui: &Ui,
        cx: &Cx<'_>,
        row: &MessageRow,
        width: f32,
        is_unfolded: bool,
    ) -> Self {
        let side = if row.outgoing {
            Side::Own
        } else {
            Side::Theirs
        };
        let laid_out = rich_text::message(ui.ctx(), cx.theme, &row.text, side, width);
        let rows = &laid_out.galley.rows;
        let folded = (!is_unfolded && rows.len() > FOLDED_FROM)
            .then(|| rows.get(LINES_FOLDED - 1).map(|last| last.max_y()))
            .flatten();
        Self {
            is_bare: laid_out.is_emoji_only && folded.is_none(),
            laid_out,
            folded,
        }
    }

    pub(super) fn size(&self) -> Vec2 {
        let size = self.laid_out.size();
        vec2(size.x, self.folded.unwrap_or(size.y))
    }

    /// Whether only its beginning is seen.
    pub(super) fn is_folded(&self) -> bool {
        self.folded.is_some()
    }

    /// How far the last line reaches; all the way when it ends at the right, where the time would be.
    pub(super) fn last_line_width(&self) -> f32 {
        self.laid_out.last_line_width()
    }

    /// The direction in which the last line ends, where the time stands: only in a mirrored interface, and below a text that
    /// is read from the right, the time stands at the left.
    pub(super) fn end(&self, cx: &Cx<'_>) -> Direction {
        if self.laid_out.ends_rtl {
            cx.direction
        } else {
            Direction::LeftToRight
        }
    }

    /// Whether the last line ends where the time is drawn: it is read from the right, and the interface is not.
    pub(super) fn is_where_time_stands(&self, cx: &Cx<'_>) -> bool {
        self.laid_out.ends_rtl && cx.direction == Direction::LeftToRight
    }

    /// Where the text stands in a place that may be wider: at the side where it begins.
    pub(super) fn position(&self, place: Rect) -> Pos2 {
        if self.laid_out.ends_rtl {
            pos2(place.right() - self.size().x, place.top())
        } else {
            place.left_top()
        }
    }

    /// Draws it so that it can be selected and copied.
    pub(super) fn paint(
        &self,
        ui: &mut Ui,
        cx: &Cx<'_>,
        is_own: bool,
        place: Rect,
        response: &Response,
    ) {
        let position = self.position(place);
        let clip = ui.clip_rect();
        if self.is_folded() {
            let seen = Rect::from_min_size(position, self.size());
            ui.shrink_clip_rect(seen);
        }
        self.laid_out.paint_behind(ui.painter(), position);
        let selection = ui.ctx().plugin::<LabelSelectionState>();
        let has_selection = selection.lock().has_selection();
        let usual = ui.visuals().selection;
        if is_own && !self.is_bare && has_selection {
            let selection = &mut ui.visuals_mut().selection;
            selection.bg_fill = cx.theme.selection_out;
            selection.stroke.color = cx.theme.on_bubble_out;
        }
        let galley = Arc::clone(&self.laid_out.galley);
        let colour = cx.theme.text;
        LabelSelectionState::label_text_selection(
            ui,
            response,
            position,
            galley,
            colour,
            Stroke::NONE,
        );
        if has_selection {
            ui.visuals_mut().selection = usual;
        }
        self.laid_out.paint_lines(ui.painter(), position);
        ui.set_clip_rect(clip);
    }

    /// The link at a place relative to [`Self::position`].
    pub(super) fn link_at(&self, place: Vec2) -> Option<&str> {
        if self.folded.is_some_and(|seen| place.y > seen) {
            return None;
        }
        self.laid_out.link_at(place)
    }

    /// Whether the words there hide where the link leads.
    pub(super) fn hides_address_at(&self, place: Vec2) -> bool {
        self.laid_out.hides_address_at(place)
    }

    /// Every link, in order, and whether its words hide it.
    pub(super) fn links(&self) -> impl Iterator<Item = (&str, bool)> {
        self.laid_out.links()
    }
}
