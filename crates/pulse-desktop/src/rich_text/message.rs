//! A message as it is drawn: its parts below each other in one galley, so that selecting and copying runs through all of
//! it, and around the letters what no galley can draw (the ground of code, the bar of a quotation, lines under links).

use std::collections::BTreeMap;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use egui::epaint::text::{Glyph, PlacedRow};
use egui::text::{ByteIndex, CCursor, LayoutJob, LayoutSection, TextFormat};
use egui::{Color32, Context, Galley, Id, Painter, Pos2, Rect, Stroke, Vec2, pos2, vec2};
use unicode_segmentation::UnicodeSegmentation;

use super::parse::{self, Block, BlockKind, Style};
use super::{Alignment, bidi, layout};
use crate::fonts;
use crate::limits::{LAID_OUT_MESSAGES_MAX, LARGE_EMOJI_MAX};
use crate::theme::{Theme, Type, radius, space};

/// Whose message it is, which decides its colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// Of somebody else, or a text of a page.
    Theirs,
    /// Our own, on the accent.
    Own,
}

/// A message laid out. Cheap to share; valid for one frame, after which [`message`] gives it again.
#[derive(Debug)]
pub struct LaidOut {
    /// All letters. Its text is what a copy gives: the message without its marks, in logical order.
    pub galley: Arc<Galley>,
    /// Nothing but a few emoji, drawn large: no bubble around it.
    pub is_emoji_only: bool,
    /// Whether its last line begins at the right.
    pub ends_rtl: bool,
    grounds: Vec<(Rect, u8, Color32)>,
    lines: Vec<([Pos2; 2], Stroke)>,
    links: Vec<(Rect, String)>,
}

impl LaidOut {
    /// How much place it takes, in points.
    #[must_use]
    pub fn size(&self) -> Vec2 {
        self.galley.rect.size()
    }

    /// How far the last line reaches from the left edge, in points: where a time may stand on the same line. All the way if
    /// that line begins at the right, or is of code.
    #[must_use]
    pub fn last_line_width(&self) -> f32 {
        let Some(row) = self.galley.rows.last() else {
            return 0.0;
        };
        let in_code = self
            .grounds
            .iter()
            .any(|(rect, _, _)| rect.bottom() >= row.max_y() && rect.height() > row.height());
        if self.ends_rtl || in_code {
            self.galley.rect.width()
        } else {
            row.pos.x + row.size.x
        }
    }

    /// The address at a place, relative to where it is drawn.
    #[must_use]
    pub fn link_at(&self, place: Vec2) -> Option<&str> {
        let place = place.to_pos2();
        self.links
            .iter()
            .find(|(rect, _)| rect.expand(2.0).contains(place))
            .map(|(_, address)| address.as_str())
    }

    /// Every address in it, in order: what a menu or the keyboard can open.
    pub fn links(&self) -> impl Iterator<Item = &str> {
        let mut last: Option<&str> = None;
        self.links
            .iter()
            .map(|(_, address)| address.as_str())
            .filter(move |address| last.replace(address) != Some(*address))
    }

    /// Draws what lies behind the letters. Call it before the galley is drawn, at the same place.
    pub fn paint_behind(&self, painter: &Painter, place: Pos2) {
        for (rect, corner, fill) in &self.grounds {
            painter.rect_filled(rect.translate(place.to_vec2()), *corner, *fill);
        }
    }

    /// Draws the lines under links and through what was taken back. Call it after the galley is drawn.
    pub fn paint_lines(&self, painter: &Painter, place: Pos2) {
        for ([from, to], stroke) in &self.lines {
            let y = painter.round_to_pixel_center(place.y + from.y);
            painter.hline(place.x + from.x..=place.x + to.x, y, *stroke);
        }
    }

    /// Draws all of it.
    pub fn paint(&self, painter: &Painter, place: Pos2) {
        self.paint_behind(painter, place);
        painter.galley(place, Arc::clone(&self.galley), Color32::PLACEHOLDER);
        self.paint_lines(painter, place);
    }
}

/// Lays out a message in lines of `width` points, or takes it from memory if it was laid out like that lately.
pub fn message(ctx: &Context, theme: &Theme, text: &str, side: Side, width: f32) -> Arc<LaidOut> {
    let key = BuildHasherDefault::<DefaultHasher>::default().hash_one((
        text,
        side,
        width.to_bits(),
        theme.is_dark,
    ));
    // egui lays out anew when its font texture or the scale changes: a space tells.
    let of = layout::lay_out(
        ctx,
        LayoutJob::simple_singleline(" ".into(), Type::Body.font(), theme.text),
        Alignment::Leading,
    );
    let memory = ctx.data_mut(|data| {
        Arc::clone(
            data.get_temp_mut_or_default::<Arc<Mutex<Memory>>>(Id::unique("laid-out-messages")),
        )
    });
    let pass = ctx.cumulative_pass_nr();
    {
        let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = memory.entries.get_mut(&key)
            && Arc::ptr_eq(&entry.of, &of)
        {
            entry.last_pass = pass;
            return Arc::clone(&entry.message);
        }
    }
    let message = Arc::new(lay_out(ctx, theme, text, side, width));
    let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
    memory.entries.insert(
        key,
        Entry {
            of,
            message: Arc::clone(&message),
            last_pass: pass,
        },
    );
    if memory.entries.len() > LAID_OUT_MESSAGES_MAX {
        memory
            .entries
            .retain(|_, entry| entry.last_pass + 1 >= pass);
    }
    message
}

#[derive(Default)]
struct Memory {
    entries: BTreeMap<u64, Entry>,
}

struct Entry {
    of: Arc<Galley>,
    message: Arc<LaidOut>,
    last_pass: u64,
}

/// The colours of a side.
struct Look {
    text: Color32,
    quiet: Color32,
    link: Color32,
    code: Color32,
    bar: Color32,
}

impl Look {
    fn of(theme: &Theme, side: Side) -> Self {
        match side {
            Side::Theirs => Self {
                text: theme.text,
                quiet: theme.text_secondary,
                link: theme.accent,
                code: theme.code,
                bar: theme.accent,
            },
            Side::Own => Self {
                text: theme.on_bubble_out,
                quiet: theme.on_bubble_out_secondary,
                link: theme.on_bubble_out,
                code: theme.code_out,
                bar: theme.on_bubble_out_secondary,
            },
        }
    }
}

fn lay_out(ctx: &Context, theme: &Theme, text: &str, side: Side, width: f32) -> LaidOut {
    let look = Look::of(theme, side);
    if let Some(count) = emoji_only(text) {
        return large_emoji(ctx, text.trim(), count, width, look.text);
    }
    let message = parse::parse(text);
    let mut page = Page::default();
    for block in &message.blocks {
        page.add(ctx, &look, block, width);
    }
    page.finish(ctx)
}

/// How many emoji a text has that is nothing else; `None` if it is anything else, or too many.
fn emoji_only(text: &str) -> Option<usize> {
    let mut count = 0;
    for grapheme in text.trim().graphemes(true) {
        if grapheme.trim().is_empty() {
            continue;
        }
        emojis::get(grapheme)?;
        count += 1;
        if count > LARGE_EMOJI_MAX {
            return None;
        }
    }
    (count > 0).then_some(count)
}

fn large_emoji(ctx: &Context, text: &str, count: usize, width: f32, colour: Color32) -> LaidOut {
    let size = if count <= 3 {
        Type::EmojiLarge.font().size
    } else {
        28.0
    };
    let format = TextFormat {
        font_id: fonts::emoji(size),
        color: colour,
        line_height: Some((size * 1.2).round()),
        ..TextFormat::default()
    };
    let mut job = LayoutJob::single_section(text.to_owned(), format);
    job.wrap.max_width = width;
    let galley = layout::lay_out(ctx, job, Alignment::Leading);
    LaidOut {
        galley,
        is_emoji_only: true,
        ends_rtl: false,
        grounds: Vec::new(),
        lines: Vec::new(),
        links: Vec::new(),
    }
}

/// Parts that were laid out, gathered.
#[derive(Default)]
struct Page {
    galley: Option<Galley>,
    text: String,
    height: f32,
    width: f32,
    /// What is as wide as everything, known only at the end: from the top, to the bottom, and what it is.
    bands: Vec<(f32, f32, Band)>,
    laid: Laid,
    ends_rtl: bool,
    rtl_rows: Vec<(usize, usize, f32)>,
}

#[derive(Default)]
struct Laid {
    grounds: Vec<(Rect, u8, Color32)>,
    lines: Vec<([Pos2; 2], Stroke)>,
    links: Vec<(Rect, String)>,
}

enum Band {
    Code(Color32),
    Quote(Color32, bool),
}

impl Page {
    fn add(&mut self, ctx: &Context, look: &Look, block: &Block, width: f32) {
        let is_rtl = bidi::begins_at_right(&block.text);
        let (indent, inset, gap) = match &block.kind {
            BlockKind::Text | BlockKind::Heading => (0.0, 0.0, 0.0),
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
        if is_rtl {
            self.rtl_rows.push((
                first,
                first + laid.rows.len(),
                before + laid.rect.width() + after,
            ));
        }
        self.decorate(look, block, first);
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
        let mut char_at = 0;
        for span in &block.spans {
            let length = block
                .text
                .get(span.bytes.clone())
                .map_or(0, |text| text.chars().count());
            let chars = char_at..char_at + length;
            char_at += length;
            if !span.style.code && !span.style.strike && span.style.link.is_none() {
                continue;
            }
            for place in places(rows, chars) {
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
                    self.laid.links.push((place.rect, address.clone()));
                }
            }
        }
    }

    fn finish(self, ctx: &Context) -> LaidOut {
        let Self {
            galley,
            text,
            height,
            width,
            bands,
            mut laid,
            ends_rtl,
            rtl_rows,
            ..
        } = self;
        // `parse` gives at least one block; were there none, this would be an empty galley.
        let mut galley = galley.unwrap_or_else(|| {
            (*layout::lay_out(ctx, LayoutJob::default(), Alignment::Leading)).clone()
        });
        for (from, to, own_width) in rtl_rows {
            let shift = width - own_width;
            let rows = galley.rows.get_mut(from..to).unwrap_or_default();
            let (top, bottom) = (
                rows.first().map_or(0.0, PlacedRow::min_y),
                rows.last().map_or(0.0, PlacedRow::max_y),
            );
            for row in rows {
                row.pos.x += shift;
            }
            let inside = |y: f32| (top..=bottom).contains(&y);
            laid.grounds
                .iter_mut()
                .filter(|(rect, _, _)| inside(rect.center().y))
                .for_each(|(rect, _, _)| *rect = rect.translate(vec2(shift, 0.0)));
            laid.links
                .iter_mut()
                .filter(|(rect, _)| inside(rect.center().y))
                .for_each(|(rect, _)| *rect = rect.translate(vec2(shift, 0.0)));
            for (points, _) in laid
                .lines
                .iter_mut()
                .filter(|(points, _)| inside(points[0].y))
            {
                points.iter_mut().for_each(|point| point.x += shift);
            }
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

/// A stretch of characters on one row.
struct Place {
    rect: Rect,
    baseline: f32,
}

/// Where a stretch of characters lies, one place for each row that it is on.
fn places(rows: &[PlacedRow], chars: Range<usize>) -> Vec<Place> {
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

fn base_format(look: &Look, kind: &BlockKind) -> TextFormat {
    let (kind, colour) = match kind {
        BlockKind::Text | BlockKind::Item { .. } => (Type::Body, look.text),
        BlockKind::Heading => (Type::Headline, look.text),
        BlockKind::Quote => (Type::Body, look.quiet),
        BlockKind::Code => (Type::Code, look.text),
    };
    TextFormat {
        font_id: kind.font(),
        color: colour,
        line_height: Some(kind.line_height()),
        ..TextFormat::default()
    }
}

fn job(look: &Look, block: &Block, base: &TextFormat, width: f32) -> LayoutJob {
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    for span in &block.spans {
        let text = block.text.get(span.bytes.clone()).unwrap_or_default();
        let format = span_format(look, base, &span.style);
        append_with_emoji(&mut job, text, format);
    }
    if job.sections.is_empty() {
        job.append("", 0.0, base.clone());
    }
    job
}

fn span_format(look: &Look, base: &TextFormat, style: &Style) -> TextFormat {
    let mut format = base.clone();
    let size = base.font_id.size;
    match (style.bold, style.italic) {
        (true, italic) => {
            format.font_id = fonts::semibold(size);
            // There is no bold italic cut; egui slants.
            format.italics = italic;
        }
        (false, true) => format.font_id = fonts::italic(size),
        (false, false) => {}
    }
    if style.code {
        format.font_id = fonts::mono(size - 1.0);
    }
    if style.link.is_some() {
        format.color = look.link;
    }
    format
}

/// Emoji that begin with a character of ordinary fonts (`1️⃣`, `©️`) are asked of the emoji font.
fn append_with_emoji(job: &mut LayoutJob, text: &str, format: TextFormat) {
    if !text.contains(['\u{fe0f}', '\u{20e3}']) {
        job.append(text, 0.0, format);
        return;
    }
    let emoji = TextFormat {
        font_id: fonts::emoji(format.font_id.size),
        ..format.clone()
    };
    let mut plain_from = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        if !grapheme.contains(['\u{fe0f}', '\u{20e3}']) || emojis::get(grapheme).is_none() {
            continue;
        }
        if at > plain_from {
            job.append(
                text.get(plain_from..at).unwrap_or_default(),
                0.0,
                format.clone(),
            );
        }
        job.append(grapheme, 0.0, emoji.clone());
        plain_from = at + grapheme.len();
    }
    if plain_from < text.len() {
        job.append(text.get(plain_from..).unwrap_or_default(), 0.0, format);
    }
}

#[cfg(test)]
mod tests;
