//! Where characters came to lie.

use std::ops::Range;

use egui::epaint::text::PlacedRow;
use egui::{Rect, pos2};

/// A stretch of characters on one row.
pub(super) struct Place {
    pub(super) rect: Rect,
    pub(super) baseline: f32,
}

/// Where a stretch of characters lies, one place for each row that it is on.
pub(super) fn places(rows: &[PlacedRow], chars: Range<usize>) -> Vec<Place> {
    let mut found = Vec::new();
    let mut row_start = 0;
    for placed in rows {
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
        row_start += glyphs.len() + usize::from(placed.ends_with_newline);
    }
    found
}
