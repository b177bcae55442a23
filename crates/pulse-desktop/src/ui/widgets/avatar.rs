//! A person as a disc with initials. The colour is the person's, everywhere and always.

use egui::{Painter, Rect, Response, Sense, Ui, Vec2, pos2, vec2};
use unicode_segmentation::UnicodeSegmentation;

use crate::fonts;
use crate::icons::Icon;
use crate::ui::Cx;

/// A person as a disc with initials.
#[must_use = "call show or paint"]
pub struct Avatar<'a> {
    name: &'a str,
    seed: u8,
    diameter: f32,
    verified: bool,
}

impl<'a> Avatar<'a> {
    /// `seed` is any stable byte of who it is (of the account's id, not of the name).
    pub fn new(name: &'a str, seed: u8, diameter: f32) -> Self {
        Self {
            name,
            seed,
            diameter,
            verified: false,
        }
    }

    /// With the mark of a verified person.
    pub fn verified(mut self, verified: bool) -> Self {
        self.verified = verified;
        self
    }

    /// Takes its place and draws it. It has no name of its own: what stands beside it says who it is.
    pub fn show(self, ui: &mut Ui, cx: &Cx<'_>) -> Response {
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(self.diameter), Sense::hover());
        if ui.is_rect_visible(rect) {
            self.paint(ui.painter(), cx, rect);
        }
        response
    }

    /// Draws it into a square.
    pub fn paint(self, painter: &Painter, cx: &Cx<'_>, rect: Rect) {
        let colours = cx.theme.avatar(self.seed);
        let (centre, diameter) = (rect.center(), rect.width());
        painter.circle_filled(centre, diameter * 0.5, colours.fill);
        let initials = initials(self.name);
        if initials.is_empty() {
            Icon::Contact.paint_filled(painter, centre, diameter * 0.5, colours.text);
        } else {
            // Whole half points, so that neighbours of one size share their glyphs.
            let size = (diameter * 0.4 * 2.0).round() / 2.0;
            let galley = painter.layout_no_wrap(initials, fonts::medium(size), colours.text);
            // Capitals have no descenders: the middle of what is drawn, not of the line.
            let drawn = galley.mesh_bounds;
            let middle = if drawn.is_positive() {
                drawn.center().to_vec2()
            } else {
                galley.size() * 0.5
            };
            painter.galley(
                pos2(centre.x - middle.x, centre.y - middle.y),
                galley,
                colours.text,
            );
        }
        if self.verified {
            let mark = (diameter * 0.36).clamp(14.0, 28.0);
            let side = if cx.direction.is_rtl() { -1.0 } else { 1.0 };
            let place = centre + vec2(side, 1.0) * (diameter * 0.5 - mark * 0.36);
            painter.circle_filled(place, mark * 0.5 + 1.0, cx.theme.background);
            Icon::Verified.paint_filled(painter, place, mark, cx.theme.accent);
        }
    }
}

/// The first letters of the first and the last word of a name; of one word only one. Nothing if it has no letters.
#[must_use]
pub fn initials(name: &str) -> String {
    let first_of = |word: &str| {
        let letter = word
            .graphemes(true)
            .find(|grapheme| grapheme.chars().any(char::is_alphanumeric))?;
        Some(letter.to_uppercase())
    };
    let mut words = name.split_whitespace().filter_map(first_of);
    let Some(first) = words.next() else {
        return String::new();
    };
    // Scripts that join their letters, and those whose letters are words, say enough with one.
    let alone = first
        .chars()
        .next()
        .is_some_and(|letter| ('\u{0590}'..='\u{08ff}').contains(&letter) || letter >= '\u{2e80}');
    match words.next_back() {
        Some(last) if !alone => first + &last,
        _ => first,
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        for (name, expected) in [
            ("Alice Example", "AE"),
            ("alice", "A"),
            ("Ludwig van Beethoven", "LB"),
            ("  ", ""),
            ("🙂", ""),
            ("«Éloïse» d'Arc", "ÉD"),
            ("محمد علي", "م"),
            ("王小明", "王"),
            ("Ünal Ö.", "ÜÖ"),
            ("42 Monkeys", "4M"),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }
}
