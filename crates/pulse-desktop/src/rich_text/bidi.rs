//! Text of both directions (UAX #9) on top of egui, which knows only one.
//!
//! egui shapes well: it hands each stretch of one font to HarfBuzz's algorithms, which join Arabic letters and set their
//! marks, and turn the stretch around. It only puts the stretches side by side from left to right, and loses count of the
//! characters of those that were turned. So:
//!
//! 1. [`prepare`] cuts the text so that every word of a right-to-left script is shaped alone, between two invisible
//!    marks, and mirrors the brackets of right-to-left text.
//! 2. egui lays it out and breaks its lines, in logical order.
//! 3. [`finish`] takes each line apart, puts its pieces where the bidirectional algorithm wants them, aligns the lines of
//!    right-to-left paragraphs to the right, and gives the result one glyph per character of the *original* text in logical
//!    order again, so that cursors, selections and copies are those of the original.
//!
//! A glyph that is read from right to left has its `pos` at its right edge and a negative advance, and a line of a
//! right-to-left paragraph has its origin at its right edge and a negative width: then egui's own arithmetic puts the
//! cursor before and behind a letter where a reader expects it.

mod line;
mod pieces;
mod script;
mod unit;

use std::sync::Arc;

use egui::text::LayoutJob;
use egui::{Galley, Rect};
use unicode_bidi::Level;

use super::Alignment;

pub(super) use pieces::prepare;

/// Marks the ends of what is shaped alone: invisible, without width, and in no text (there it is replaced).
const MARK: char = '\u{2063}';
/// Stands for characters that must not have their effect. Invisible too.
const NOTHING: char = '\u{200b}';

/// How a prepared text hangs together with the original.
pub(super) struct Plan {
    /// The text and sections of the original.
    original: Arc<LayoutJob>,
    /// What the prepared text consists of, in its order.
    items: Vec<Item>,
    /// One for each line break of the original, and one more.
    paragraphs: Vec<Paragraph>,
    alignment: Alignment,
}

/// A piece of the prepared text.
enum Item {
    /// One character that stands for itself.
    Character { byte: usize, character: char },
    /// A word of a right-to-left script, between two marks: its characters and where they begin.
    Word(Vec<(usize, char)>),
    /// A letter of a word that was cut into letters, and the marks that belong to it.
    Letter(Vec<(usize, char)>),
    /// A line break.
    Break,
}

struct Paragraph {
    /// Where it begins in the original text.
    start: usize,
    text: String,
    base: Level,
    /// One for each byte. Found once: a text of few characters to a line would be gone through for each of its lines.
    levels: Vec<Level>,
}

/// Whether this text needs any of this.
#[must_use]
pub fn has_rtl(text: &str) -> bool {
    // The first byte of everything from U+0590 on is at least 0xD6.
    text.bytes().any(|byte| byte >= 0xd6) && text.chars().any(script::is_rtl)
}

/// Whether a paragraph begins at the right: its first letter decides.
#[must_use]
pub fn begins_at_right(text: &str) -> bool {
    matches!(
        unicode_bidi::get_base_direction(text),
        unicode_bidi::Direction::Rtl
    )
}

/// Puts the lines of a laid out prepared text in order. `None` if egui cut a word in two: prepare again with `split`.
pub(super) fn finish(galley: &Galley, plan: &Plan, is_last_try: bool) -> Option<Galley> {
    let mut items = plan.items.iter().peekable();
    let mut paragraphs = plan.paragraphs.iter();
    let mut paragraph = paragraphs.next()?;
    let width = galley.rect.width();
    let mut rows = Vec::with_capacity(galley.rows.len());
    for placed in &galley.rows {
        let units = unit::take_row(placed, &mut items, galley.elided || is_last_try)?;
        rows.push(line::order(
            placed,
            units,
            paragraph,
            width,
            plan.alignment,
            galley.pixels_per_point,
        ));
        if placed.ends_with_newline {
            items.next_if(|item| matches!(item, Item::Break));
            paragraph = paragraphs.next().unwrap_or(paragraph);
        }
    }
    let mut mesh_bounds = Rect::NOTHING;
    let (mut num_vertices, mut num_indices) = (0, 0);
    for placed in &rows {
        mesh_bounds |= placed
            .row
            .visuals
            .mesh_bounds
            .translate(placed.pos.to_vec2());
        num_vertices += placed.row.visuals.mesh.vertices.len();
        num_indices += placed.row.visuals.mesh.indices.len();
    }
    let mut ordered = galley.clone();
    ordered.job = Arc::clone(&plan.original);
    ordered.rows = rows;
    ordered.mesh_bounds = mesh_bounds;
    ordered.num_vertices = num_vertices;
    ordered.num_indices = num_indices;
    Some(ordered)
}

#[cfg(test)]
mod tests;
