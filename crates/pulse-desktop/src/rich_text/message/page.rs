//! The parts of a message below each other, in one galley.

use std::ops::Range;
use std::sync::Arc;

use egui::epaint::text::Glyph;
use egui::text::{ByteIndex, CCursor, LayoutJob, LayoutSection, TextFormat};
use egui::{Color32, Context, Galley, Pos2, Rect, Stroke, Vec2, pos2, vec2};

use super::super::parse::{Block, BlockKind};
use super::super::work::goes_through;
use super::super::{Alignment, bidi, layout};
use super::look::{Look, base_format, job};
use super::place::Places;
use super::{LaidOut, Link};
use crate::theme::{radius, space};

/// Parts that were laid out, gathered.
#[derive(Default)]
pub(super) struct Page {
    galley: Option<Galley>,
    text: String,
    height: f32,
    width: f32,
    /// What is as wide as everything, known only at the end: from the top, to the bottom, and what it is.
    bands: Vec<(f32, f32, Band)>,
    laid: Laid,
    ends_rtl: bool,
    at_right: Vec<AtRight>,
}

/// A part that begins at the right: which rows are its, and what was laid around them, and how wide it is by itself.
struct AtRight {
    rows: Range<usize>,
    laid: [Range<usize>; 3],
    width: f32,
}

#[derive(Default)]
struct Laid {
    grounds: Vec<(Rect, u8, Color32)>,
    lines: Vec<([Pos2; 2], Stroke)>,
    links: Vec<Link>,
}

impl Laid {
    fn lengths(&self) -> [usize; 3] {
        [self.grounds.len(), self.lines.len(), self.links.len()]
    }

    /// Moves some of each.
    fn shift(&mut self, [grounds, lines, links]: [Range<usize>; 3], by: f32) {
        let grounds = self.grounds.get_mut(grounds).unwrap_or_default();
        let lines = self.lines.get_mut(lines).unwrap_or_default();
        let links = self.links.get_mut(links).unwrap_or_default();
        goes_through(grounds.len() + lines.len() + links.len());
        for (rect, _, _) in grounds {
            *rect = rect.translate(vec2(by, 0.0));
        }
        for (points, _) in lines {
            points.iter_mut().for_each(|point| point.x += by);
        }
        for link in links {
            link.rect = link.rect.translate(vec2(by, 0.0));
        }
    }
}

enum Band {
    Code(Color32),
    Quote(Color32, bool),
}

impl Page {
    pub(super) fn add(&mut self, ctx: &Context, look: &Look, block: &Block, width: f32) {
        let is_rtl = bidi::begins_at_right(&block.text);
        let (indent, inset, gap) = match &block.kind {
            BlockKind::Text => (0.0, 0.0, 0.0),
            BlockKind::Quote => (space::M, 0.0, 2.0),
            BlockKind::Code => (space::S, space::S, space::XS),
            BlockKind::Item { depth, .. } => (f32::from(*depth) * space::L, 0.0, 0.0),
        };
        let marker = match &block.kind {
            BlockKind::Item { marker, .. } => Some(format!("{marker} ")),
            _ => None,
        };
        let format = base_format(look, &block.kind);
        let hang = marker.as_deref().map_or(0.0, |marker| {
            let job = LayoutJob::single_section(marker.to_owned(), format.clone());
            layout::lay_out(ctx, job, Alignment::Leading)
                .rect
                .width()
                .max(space::L)
        });
        let before = indent + hang;
        let after = if matches!(block.kind, BlockKind::Code) {
            space::S
        } else {
            0.0
        };
        let job = job(
            look,
            block,
            &format,
            (width - before - after).max(space::XXL),
        );
        let laid = layout::lay_out(ctx, job, Alignment::Leading);
        let top = self.height + if self.galley.is_some() { gap } else { 0.0 };
        let text_top = top + inset;
        let bottom = text_top + laid.rect.height() + inset;
        let right_edge = before + laid.rect.width() + after;
        self.width = self.width.max(right_edge);
        self.height = bottom + if inset > 0.0 { gap } else { 0.0 };
        match block.kind {
            BlockKind::Code => self.bands.push((top, bottom, Band::Code(look.code))),
            BlockKind::Quote => self
                .bands
                .push((top, bottom, Band::Quote(look.bar, is_rtl))),
            _ => {}
        }
        self.ends_rtl = is_rtl;

        if let Some(galley) = &mut self.galley {
            if let Some(last) = galley.rows.last_mut() {
                last.ends_with_newline = true;
            }
            self.text.push('\n');
        }
        // What begins at the right keeps its distance from the right edge, which is known only at the end.
        let left = if is_rtl { after } else { before };
        let first = self.galley.as_ref().map_or(0, |galley| galley.rows.len());
        self.append(&laid, vec2(left, text_top));
        let [grounds, lines, links] = self.laid.lengths();
        self.decorate(look, block, first);
        if is_rtl {
            let ends = self.laid.lengths();
            self.at_right.push(AtRight {
                rows: first..first + laid.rows.len(),
                laid: [grounds..ends[0], lines..ends[1], links..ends[2]],
                width: before + laid.rect.width() + after,
            });
        }
        if let Some(marker) = marker {
            let job = LayoutJob::single_section(marker.trim_end().to_owned(), format);
            let marker_galley = layout::lay_out(ctx, job, Alignment::Leading);
            self.insert_marker(first, &marker_galley, &marker, hang, is_rtl);
        }
        self.text.push_str(&block.text);
    }

    fn append(&mut self, laid: &Galley, by: Vec2) {
        let galley = self.galley.get_or_insert_with(|| {
            let mut empty = laid.clone();
            empty.rows.clear();
            empty
        });
        galley.rows.extend(laid.rows.iter().map(|placed| {
            let mut placed = placed.clone();
            placed.pos += by;
            placed
        }));
    }

    /// Puts the marker of a list's point before its first line.
    fn insert_marker(&mut self, row: usize, laid: &Galley, marker: &str, hang: f32, is_rtl: bool) {
        self.text.push_str(marker);
        let Some(galley) = &mut self.galley else {
            return;
        };
        let (Some(placed), Some(source)) = (galley.rows.get_mut(row), laid.rows.first()) else {
            return;
        };
        let target = Arc::make_mut(&mut placed.row);
        let mut glyphs: Vec<Glyph> = Vec::with_capacity(target.glyphs.len() + 4);
        // The line begins where the marker stands: what comes after it moves on by its width.
        let shift = if is_rtl { -hang } else { hang };
        let marker_shift = if is_rtl { -source.row.size.x } else { 0.0 };
        let mut mesh = source.row.visuals.mesh.clone();
        for vertex in &mut mesh.vertices {
            vertex.pos.x += marker_shift;
        }
        let vertices = mesh.vertices.len() as u32;
        glyphs.extend(source.row.glyphs.iter().map(|glyph| {
            let mut glyph = *glyph;
            glyph.pos.x += marker_shift;
            glyph
        }));
        // The space behind it takes what is left.
        if let Some(mut space) = glyphs.last().copied() {
            space.chr = ' ';
            space.pos.x += space.advance_width;
            space.advance_width = 0.0;
            space.uv_rect.min = space.uv_rect.max;
            space.first_vertex = vertices;
            glyphs.push(space);
        }
        for vertex in &mut target.visuals.mesh.vertices {
            vertex.pos.x += shift;
        }
        mesh.append_ref(&target.visuals.mesh);
        glyphs.extend(target.glyphs.iter().map(|glyph| {
            let mut glyph = *glyph;
            glyph.pos.x += shift;
            glyph.first_vertex += vertices;
            glyph
        }));
        target.glyphs = glyphs;
        target.visuals.glyph_vertex_range = 0..mesh.vertices.len();
        target.visuals.mesh_bounds = mesh.calc_bounds();
        target.visuals.mesh = mesh;
        target.size.x += shift;
        placed.pos.x -= shift;
    }

    /// Finds where links, struck and code stretches of a block came to lie.
    fn decorate(&mut self, look: &Look, block: &Block, first_row: usize) {
        let Some(galley) = &self.galley else { return };
        let rows = galley.rows.get(first_row..).unwrap_or_default();
        let mut places = Places::new(rows);
        let mut char_at = 0;
        for span in &block.spans {
            let words = block.text.get(span.bytes.clone()).unwrap_or_default();
            let length = words.chars().count();
            let chars = char_at..char_at + length;
            char_at += length;
            if !span.style.code && !span.style.strike && span.style.link.is_none() {
                continue;
            }
            for place in places.of(chars) {
                let colour = if span.style.link.is_some() {
                    look.link
                } else {
                    look.text
                };
                if span.style.code && block.kind != BlockKind::Code {
                    self.laid.grounds.push((
                        place.rect.expand2(vec2(3.0, -1.0)),
                        radius::SMALL,
                        look.code,
                    ));
                }
                if span.style.strike {
                    let y = place.baseline - 5.0;
                    self.laid.lines.push((
                        [pos2(place.rect.left(), y), pos2(place.rect.right(), y)],
                        Stroke::new(1.0, colour),
                    ));
                }
                if let Some(address) = &span.style.link {
                    let y = place.baseline + 2.0;
                    self.laid.lines.push((
                        [pos2(place.rect.left(), y), pos2(place.rect.right(), y)],
                        Stroke::new(1.0, colour.gamma_multiply(0.6)),
                    ));
                    self.laid.links.push(Link {
                        rect: place.rect,
                        address: address.clone(),
                        is_bare: is_said_by(address, words),
                    });
                }
            }
        }
    }

    pub(super) fn finish(self, ctx: &Context) -> LaidOut {
        let Self {
            galley,
            text,
            height,
            width,
            bands,
            mut laid,
            ends_rtl,
            at_right,
            ..
        } = self;
        // `parse` gives at least one block; were there none, this would be an empty galley.
        let mut galley = galley.unwrap_or_else(|| {
            (*layout::lay_out(ctx, LayoutJob::default(), Alignment::Leading)).clone()
        });
        for part in at_right {
            let shift = width - part.width;
            for row in galley.rows.get_mut(part.rows).unwrap_or_default() {
                row.pos.x += shift;
            }
            laid.shift(part.laid, shift);
        }
        let mut grounds: Vec<(Rect, u8, Color32)> = bands
            .into_iter()
            .map(|(top, bottom, band)| match band {
                Band::Code(fill) => (
                    Rect::from_min_max(pos2(0.0, top), pos2(width, bottom)),
                    radius::SMALL,
                    fill,
                ),
                Band::Quote(fill, is_rtl) => {
                    let left = if is_rtl { width - 3.0 } else { 0.0 };
                    (
                        Rect::from_min_max(pos2(left, top), pos2(left + 3.0, bottom)),
                        2,
                        fill,
                    )
                }
            })
            .collect();
        grounds.append(&mut laid.grounds);
        complete(&mut galley, text, vec2(width, height));
        LaidOut {
            galley: Arc::new(galley),
            is_emoji_only: false,
            ends_rtl,
            grounds,
            lines: laid.lines,
            links: laid.links,
        }
    }
}

/// Brings the sums of a galley up to date with its rows.
fn complete(galley: &mut Galley, text: String, size: Vec2) {
    let section = LayoutSection {
        leading_space: 0.0,
        byte_range: ByteIndex(0)..ByteIndex(text.len()),
        format: TextFormat::default(),
    };
    galley.job = Arc::new(LayoutJob {
        text,
        sections: vec![section],
        ..(*galley.job).clone()
    });
    galley.rect = Rect::from_min_size(Pos2::ZERO, size);
    galley.mesh_bounds = Rect::NOTHING;
    (galley.num_vertices, galley.num_indices) = (0, 0);
    for placed in &galley.rows {
        galley.mesh_bounds |= placed
            .row
            .visuals
            .mesh_bounds
            .translate(placed.pos.to_vec2());
        galley.num_vertices += placed.row.visuals.mesh.vertices.len();
        galley.num_indices += placed.row.visuals.mesh.indices.len();
    }
    debug_assert!(galley.layout_from_cursor(CCursor::new(0)).row == 0);
}

/// Whether these words are this address, whose scheme may go without saying: that of a page, or of mail where they look like it.
fn is_said_by(address: &str, words: &str) -> bool {
    let scheme = if words.contains('@') && !words.contains('/') {
        "mailto:"
    } else {
        "https://"
    };
    address == words || address.strip_prefix(scheme) == Some(words)
}
