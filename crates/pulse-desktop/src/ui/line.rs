//! One line of text in a place of its own: cut with an ellipsis, never wrapped, at the leading or trailing end.

use std::sync::Arc;

use super::Direction;
use crate::theme::Type;
use egui::epaint::text::{LayoutJob, TextFormat, TextWrapping};

use egui::{Align2, Color32, FontId, Galley, Rect, Ui};

/// Lays out a line that is at most this wide.
pub(crate) fn layout(
    ui: &Ui,
    text: &str,
    font: FontId,
    colour: Color32,
    width: f32,
) -> Arc<Galley> {
    let mut job = LayoutJob {
        wrap: TextWrapping {
            max_width: width.max(0.0),
            max_rows: 1,
            break_anywhere: true,
            overflow_character: Some('…'),
        },
        break_on_newline: false,
        ..LayoutJob::default()
    };
    job.append(&on_one_line(text), 0.0, TextFormat::simple(font, colour));
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// Lays out a short text on at most `rows` lines.
pub(crate) fn wrapped(
    ui: &Ui,
    text: &str,
    kind: Type,
    colour: Color32,
    width: f32,
    rows: usize,
    direction: Direction,
) -> Arc<Galley> {
    let mut job = LayoutJob {
        wrap: TextWrapping {
            max_width: width.max(0.0),
            max_rows: rows,
            overflow_character: Some('…'),
            ..TextWrapping::default()
        },
        halign: direction.leading_align().x(),
        ..LayoutJob::default()
    };
    let format = TextFormat {
        line_height: Some(kind.line_height()),
        ..TextFormat::simple(kind.font(), colour)
    };
    job.append(text, 0.0, format);
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// Draws a line in a place. Returns what it covers.
pub(crate) fn paint(
    ui: &Ui,
    place: Rect,
    align: Align2,
    text: &str,
    font: FontId,
    colour: Color32,
) -> Rect {
    let galley = layout(ui, text, font, colour, place.width());
    paint_galley(ui, place, align, galley, colour)
}

/// Draws what was laid out. Returns what it covers.
pub(crate) fn paint_galley(
    ui: &Ui,
    place: Rect,
    align: Align2,
    galley: Arc<Galley>,
    colour: Color32,
) -> Rect {
    let covered = align.align_size_within_rect(galley.size(), place);
    // A right-aligned galley lies to the left of where it is put.
    let origin = covered.min - galley.rect.min.to_vec2();
    ui.painter().galley(origin, galley, colour);
    covered
}

/// Line breaks and tabulators become spaces: a name or a preview is one line whatever it holds.
fn on_one_line(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect()
}
