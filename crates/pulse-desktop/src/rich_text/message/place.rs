//! Where characters came to lie.

use std::ops::Range;

use egui::epaint::text::PlacedRow;
use egui::{Rect, pos2};

use super::super::work::goes_through;

/// A stretch of characters on one row.
pub(super) struct Place {
    pub(super) rect: Rect,
    pub(super) baseline: f32,
}

/// Rows in which stretches are looked for, each behind the one before: the rows above are not gone through again.
pub(super) struct Places<'a> {
    rows: &'a [PlacedRow],
    /// Which character the first of them begins with.
    start: usize,
}

impl<'a> Places<'a> {
    pub(super) fn new(rows: &'a [PlacedRow]) -> Self {
        Self { rows, start: 0 }
    }

    /// Where a stretch of characters lies, one place for each row that it is on.
    pub(super) fn of(&mut self, chars: Range<usize>) -> Vec<Place> {
        while let [above, below @ ..] = self.rows
            && self.start + characters(above) <= chars.start
        {
            goes_through(1);
            self.start += characters(above);
            self.rows = below;
        }
        places(self.rows, self.start, chars)
    }
}

/// How many characters a row takes, with the break at its end.
fn characters(row: &PlacedRow) -> usize {
    row.row.glyphs.len() + usize::from(row.ends_with_newline)
}

fn places(rows: &[PlacedRow], mut row_start: usize, chars: Range<usize>) -> Vec<Place> {
    let mut found = Vec::new();
    for placed in rows {
        if row_start >= chars.end {
            break;
        }
        goes_through(1);
        let glyphs = &placed.row.glyphs;
        let from = chars.start.max(row_start) - row_start;
        let to = chars
            .end
            .min(row_start + glyphs.len())
            .saturating_sub(row_start);
        let inside = glyphs.get(from..to.max(from)).unwrap_or_default();
        // A break at the end of a line is not underlined.
        let seen = || {
            inside
                .iter()
                .rev()
                .skip_while(|glyph| glyph.chr.is_whitespace())
        };
        let ends = seen().flat_map(|glyph| [glyph.pos.x, glyph.pos.x + glyph.advance_width]);
        let (left, right) = ends.fold((f32::INFINITY, f32::NEG_INFINITY), |(left, right), x| {
            (left.min(x), right.max(x))
        });
        if let Some(glyph) = inside.first()
            && left < right
        {
            let rect = Rect::from_min_max(
                pos2(placed.pos.x + left, placed.min_y()),
                pos2(placed.pos.x + right, placed.max_y()),
            );
            found.push(Place {
                rect,
                baseline: placed.pos.y + glyph.pos.y,
            });
        }
        row_start += characters(placed);
    }
    found
}
