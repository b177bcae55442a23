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
        let everything = 0..usize::MAX;
        let changes: Vec<_> = match timeline.changed_since(self.revision) {
            Some(changes) => changes.collect(),
            None => vec![everything.clone()],
        };
        self.revision = timeline.revision;
        let before = self.heights.len();
        if before != timeline.total {
            // Only one change says where rows came or went; after several, everything may be different.
            let place = match changes.as_slice() {
                [change] if change.start > 0 => change.start,
                _ => before,
            };
            self.heights.resize(place, timeline.total, HEIGHT_ESTIMATE);
            if changes.len() != 1 {
                self.heights.forget(everything);
            }
        }
        // The rows around a change may look different too: they are no longer the last or the first of their group.
        for change in changes {
            let end = change.end.saturating_add(1);
            (self.heights).forget(change.start.saturating_sub(1)..end);
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::timeline_samples::{row, rows, timeline};

    /// Scrolling up meets a page every some frames. If all that is known were measured again with it, those frames would be the
    /// slowest.
    #[test]
    fn a_page_that_comes_leaves_the_measured_rows_alone() {
        let mut timeline = timeline(1000);
        timeline.fill(896, rows(896..1000), 1000);
        let mut scroll = Scroll::new(&timeline, Anchor::End);
        for position in 896..1000 {
            scroll.heights.set(position, 30, true);
        }
        timeline.fill(768, rows(768..896), 1000);
        scroll.follow(&timeline);
        let known: Vec<_> = (0..1000)
            .filter(|row| scroll.heights.is_known(*row))
            .collect();
        // The first of them may not begin its group any more.
        assert_eq!(known, (897..1000).collect::<Vec<_>>());
    }

    #[test]
    fn rows_that_moved_are_measured_again() {
        let mut timeline = timeline(100);
        timeline.fill(0, rows(0..100), 100);
        let mut scroll = Scroll::new(&timeline, Anchor::End);
        for position in 0..100 {
            scroll.heights.set(position, 30, true);
        }
        timeline.insert(100, row(100), 101);
        timeline.moved(99);
        timeline.fill(0, rows(1..100), 99);
        scroll.follow(&timeline);
        assert_eq!(scroll.heights.len(), 99);
        assert!((0..99).all(|row| !scroll.heights.is_known(row)));
    }
}
