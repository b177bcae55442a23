//! Where the view of a long conversation stands, so that nothing that is being read ever jumps.
//!
//! The view hangs on one row (the anchor) or on the end. When rows above turn out taller than thought, when they are loaded,
//! added or taken away, the place of the anchor on the screen stays, and everything else is arranged around it.

use std::ops::Range;

use pulse_client::MessageId;

use super::heights::Heights;
use crate::state::Timeline;

/// Free space above the oldest row, in points.
pub(super) const PADDING_TOP: u64 = 16;
/// Free space below the newest row.
pub(super) const PADDING_BOTTOM: u64 = 12;
/// What a row takes before it was measured: a bubble of one line, and now and then a second one.
pub(super) const HEIGHT_ESTIMATE: u32 = 48;
/// This close to the end is the end.
const END_SLACK: f64 = 2.0;

/// What the view hangs on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Anchor {
    /// The newest row, at the bottom.
    End,
    /// A row, with its top this far below the upper edge of the view (negative: above it).
    Row {
        position: usize,
        id: Option<MessageId>,
        below_edge: f64,
    },
}

/// The heights of all rows and the place of the view among them.
#[derive(Clone, Debug)]
pub(super) struct Scroll {
    pub(super) heights: Heights,
    pub(super) anchor: Anchor,
    revision: u64,
}

impl Scroll {
    /// At the beginning of looking at a timeline.
    pub(super) fn new(timeline: &Timeline, anchor: Anchor) -> Self {
        Self {
            heights: Heights::new(timeline.total, HEIGHT_ESTIMATE),
            anchor,
            revision: timeline.revision,
        }
    }

    /// Takes in what changed in the timeline since the last frame.
    pub(super) fn follow(&mut self, timeline: &Timeline) {
        if self.revision == timeline.revision && self.heights.len() == timeline.total {
            return;
        }
        // Only the last change says where it was; after several, everything may be different.
        let changed_from = if timeline.revision == self.revision + 1 {
            timeline.changed_from
        } else {
            0
        };
        self.revision = timeline.revision;
        let before = self.heights.len();
        if before != timeline.total {
            let place = if changed_from == 0 {
                before
            } else {
                changed_from
            };
            self.heights.resize(place, timeline.total, HEIGHT_ESTIMATE);
        }
        // The row before the change may look different too: it is no longer the last of its group.
        self.heights.forget(changed_from.saturating_sub(1));
        self.find_anchor_again(timeline);
    }

    /// How tall everything is.
    pub(super) fn content_height(&self) -> f64 {
        (PADDING_TOP + self.heights.total() + PADDING_BOTTOM) as f64
    }

    /// Where a row begins in the content.
    pub(super) fn top(&self, position: usize) -> f64 {
        (PADDING_TOP + self.heights.top(position)) as f64
    }

    /// How far the content has to be scrolled so that the anchor is in its place.
    pub(super) fn offset(&self, view_height: f64) -> f64 {
        let end = self.end(view_height);
        match self.anchor {
            Anchor::End => end,
            Anchor::Row {
                position,
                below_edge,
                ..
            } => (self.top(position) - below_edge).clamp(0.0, end),
        }
    }

    /// The row that stays in its place while others turn out taller or lower.
    pub(super) fn anchor_row(&self) -> usize {
        match self.anchor {
            Anchor::End => self.heights.len().saturating_sub(1),
            Anchor::Row { position, .. } => position,
        }
    }

    /// The rows that are at least partly seen.
    pub(super) fn visible(&self, offset: f64, view_height: f64) -> Range<usize> {
        let place = |y: f64| {
            let y = (y.max(0.0) as u64).saturating_sub(PADDING_TOP);
            self.heights.at(y).unwrap_or_default()
        };
        if self.heights.len() == 0 {
            return 0..0;
        }
        place(offset)..place(offset + view_height) + 1
    }

    /// Whether the end is in sight at this offset.
    pub(super) fn is_at_end(&self, offset: f64, view_height: f64) -> bool {
        offset >= self.end(view_height) - END_SLACK
    }

    /// The person scrolled to `offset`: hang the view on what is seen there now.
    pub(super) fn settle(&mut self, offset: f64, view_height: f64, timeline: &Timeline) {
        if self.is_at_end(offset, view_height) {
            self.anchor = Anchor::End;
            return;
        }
        let visible = self.visible(offset, view_height);
        // A row whose height is known stays where it is; one that is only estimated might grow over the edge.
        let Some(position) = visible
            .clone()
            .find(|&position| self.heights.is_known(position) && self.top(position) >= offset)
            .or_else(|| visible.clone().find(|&row| self.heights.is_known(row)))
            .or(Some(visible.start))
            .filter(|_| !visible.is_empty())
        else {
            return;
        };
        self.hang_on(position, self.top(position) - offset, timeline);
    }

    /// Hangs the view on a row, its top `below_edge` below the upper edge.
    pub(super) fn hang_on(&mut self, position: usize, below_edge: f64, timeline: &Timeline) {
        self.anchor = Anchor::Row {
            position,
            id: timeline.row(position).map(|row| row.id),
            below_edge,
        };
    }

    fn end(&self, view_height: f64) -> f64 {
        (self.content_height() - view_height).max(0.0)
    }

    /// Rows may have come or gone before the anchor: its id says where it is now.
    fn find_anchor_again(&mut self, timeline: &Timeline) {
        if let Anchor::Row { position, id, .. } = &mut self.anchor {
            match *id {
                Some(wanted)
                    if timeline.row(*position).map(|row| row.id) != Some(wanted)
                        && let Some(found) = timeline.position(wanted) =>
                {
                    *position = found;
                }
                Some(_) => {}
                None => *id = timeline.row(*position).map(|row| row.id),
            }
            *position = (*position).min(timeline.total.saturating_sub(1));
        }
    }
}
