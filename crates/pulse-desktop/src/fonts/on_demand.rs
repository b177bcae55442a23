//! Fonts that are read when somebody writes what only they have: the two large ones of the program, which lie in it packed, and those
//! of the system. Whoever never sees Han pays nothing for it, neither when the window opens nor in memory.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use egui::FontFamily;
use egui::epaint::text::{FallbackRequest, FontData, FontInsert, FontProvider};
use egui_system_font_provider::SystemFontProvider;
use skrifa::MetadataProvider;

use super::{EMOJI, REGULAR_FILE};
use crate::icons;

/// The large fonts of the program.
#[derive(Debug, Default)]
pub(super) struct Large(Arc<Needs>);

/// The system's fonts, for scripts that none of ours has.
#[derive(Debug)]
struct System(Arc<Needs>);

/// What was asked for. A font that was found stands before those that are found later, and one of the system may have black emoji of
/// its own, or letters of Han in another hand: before the first of them comes, all of ours stand in their order.
#[derive(Debug, Default)]
struct Needs {
    /// A character needs a font of the system, or one that is out of order.
    wants_all: AtomicBool,
    /// All of ours are read.
    has_all: AtomicBool,
}

/// The fonts of a window: ours, and those of the system for what none of ours has. In tests there are none of the system: what they draw
/// is to be the same everywhere.
#[derive(Debug, Default)]
pub struct WindowFonts(Arc<Needs>);

impl WindowFonts {
    /// Gives them to a window's context, in place of those that [`install`](super::install) gave it alone.
    pub fn install(&self, ctx: &egui::Context) {
        let large = Large(Arc::clone(&self.0));
        let system = System(Arc::clone(&self.0));
        ctx.set_font_providers(vec![Arc::new(large), Arc::new(system)]);
    }

    /// To be called when a frame was laid out. One that met the first character of a font of the system is laid out again, before it is
    /// seen.
    pub fn follow(&self, ctx: &egui::Context) {
        if self.0.wants_all.load(Ordering::Relaxed) && !self.0.has_all.swap(true, Ordering::Relaxed)
        {
            self.install(ctx);
            ctx.request_discard("all fonts are needed");
        }
    }
}

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
            FontFamily::Name(name) if name.as_ref() == icons::FAMILY => Vec::new(),
            FontFamily::Name(name) if name.as_ref() == icons::FAMILY_FILLED => Vec::new(),
            _ if self.0.has_all.load(Ordering::Relaxed) => {
                LARGE.iter().map(|font| font.insert()).collect()
            }
            _ => Vec::new(),
        }
    }

    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        let character = request.cluster.chars().next()?;
        let font = (LARGE.iter())
            .filter(|font| (font.may_have)(character))
            .find(|font| has(&font.insert().data, character))?;
        if font.name != COLOUR_EMOJI.name {
            self.0.wants_all.store(true, Ordering::Relaxed);
        }
        Some(font.insert())
    }
}

impl FontProvider for System {
    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        if !self.0.has_all.load(Ordering::Relaxed) {
            self.0.wants_all.store(true, Ordering::Relaxed);
            return None;
        }
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
            let font = Large::default()
                .font_for(&request)
                .expect("one of both has it");
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
            assert!(Large::default().font_for(&request).is_none(), "{cluster}");
        }
    }

    /// A font of the system has black emoji of its own; where it was found for another script first, they stood in place of ours.
    #[test]
    fn emoji_stay_in_colour_beside_a_script_of_the_system() {
        let needs = Arc::new(Needs::default());
        let (large, system) = (Large(Arc::clone(&needs)), System(Arc::clone(&needs)));
        let family = FontFamily::Proportional;
        let georgian = FallbackRequest {
            cluster: "ქ",
            family: &family,
        };
        assert!(large.font_for(&georgian).is_none());
        assert!(large.fonts_for_family(&family).is_empty());
        assert!(system.font_for(&georgian).is_none(), "not before ours");
        let window = WindowFonts(Arc::clone(&needs));
        let ctx = egui::Context::default();
        let mut passes = 0;
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            passes += 1;
            window.follow(ui.ctx());
        });
        output.textures_delta.clear();
        assert_eq!(passes, 2, "the frame is laid out again before it is seen");
        let names: Vec<_> = (large.fonts_for_family(&family).into_iter())
            .map(|font| font.name)
            .collect();
        assert_eq!(names, ["Emoji", "Han"]);
        let icons = FontFamily::Name(icons::FAMILY.into());
        assert!(large.fonts_for_family(&icons).is_empty());
    }
}
