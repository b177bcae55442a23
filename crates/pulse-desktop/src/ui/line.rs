//! One line of text in a place of its own: cut with an ellipsis, never wrapped, at one end or in the middle.

use std::sync::Arc;

use egui::{Color32, Galley, Rect, Ui};

use super::{Cx, widgets};
use crate::rich_text;
use crate::theme::Type;

/// Lays out a line that is at most this wide.
pub(crate) fn layout(ui: &Ui, text: &str, kind: Type, colour: Color32, width: f32) -> Arc<Galley> {
    let text = on_one_line(text);
    widgets::galley(ui, &text, kind, colour, width.max(0.0), 1)
}

/// Draws a line at the leading end of a place. Returns what it covers.
pub(crate) fn paint(
    ui: &Ui,
    cx: &Cx<'_>,
    place: Rect,
    text: &str,
    kind: Type,
    colour: Color32,
) -> Rect {
    let galley = layout(ui, text, kind, colour, place.width());
    leading(ui, cx, place, galley, colour)
}

/// Draws a line in the middle of a place. Returns what it covers.
pub(crate) fn paint_centred(ui: &Ui, place: Rect, text: &str, kind: Type, colour: Color32) -> Rect {
    let galley = layout(ui, text, kind, colour, place.width());
    centred(ui, place, galley, colour)
}

/// Draws what was laid out at the leading end of a place.
pub(crate) fn leading(
    ui: &Ui,
    cx: &Cx<'_>,
    place: Rect,
    galley: Arc<Galley>,
    colour: Color32,
) -> Rect {
    let covered = cx.direction.place_leading(place, 0.0, galley.size());
    put(ui, covered, galley, colour)
}

/// Draws what was laid out at the trailing end of a place.
pub(crate) fn trailing(
    ui: &Ui,
    cx: &Cx<'_>,
    place: Rect,
    galley: Arc<Galley>,
    colour: Color32,
) -> Rect {
    let covered = cx.direction.place_trailing(place, 0.0, galley.size());
    put(ui, covered, galley, colour)
}

/// Draws what was laid out in the middle of a place.
pub(crate) fn centred(ui: &Ui, place: Rect, galley: Arc<Galley>, colour: Color32) -> Rect {
    let covered = Rect::from_center_size(place.center(), galley.size());
    put(ui, covered, galley, colour)
}

fn put(ui: &Ui, covered: Rect, galley: Arc<Galley>, colour: Color32) -> Rect {
    // Lines that are aligned to the right lie to the left of where the galley is put.
    let origin = covered.min - galley.rect.min.to_vec2();
    ui.painter().galley(origin, galley, colour);
    covered
}

/// Line breaks and tabulators become spaces, and marks do not pile up over the line above: a name or a preview is one line whatever it holds.
fn on_one_line(text: &str) -> std::borrow::Cow<'_, str> {
    let text = rich_text::without_piles(text);
    if text.contains(char::is_control) {
        text.replace(char::is_control, " ").into()
    } else {
        text
    }
}
