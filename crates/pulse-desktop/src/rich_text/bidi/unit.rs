//! The glyphs of a line taken apart again: one unit for each piece.

use egui::epaint::text::{Glyph, PlacedRow};
use egui::pos2;
use unicode_bidi::{BidiClass, bidi_class};

use super::super::work::goes_through;
use super::{Item, MARK};

/// One piece of a line: its characters with their glyphs, and how wide it is.
pub(super) struct Unit {
    /// Where it begins in the original text; `None` for what egui added (an ellipsis).
    pub(super) byte: Option<usize>,
    /// In logical order: what is drawn for each character, with positions from the left edge of the unit.
    pub(super) glyphs: Vec<Placed>,
    pub(super) width: f32,
}

pub(super) struct Placed {
    pub(super) glyph: Glyph,
    /// Further glyphs of the same character (marks, …): drawn, but no place for a cursor.
    pub(super) more: Vec<Glyph>,
}

pub(super) type Items<'a> = std::iter::Peekable<std::slice::Iter<'a, Item>>;

/// Takes the glyphs of one row apart into units, in logical order.
pub(super) fn take_row(
    placed: &PlacedRow,
    items: &mut Items<'_>,
    may_drop: bool,
) -> Option<Vec<Unit>> {
    let glyphs = &placed.row.glyphs;
    let mut units = Vec::new();
    let mut at = 0;
    while let Some(glyph) = glyphs.get(at) {
        match items.peek() {
            Some(Item::Character { character, .. }) if glyph.chr == '…' && *character != '…' => {
                // An ellipsis stands where the text was cut: it is not the character that comes next.
                units.push(added(glyph));
                at += 1;
            }
            Some(Item::Character { byte, character }) => {
                let left = glyph.pos.x;
                let first = Placed {
                    glyph: at_zero(*glyph, left, *character),
                    more: Vec::new(),
                };
                let mut unit = Unit {
                    byte: Some(*byte),
                    glyphs: vec![first],
                    width: glyph.advance_width,
                };
                items.next();
                at += 1;
                // Marks and what else has no width stay with the character before.
                while let (Some(next), Some(Item::Character { character, .. })) =
                    (glyphs.get(at), items.peek())
                {
                    if next.advance_width != 0.0 {
                        break;
                    }
                    let is_mark = matches!(bidi_class(*character), BidiClass::NSM | BidiClass::BN);
                    if next.chr != *character && next.chr == glyph.chr && !is_mark {
                        // One character drawn in two pieces: the next character is still to come.
                        if let Some(last) = unit.glyphs.last_mut() {
                            last.more.push(at_zero(*next, left, glyph.chr));
                        }
                        at += 1;
                        continue;
                    }
                    unit.glyphs.push(Placed {
                        glyph: at_zero(*next, left, *character),
                        more: Vec::new(),
                    });
                    items.next();
                    at += 1;
                }
                units.push(unit);
            }
            Some(Item::Word(characters)) => {
                if glyph.chr != MARK {
                    // Cut right before a word, or inside of one: what comes is what egui added.
                    units.push(added(glyph));
                    at += 1;
                    continue;
                }
                let end = glyphs
                    .iter()
                    .skip(at + 1)
                    .position(|glyph| glyph.chr == MARK)
                    .map(|offset| at + 1 + offset);
                goes_through(end.unwrap_or(glyphs.len()) - at);
                let Some(end) = end else {
                    // Its end is on the next row, or was cut off.
                    if !may_drop {
                        return None;
                    }
                    items.next();
                    units.extend(
                        glyphs
                            .iter()
                            .skip(at)
                            .filter(|glyph| glyph.chr == '…')
                            .map(added),
                    );
                    break;
                };
                let inside = glyphs.get(at + 1..end)?;
                let left = glyph.pos.x;
                let width = (glyphs.get(end)?.pos.x - left).max(0.0);
                units.push(Unit {
                    byte: characters.first().map(|(byte, _)| *byte),
                    glyphs: assign(inside, characters, left, *glyph),
                    width,
                });
                items.next();
                at = end + 1;
            }
            Some(Item::Letter(characters)) => {
                let Some((byte, letter)) = characters.first() else {
                    items.next();
                    continue;
                };
                // Its marks come first. If the line was broken between them and the letter, it is drawn without.
                let mut marks: Vec<Glyph> = glyphs
                    .iter()
                    .skip(at)
                    .take_while(|glyph| glyph.chr == *letter && glyph.advance_width == 0.0)
                    .copied()
                    .collect();
                at += marks.len();
                let Some(next) = glyphs.get(at) else { break };
                let base = if next.chr == *letter || marks.is_empty() {
                    at += 1;
                    *next
                } else {
                    marks.pop().unwrap_or(*next)
                };
                let left = base.pos.x;
                let more = marks
                    .into_iter()
                    .map(|mark| at_zero(mark, left, *letter))
                    .collect();
                let mut unit = Unit {
                    byte: Some(*byte),
                    glyphs: vec![Placed {
                        glyph: at_zero(base, left, *letter),
                        more,
                    }],
                    width: base.advance_width,
                };
                for (_, mark) in characters.iter().skip(1) {
                    // egui's own place for a cursor, if it made one.
                    if glyphs
                        .get(at)
                        .is_some_and(|glyph| glyph.chr == *mark && glyph.advance_width == 0.0)
                    {
                        at += 1;
                    }
                    unit.glyphs.push(Placed {
                        glyph: nothing(base, 0.0, *mark),
                        more: Vec::new(),
                    });
                }
                units.push(unit);
                items.next();
            }
            Some(Item::Break) | None => {
                units.push(added(glyph));
                at += 1;
            }
        }
    }
    Some(units)
}

fn added(glyph: &Glyph) -> Unit {
    Unit {
        byte: None,
        glyphs: vec![Placed {
            glyph: at_zero(*glyph, glyph.pos.x, glyph.chr),
            more: Vec::new(),
        }],
        width: glyph.advance_width,
    }
}

fn at_zero(mut glyph: Glyph, left: f32, character: char) -> Glyph {
    glyph.pos.x -= left;
    glyph.chr = character;
    glyph
}

/// Gives each character of a word its glyph. The glyphs come as they are drawn, last letter first; each names the first
/// character of its cluster. A character that was drawn as part of another (lam and alef) gets one without width.
fn assign(
    inside: &[Glyph],
    characters: &[(usize, char)],
    left: f32,
    template: Glyph,
) -> Vec<Placed> {
    let is_drawn = |glyph: &&Glyph| glyph.advance_width != 0.0 || !glyph.uv_rect.is_nothing();
    let mut drawn = inside.iter().filter(is_drawn).rev().peekable();
    let mut placed: Vec<Placed> = Vec::with_capacity(characters.len());
    let mut edge = inside
        .iter()
        .map(Glyph::max_x)
        .fold(template.pos.x, f32::max)
        - left;
    for (_, character) in characters {
        let glyph = match drawn.next_if(|glyph| glyph.chr == *character) {
            Some(glyph) => {
                edge = glyph.pos.x - left;
                at_zero(*glyph, left, *character)
            }
            None => nothing(template, edge, *character),
        };
        let mut more = Vec::new();
        while let Some(mark) =
            drawn.next_if(|glyph| glyph.chr == *character && glyph.advance_width == 0.0)
        {
            more.push(at_zero(*mark, left, *character));
        }
        placed.push(Placed { glyph, more });
    }
    // Whatever could not be told apart is drawn all the same.
    let rest: Vec<Glyph> = drawn
        .map(|glyph| at_zero(*glyph, left, glyph.chr))
        .collect();
    if let Some(last) = placed.last_mut() {
        last.more.extend(rest);
    }
    placed
}

/// A place for the cursor with nothing to draw.
fn nothing(template: Glyph, left: f32, character: char) -> Glyph {
    let mut glyph = template;
    glyph.chr = character;
    glyph.pos = pos2(left, template.pos.y);
    glyph.advance_width = 0.0;
    glyph.uv_rect.min = glyph.uv_rect.max;
    glyph.is_color = false;
    glyph
}
