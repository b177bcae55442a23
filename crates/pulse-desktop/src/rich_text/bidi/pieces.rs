//! A text cut into the pieces that egui shapes one by one.

use std::sync::Arc;

use egui::text::{ByteIndex, LayoutJob, LayoutSection, TextFormat};
use egui::{Color32, Stroke};
use unicode_bidi::{BidiClass, Level, ParagraphBidiInfo, bidi_class};

use super::super::work::goes_through;
use super::script::{is_rtl, mirrored, script_block};
use super::{Alignment, Item, MARK, NOTHING, Paragraph, Plan};

/// Cuts a job into pieces that egui shapes one by one. With `split`, words of right-to-left scripts are cut into letters:
/// for a word that is wider than a line, whose letters would come in the wrong order otherwise.
pub(in super::super) fn prepare(
    job: &LayoutJob,
    alignment: Alignment,
    split: bool,
) -> (LayoutJob, Plan) {
    let mut out = Builder {
        text: String::with_capacity(job.text.len() + 16),
        sections: Vec::new(),
        items: Vec::new(),
        sealed: false,
    };
    let mut paragraphs = Vec::new();
    let mut start = 0;
    // One for all lines: with one for each, every line would go through the sections of those before it.
    let mut sections = SectionCursor::new(job);
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
        let (base, levels) = (bidi.paragraph_level, bidi.levels);
        paragraphs.push(Paragraph {
            start,
            text,
            base,
            levels,
        });
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
pub(super) fn without_overrides(character: char) -> Option<char> {
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
    fn new(job: &'a LayoutJob) -> Self {
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
            goes_through(1);
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
