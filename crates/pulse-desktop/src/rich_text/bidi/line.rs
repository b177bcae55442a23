//! A line put in the order in which it is read.

use std::ops::Range;
use std::sync::Arc;

use egui::epaint::text::{Glyph, PlacedRow};
use egui::epaint::{Mesh, Vertex};
use egui::vec2;
use unicode_bidi::{BidiClass, Level, ParagraphBidiInfo, bidi_class};

use super::super::work::goes_through;
use super::unit::{Placed, Unit};
use super::{Alignment, Paragraph};

/// Puts the units of a line where they are read.
pub(super) fn order(
    placed: &PlacedRow,
    units: Vec<Unit>,
    paragraph: &Paragraph,
    width: f32,
    alignment: Alignment,
    pixels_per_point: f32,
) -> PlacedRow {
    let snap = |value: f32| (value * pixels_per_point).round() / pixels_per_point;
    let is_rtl = paragraph.base.is_rtl();
    let row_width: f32 = units.iter().map(|unit| unit.width).sum();
    let levels = unit_levels(&units, paragraph);
    let order = ParagraphBidiInfo::reorder_visual(&levels);

    // Where each unit's left edge comes to lie, from the left edge of the line.
    let mut lefts = vec![0.0; units.len()];
    let mut x = 0.0;
    for index in order {
        let (Some(left), Some(unit)) = (lefts.get_mut(index), units.get(index)) else {
            continue;
        };
        *left = x;
        x += unit.width;
    }
    let trailing: f32 = units
        .iter()
        .rev()
        .take_while(|unit| is_space(unit))
        .map(|unit| unit.width)
        .sum();
    let seen_width = row_width - trailing;
    let left_edge = snap(match alignment {
        Alignment::Leading if is_rtl => width - row_width,
        Alignment::Leading => 0.0,
        Alignment::Centre if is_rtl => (width - seen_width) * 0.5 - trailing,
        Alignment::Centre => (width - seen_width) * 0.5,
    });
    // A line that is read from the right has its origin there.
    let origin = if is_rtl { row_width } else { 0.0 };

    let mut result = placed.clone();
    let source = Arc::clone(&placed.row);
    let row = Arc::make_mut(&mut result.row);
    row.glyphs.clear();
    let mut mesh = Mesh {
        texture_id: source.visuals.mesh.texture_id,
        ..Mesh::default()
    };
    for ((unit, left), level) in units.into_iter().zip(lefts).zip(levels) {
        for Placed { mut glyph, more } in unit.glyphs {
            let shift = left - origin;
            let source_first = glyph.first_vertex;
            glyph.first_vertex = mesh.vertices.len() as u32;
            glyph.pos.x += shift;
            draw(
                &mut mesh,
                &source.visuals.mesh,
                &glyph,
                source_first,
                snap(glyph.pos.x),
            );
            for mark in more {
                let at = snap(mark.pos.x + shift);
                draw(
                    &mut mesh,
                    &source.visuals.mesh,
                    &mark,
                    mark.first_vertex,
                    at,
                );
            }
            if level.is_rtl() {
                glyph.pos.x += glyph.advance_width;
                glyph.advance_width = -glyph.advance_width;
            }
            row.glyphs.push(glyph);
        }
    }
    let vertices = mesh.vertices.len();
    row.visuals.mesh_bounds = mesh.calc_bounds();
    row.visuals.mesh = mesh;
    row.visuals.glyph_index_start = 0;
    row.visuals.glyph_vertex_range = 0..vertices;
    row.size.x = if is_rtl { -row_width } else { row_width };
    result.pos.x = left_edge + origin;
    result
}

fn is_space(unit: &Unit) -> bool {
    unit.glyphs
        .iter()
        .all(|placed| placed.glyph.chr.is_whitespace())
}

/// The level of each unit on this line: that of its first character, after rule L1.
fn unit_levels(units: &[Unit], paragraph: &Paragraph) -> Vec<Level> {
    let bytes = || units.iter().filter_map(|unit| unit.byte);
    let (Some(from), Some(last)) = (bytes().min(), bytes().max()) else {
        return vec![paragraph.base; units.len()];
    };
    let from = from.saturating_sub(paragraph.start);
    let last = last.saturating_sub(paragraph.start);
    let mut to = last
        + paragraph
            .text
            .get(last..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
    // The last unit may be a word of many characters: up to where its text ends.
    if let Some(unit) = units.iter().rev().find(|unit| unit.byte.is_some()) {
        let length: usize = unit
            .glyphs
            .iter()
            .map(|placed| placed.glyph.chr.len_utf8())
            .sum();
        to = to.max((last + length).min(paragraph.text.len()));
    }
    let Some(levels) = paragraph.line_levels(from..to) else {
        return vec![paragraph.base; units.len()];
    };
    units
        .iter()
        .map(|unit| {
            unit.byte
                .and_then(|byte| byte.checked_sub(paragraph.start + from))
                .and_then(|place| levels.get(place).copied())
                .unwrap_or(paragraph.base)
        })
        .collect()
}

impl Paragraph {
    /// The levels of a line, one for each byte, after rule L1: tabulators, and spaces before them and at the end, stand where
    /// the paragraph has its direction.
    fn line_levels(&self, line: Range<usize>) -> Option<Vec<Level>> {
        goes_through(line.len());
        let text = self.text.get(line.clone())?;
        let mut levels = self.levels.get(line)?.to_vec();
        let mut spaces_from = None;
        for (place, character) in text.char_indices() {
            let end = place + character.len_utf8();
            let back_from = match bidi_class(character) {
                BidiClass::S | BidiClass::B => spaces_from.take().or(Some(place)),
                BidiClass::WS
                | BidiClass::FSI
                | BidiClass::LRI
                | BidiClass::RLI
                | BidiClass::PDI => {
                    spaces_from.get_or_insert(place);
                    None
                }
                // What has no effect breaks no run of spaces.
                BidiClass::BN => None,
                _ => {
                    spaces_from = None;
                    None
                }
            };
            if let Some(places) = back_from.and_then(|from| levels.get_mut(from..end)) {
                places.fill(self.base);
            }
        }
        if let Some(places) = spaces_from.and_then(|from| levels.get_mut(from..)) {
            places.fill(self.base);
        }
        Some(levels)
    }
}

/// Copies the picture of a glyph from egui's mesh. `left` is where its origin comes to lie.
fn draw(mesh: &mut Mesh, source: &Mesh, glyph: &Glyph, source_first: u32, left: f32) {
    if glyph.uv_rect.is_nothing() {
        return;
    }
    let first = source_first as usize;
    let Some(corners) = source.vertices.get(first..first + 4) else {
        return;
    };
    // The first corner is left at the top, moved by the slant of synthetic italics: the last two are at the bottom.
    let Some(source_left) = corners.get(2).map(|corner| corner.pos.x) else {
        return;
    };
    let shift = vec2(left + glyph.uv_rect.offset.x - source_left, 0.0);
    let index = mesh.vertices.len() as u32;
    mesh.add_triangle(index, index + 1, index + 2);
    mesh.add_triangle(index + 2, index + 1, index + 3);
    mesh.vertices.extend(corners.iter().map(|corner| Vertex {
        pos: corner.pos + shift,
        ..*corner
    }));
}
