//! Fonts that are read when somebody writes what only they have: the two large ones of the program, which lie in it packed, and those
//! of the system. Whoever never sees Han pays nothing for it, neither when the window opens nor in memory.

use std::sync::OnceLock;

use egui::FontFamily;
use egui::epaint::text::{FallbackRequest, FontData, FontInsert, FontProvider};
use egui_system_font_provider::SystemFontProvider;
use skrifa::MetadataProvider;

use super::{EMOJI, REGULAR_FILE};

/// The large fonts of the program.
#[derive(Debug)]
pub(super) struct Large;

/// The system's fonts, for scripts that none of ours has.
#[derive(Debug)]
pub(super) struct System;

/// A font that lies in the program packed (zlib), with what it was unpacked to.
struct Packed {
    name: &'static str,
    file: &'static [u8],
    may_have: fn(char) -> bool,
    font: OnceLock<FontData>,
}

static COLOUR_EMOJI: Packed = Packed {
    name: "Emoji",
    file: include_bytes!("../../assets/fonts/NotoColorEmoji.ttf.z"),
    may_have: may_be_emoji,
    font: OnceLock::new(),
};

static HAN: Packed = Packed {
    name: "Han",
    file: include_bytes!("../../assets/fonts/DroidSansFallback.ttf.z"),
    may_have: may_be_han,
    font: OnceLock::new(),
};

/// In the order in which they are asked: the signs that both have are emoji.
const LARGE: [&Packed; 2] = [&COLOUR_EMOJI, &HAN];

static SYSTEM: OnceLock<SystemFontProvider> = OnceLock::new();

/// Begins to look for the system's fonts, in the background: there can be thousands. For after the first frame, which would have to
/// share the processor with it. A character that needs them earlier begins it, too, and waits.
pub fn look_for_system_fonts() {
    SYSTEM.get_or_init(SystemFontProvider::new);
}

impl Packed {
    fn insert(&self) -> FontInsert {
        // A file that is damaged would be a font without glyphs. It is part of the program, and a test looks that none is.
        let unpack =
            || FontData::from_owned(fdeflate::decompress_to_vec(self.file).unwrap_or_default());
        insert(self.name, self.font.get_or_init(unpack).clone())
    }
}

fn insert(name: &str, data: FontData) -> FontInsert {
    FontInsert {
        name: name.to_owned(),
        data,
        families: Vec::new(),
    }
}

/// Whether a font draws a character.
fn has(data: &FontData, character: char) -> bool {
    let font = skrifa::FontRef::from_index(data.bytes(), data.index);
    font.is_ok_and(|font| font.charmap().map(character).is_some())
}

impl FontProvider for Large {
    /// The family of the emoji begins with them.
    fn fonts_for_family(&self, family: &FontFamily) -> Vec<FontInsert> {
        match family {
            FontFamily::Name(name) if name.as_ref() == EMOJI => vec![
                COLOUR_EMOJI.insert(),
                insert("Inter-Regular", FontData::from_static(REGULAR_FILE)),
            ],
            _ => Vec::new(),
        }
    }

    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        let character = request.cluster.chars().next()?;
        (LARGE.iter())
            .filter(|font| (font.may_have)(character))
            .map(|font| font.insert())
            .find(|font| has(&font.data, character))
    }
}

impl FontProvider for System {
    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        let fonts = SYSTEM.get_or_init(SystemFontProvider::new);
        fonts.font_for(request)
    }
}

/// The blocks that `assets/make-fonts.sh` leaves in the font.
fn may_be_han(character: char) -> bool {
    matches!(character,
        '\u{2e80}'..='\u{2fdf}' | '\u{3000}'..='\u{318f}' | '\u{31f0}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}')
}

/// The blocks in which Unicode has emoji, wider than they are: what is in none of them does not unpack the font.
fn may_be_emoji(character: char) -> bool {
    matches!(character,
        '\u{200d}' | '\u{203c}' | '\u{2049}' | '\u{20e3}' | '\u{2100}'..='\u{27bf}' | '\u{2900}'..='\u{2bff}'
        | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}' | '\u{fe0e}'..='\u{fe0f}'
        | '\u{1f000}'..='\u{1faff}' | '\u{e0020}'..='\u{e007f}' | '\u{fe000}'..='\u{ff000}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Characters that the fonts have which are read from the start.
    fn at_hand(character: char) -> bool {
        (super::super::definitions().font_data.values()).any(|data| has(data, character))
    }

    #[test]
    fn every_character_of_a_packed_font_leads_to_it() {
        for packed in LARGE {
            let data = packed.insert().data;
            let font = skrifa::FontRef::new(data.bytes()).expect("a packed font is whole");
            let characters: Vec<_> = (font.charmap().mappings())
                .filter_map(|(code, _)| char::from_u32(code))
                .collect();
            assert!(characters.len() > 1000, "{}", packed.name);
            let lost: Vec<_> = (characters.into_iter())
                .filter(|character| !(packed.may_have)(*character) && !at_hand(*character))
                .collect();
            assert!(lost.is_empty(), "{}: {lost:?}", packed.name);
        }
    }

    #[test]
    fn what_both_have_is_an_emoji() {
        let family = FontFamily::Proportional;
        for cluster in ["\u{3030}\u{fe0f}", "\u{303d}", "㊗", "㊙"] {
            let request = FallbackRequest {
                cluster,
                family: &family,
            };
            let font = Large.font_for(&request).expect("one of both has it");
            assert_eq!(font.name, "Emoji", "{cluster}");
        }
    }

    #[test]
    fn what_neither_has_is_asked_of_the_system() {
        let family = FontFamily::Proportional;
        for cluster in ["ก", "⌘", "अ"] {
            let request = FallbackRequest {
                cluster,
                family: &family,
            };
            assert!(Large.font_for(&request).is_none(), "{cluster}");
        }
    }
}
