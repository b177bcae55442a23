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

use std::sync::Arc;

use egui::epaint::text::{Glyph, PlacedRow};
use egui::epaint::{Mesh, Vertex};
use egui::text::{ByteIndex, LayoutJob, LayoutSection, TextFormat};
use egui::{Color32, Galley, Rect, Stroke, pos2, vec2};
use unicode_bidi::{BidiClass, Level, ParagraphBidiInfo, bidi_class};

use super::Alignment;

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
}

/// Whether this text needs any of this.
#[must_use]
pub fn has_rtl(text: &str) -> bool {
    // The first byte of everything from U+0590 on is at least 0xD6.
    text.bytes().any(|byte| byte >= 0xd6) && text.chars().any(is_rtl)
}

/// Whether a paragraph begins at the right: its first letter decides.
#[must_use]
pub fn begins_at_right(text: &str) -> bool {
    matches!(
        unicode_bidi::get_base_direction(text),
        unicode_bidi::Direction::Rtl
    )
}

fn is_rtl(character: char) -> bool {
    matches!(character, '\u{0590}'..='\u{08ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Cuts a job into pieces that egui shapes one by one. With `split`, words of right-to-left scripts are cut into letters:
/// for a word that is wider than a line, whose letters would come in the wrong order otherwise.
pub(super) fn prepare(job: &LayoutJob, alignment: Alignment, split: bool) -> (LayoutJob, Plan) {
    let mut out = Builder {
        text: String::with_capacity(job.text.len() + 16),
        sections: Vec::new(),
        items: Vec::new(),
        sealed: false,
    };
    let mut paragraphs = Vec::new();
    let mut start = 0;
    let lines: Vec<&str> = if job.break_on_newline {
        job.text.split('\n').collect()
    } else {
        vec![job.text.as_str()]
    };
    let last = lines.len() - 1;
    for (index, line) in lines.into_iter().enumerate() {
        let text: String = line.chars().flat_map(without_overrides).collect();
        let bidi = ParagraphBidiInfo::new(&text, None);
        let mut offset = 0;
        let mut sections = SectionCursor::new(job, start);
        let mut word: Option<OpenWord> = None;
        for character in text.chars() {
            let format = plain(sections.at(start + offset));
            let level = bidi
                .levels
                .get(offset)
                .copied()
                .unwrap_or(bidi.paragraph_level);
            let class = bidi_class(character);
            let joins = match (&word, class) {
                // The marks of direction are no letters.
                (_, BidiClass::R | BidiClass::AL) => !matches!(character, '\u{200f}' | '\u{061c}'),
                // Marks belong to the letter before; joiners between letters decide their shape.
                (Some(_), BidiClass::NSM) => true,
                (Some(_), BidiClass::BN) => matches!(character, '\u{200c}' | '\u{200d}'),
                _ => false,
            };
            if joins {
                let script = script_block(character)
                    .or(word.as_ref().map(|word| word.script))
                    .unwrap_or(0);
                let is_letter = class != BidiClass::NSM && class != BidiClass::BN;
                if split {
                    out.letter(character, start + offset, &format, is_letter);
                    offset += character.len_utf8();
                    continue;
                }
                let ends = word.as_ref().is_some_and(|word| {
                    word.level != level
                        || word.section != sections.index
                        || (is_letter && word.script != script)
                });
                if ends {
                    out.close(word.take());
                }
                let open = word.get_or_insert_with(|| OpenWord {
                    script,
                    level,
                    section: sections.index,
                    format: format.clone(),
                    characters: Vec::new(),
                });
                open.characters.push((start + offset, character));
            } else if is_rtl(character) {
                // Digits and punctuation of these scripts keep their order, so each is shaped alone.
                out.close(word.take());
                out.close(Some(OpenWord {
                    script: 0,
                    level,
                    section: sections.index,
                    format,
                    characters: vec![(start + offset, character)],
                }));
            } else {
                out.close(word.take());
                let shown = if level.is_rtl() {
                    mirrored(character)
                } else {
                    character
                };
                let shown = if shown == MARK { NOTHING } else { shown };
                out.push(shown, &format);
                out.items.push(Item::Character {
                    byte: start + offset,
                    character,
                });
            }
            offset += character.len_utf8();
        }
        out.close(word.take());
        let base = bidi.paragraph_level;
        paragraphs.push(Paragraph { start, text, base });
        start += line.len();
        if index != last {
            out.push('\n', &plain(sections.at(start)));
            out.items.push(Item::Break);
            start += 1;
        }
    }
    let prepared = LayoutJob {
        text: out.text,
        sections: out.sections,
        halign: egui::Align::LEFT,
        justify: false,
        ..job.clone()
    };
    (
        prepared,
        Plan {
            original: Arc::new(job.clone()),
            items: out.items,
            paragraphs,
            alignment,
        },
    )
}

/// Characters of the same length that have no say in the order: explicit embeddings and overrides could make a link read
/// as another one.
fn without_overrides(character: char) -> Option<char> {
    Some(if matches!(character, '\u{202a}'..='\u{202e}') {
        NOTHING
    } else {
        character
    })
}

struct OpenWord {
    script: u8,
    level: Level,
    section: usize,
    format: TextFormat,
    characters: Vec<(usize, char)>,
}

struct Builder {
    text: String,
    sections: Vec<LayoutSection>,
    items: Vec<Item>,
    /// Whether the last section must not grow.
    sealed: bool,
}

impl Builder {
    fn push(&mut self, character: char, format: &TextFormat) {
        let from = self.text.len();
        self.text.push(character);
        if let Some(last) = self.sections.last_mut()
            && !self.sealed
            && last.format == *format
        {
            last.byte_range.end = ByteIndex(self.text.len());
            return;
        }
        self.section(from, format);
        self.sealed = false;
    }

    /// A letter by itself, or a mark of the letter before.
    fn letter(&mut self, character: char, byte: usize, format: &TextFormat, is_letter: bool) {
        let from = self.text.len();
        self.text.push(character);
        if !is_letter
            && self.sealed
            && let (Some(section), Some(Item::Letter(characters))) =
                (self.sections.last_mut(), self.items.last_mut())
        {
            section.byte_range.end = ByteIndex(self.text.len());
            characters.push((byte, character));
            return;
        }
        self.section(from, format);
        self.items.push(Item::Letter(vec![(byte, character)]));
    }

    /// A stretch that is shaped by itself.
    fn section(&mut self, from: usize, format: &TextFormat) {
        self.sections.push(LayoutSection {
            leading_space: 0.0,
            byte_range: ByteIndex(from)..ByteIndex(self.text.len()),
            format: format.clone(),
        });
        self.sealed = true;
    }

    fn close(&mut self, word: Option<OpenWord>) {
        let Some(word) = word else { return };
        let from = self.text.len();
        self.text.push(MARK);
        self.section(from, &word.format);
        let from = self.text.len();
        self.text
            .extend(word.characters.iter().map(|(_, character)| *character));
        self.section(from, &word.format);
        let from = self.text.len();
        self.text.push(MARK);
        self.section(from, &word.format);
        self.items.push(Item::Word(word.characters));
    }
}

/// The format at a byte, for bytes that only grow.
struct SectionCursor<'a> {
    job: &'a LayoutJob,
    index: usize,
    fallback: TextFormat,
}

impl<'a> SectionCursor<'a> {
    fn new(job: &'a LayoutJob, _from: usize) -> Self {
        Self {
            job,
            index: 0,
            fallback: TextFormat::default(),
        }
    }

    fn at(&mut self, byte: usize) -> &TextFormat {
        let sections = &self.job.sections;
        while self.index + 1 < sections.len()
            && sections
                .get(self.index)
                .is_some_and(|section| section.byte_range.end.0 <= byte)
        {
            self.index += 1;
        }
        sections
            .get(self.index)
            .map_or(&self.fallback, |section| &section.format)
    }
}

/// What cannot be moved with its glyphs is drawn by others.
fn plain(format: &TextFormat) -> TextFormat {
    TextFormat {
        background: Color32::TRANSPARENT,
        underline: Stroke::NONE,
        strikethrough: Stroke::NONE,
        ..format.clone()
    }
}

/// Which font a letter will come from, as far as that can be told: stretches of two fonts must not be one word.
fn script_block(character: char) -> Option<u8> {
    Some(match character {
        '\u{0590}'..='\u{05ff}' | '\u{fb1d}'..='\u{fb4f}' => 1,
        '\u{0600}'..='\u{06ff}'
        | '\u{0750}'..='\u{077f}'
        | '\u{0870}'..='\u{08ff}'
        | '\u{fb50}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefc}' => 2,
        '\u{0700}'..='\u{074f}' => 3,
        '\u{0780}'..='\u{07bf}' => 4,
        '\u{07c0}'..='\u{07ff}' => 5,
        '\u{0800}'..='\u{086f}' => 6,
        character if is_rtl(character) => 7,
        _ => return None,
    })
}

/// The mirror image of a bracket (UAX #9 L4), for those that people type.
fn mirrored(character: char) -> char {
    match character {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '<' => '>',
        '>' => '<',
        '«' => '»',
        '»' => '«',
        '‹' => '›',
        '›' => '‹',
        '≤' => '≥',
        '≥' => '≤',
        '⁅' => '⁆',
        '⁆' => '⁅',
        other => other,
    }
}

/// One piece of a line: its characters with their glyphs, and how wide it is.
struct Unit {
    /// Where it begins in the original text; `None` for what egui added (an ellipsis).
    byte: Option<usize>,
    /// In logical order: what is drawn for each character, with positions from the left edge of the unit.
    glyphs: Vec<Placed>,
    width: f32,
}

struct Placed {
    glyph: Glyph,
    /// Further glyphs of the same character (marks, …): drawn, but no place for a cursor.
    more: Vec<Glyph>,
}

/// Puts the lines of a laid out prepared text in order. `None` if egui cut a word in two: prepare again with `split`.
pub(super) fn finish(galley: &Galley, plan: &Plan, is_last_try: bool) -> Option<Galley> {
    let mut items = plan.items.iter().peekable();
    let mut paragraphs = plan.paragraphs.iter();
    let mut paragraph = paragraphs.next()?;
    let width = galley.rect.width();
    let mut rows = Vec::with_capacity(galley.rows.len());
    for placed in &galley.rows {
        let units = take_row(placed, &mut items, galley.elided || is_last_try)?;
        rows.push(order_row(
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

type Items<'a> = std::iter::Peekable<std::slice::Iter<'a, Item>>;

/// Takes the glyphs of one row apart into units, in logical order.
fn take_row(placed: &PlacedRow, items: &mut Items<'_>, may_drop: bool) -> Option<Vec<Unit>> {
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

/// Puts the units of a line where they are read.
fn order_row(
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
    let bidi = ParagraphBidiInfo::new(&paragraph.text, Some(paragraph.base));
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
    if paragraph.text.get(from..to).is_none() {
        return vec![paragraph.base; units.len()];
    }
    let levels = bidi.reordered_levels(from..to);
    units
        .iter()
        .map(|unit| {
            unit.byte
                .and_then(|byte| levels.get(byte.saturating_sub(paragraph.start)).copied())
                .unwrap_or(paragraph.base)
        })
        .collect()
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

#[cfg(test)]
mod tests;
