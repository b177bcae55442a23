//! The fonts that Pulse brings along, so that it looks the same on every machine and needs none of the system's.
//!
//! All of them lie in the program itself. The small ones are read where they lie: only the pages that are drawn from come into memory.
//! The two large ones (emoji, Han) are packed, and `fonts/on_demand.rs` unpacks them when a character needs them. What none of them has
//! (Devanagari, Thai, …) comes from the system's fonts, which are looked for after the first frame and asked only then.
//! `assets/LICENSES.md` says where each is from.

mod on_demand;

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::epaint::TextOptions;
use egui::epaint::text::Fonts;
use egui::{FontData, FontDefinitions, FontFamily, FontId, FontTweak};

use crate::icons;

use on_demand::Large;

pub use on_demand::{WindowFonts, look_for_system_fonts};

/// Family of the medium weight: names, buttons.
pub const MEDIUM: &str = "medium";
/// Family of the semi-bold weight: titles, bold text in messages.
pub const SEMIBOLD: &str = "semibold";
/// Family of the italic cut: italic text in messages.
pub const ITALIC: &str = "italic";
/// Family that asks the colour emoji first: for what is known to be an emoji, such as `1️⃣`, whose first character
/// every other font has too.
pub const EMOJI: &str = "emoji";

const REGULAR_FILE: &[u8] = include_bytes!("../assets/fonts/Inter-Regular.ttf");
const MEDIUM_FILE: &[u8] = include_bytes!("../assets/fonts/Inter-Medium.ttf");
const SEMIBOLD_FILE: &[u8] = include_bytes!("../assets/fonts/Inter-SemiBold.ttf");
const ITALIC_FILE: &[u8] = include_bytes!("../assets/fonts/Inter-Italic.ttf");
const MONO_FILE: &[u8] = include_bytes!("../assets/fonts/JetBrainsMono-Regular.ttf");
const ARABIC_FILE: &[u8] = include_bytes!("../assets/fonts/NotoSansArabic-400.ttf");
const ARABIC_BOLD_FILE: &[u8] = include_bytes!("../assets/fonts/NotoSansArabic-600.ttf");
const HEBREW_FILE: &[u8] = include_bytes!("../assets/fonts/NotoSansHebrew-400.ttf");
const HEBREW_BOLD_FILE: &[u8] = include_bytes!("../assets/fonts/NotoSansHebrew-600.ttf");
const ICONS_FILE: &[u8] = include_bytes!("../assets/fonts/Phosphor-Regular.ttf");
const ICONS_FILLED_FILE: &[u8] = include_bytes!("../assets/fonts/Phosphor-Fill.ttf");

/// Gives a window's context its fonts.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(definitions());
    ctx.set_font_providers(vec![Arc::new(Large::default())]);
}

/// Our fonts where there is no window.
#[must_use]
pub fn alone(options: TextOptions) -> Fonts {
    Fonts::new(options, definitions()).with_font_providers(vec![Arc::new(Large::default())])
}

/// The families and what each falls back to, in order. Emoji and Han come after these, when they are needed.
fn definitions() -> FontDefinitions {
    let file = |bytes: &'static [u8]| Arc::new(FontData::from_static(bytes));
    let tweaked = |bytes: &'static [u8], tweak: FontTweak| {
        Arc::new(FontData::from_static(bytes).tweak(tweak))
    };
    let mono = FontTweak {
        scale: 0.94,
        ..FontTweak::default()
    };
    // Icons are placed by their own box and snapped as a whole: hinting their strokes apart would make them uneven.
    let icons_tweak = FontTweak {
        hinting: Some(false),
        ..FontTweak::default()
    };
    let font_data = BTreeMap::from([
        ("Inter-Regular".to_owned(), file(REGULAR_FILE)),
        ("Inter-Medium".to_owned(), file(MEDIUM_FILE)),
        ("Inter-SemiBold".to_owned(), file(SEMIBOLD_FILE)),
        ("Inter-Italic".to_owned(), file(ITALIC_FILE)),
        ("JetBrainsMono".to_owned(), tweaked(MONO_FILE, mono)),
        ("Arabic".to_owned(), file(ARABIC_FILE)),
        ("Arabic-SemiBold".to_owned(), file(ARABIC_BOLD_FILE)),
        ("Hebrew".to_owned(), file(HEBREW_FILE)),
        ("Hebrew-SemiBold".to_owned(), file(HEBREW_BOLD_FILE)),
        ("Icons".to_owned(), tweaked(ICONS_FILE, icons_tweak.clone())),
        (
            "Icons-Filled".to_owned(),
            tweaked(ICONS_FILLED_FILE, icons_tweak),
        ),
    ]);
    let chain = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<Vec<_>>()
    };
    let text = |first: &str| chain(&[first, "Inter-Regular", "Arabic", "Hebrew"]);
    let bold = |first: &str| chain(&[first, "Inter-Regular", "Arabic-SemiBold", "Hebrew-SemiBold"]);
    let families = BTreeMap::from([
        (
            FontFamily::Proportional,
            chain(&["Inter-Regular", "Arabic", "Hebrew"]),
        ),
        (FontFamily::Monospace, text("JetBrainsMono")),
        (FontFamily::Name(MEDIUM.into()), bold("Inter-Medium")),
        (FontFamily::Name(SEMIBOLD.into()), bold("Inter-SemiBold")),
        (FontFamily::Name(ITALIC.into()), text("Inter-Italic")),
        (FontFamily::Name(EMOJI.into()), Vec::new()),
        (FontFamily::Name(icons::FAMILY.into()), chain(&["Icons"])),
        (
            FontFamily::Name(icons::FAMILY_FILLED.into()),
            chain(&["Icons-Filled"]),
        ),
    ]);
    FontDefinitions {
        font_data,
        families,
    }
}

/// Regular text, `size` points.
#[must_use]
pub fn regular(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// Medium weight, `size` points.
#[must_use]
pub fn medium(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(MEDIUM.into()))
}

/// Semi-bold weight, `size` points.
#[must_use]
pub fn semibold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(SEMIBOLD.into()))
}

/// Italic, `size` points.
#[must_use]
pub fn italic(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(ITALIC.into()))
}

/// Fixed width, `size` points.
#[must_use]
pub fn mono(size: f32) -> FontId {
    FontId::new(size, FontFamily::Monospace)
}

/// Colour emoji, `size` points.
#[must_use]
pub fn emoji(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(EMOJI.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Characters that are never drawn on their own.
    fn invisible(character: char) -> bool {
        character.is_control()
            || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fe0e}' | '\u{fe0f}' | '\u{20e3}')
    }

    #[test]
    fn every_emoji_of_the_picker_is_drawn_in_colour() {
        let mut fonts = alone(TextOptions::default());
        let mut view = fonts.with_pixels_per_point(1.0);
        let mut missing = Vec::new();
        for emoji in emojis::iter() {
            let galley = view.layout_no_wrap(
                emoji.as_str().to_owned(),
                super::emoji(16.0),
                egui::Color32::WHITE,
            );
            let drawn = galley
                .rows
                .iter()
                .flat_map(|row| &row.row.glyphs)
                .filter(|glyph| glyph.is_color)
                .count();
            if drawn != 1 {
                missing.push((emoji.as_str(), drawn));
            }
        }
        assert!(
            missing.is_empty(),
            "{} of {} are not one coloured glyph: {missing:?}",
            missing.len(),
            emojis::iter().count()
        );
    }

    #[test]
    fn every_string_of_every_language_has_its_glyphs() {
        let mut fonts = alone(TextOptions::default());
        let locales =
            std::path::Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("locales");
        let mut missing = std::collections::BTreeSet::new();
        for language in std::fs::read_dir(locales).into_iter().flatten().flatten() {
            for file in std::fs::read_dir(language.path())
                .into_iter()
                .flatten()
                .flatten()
            {
                let text = std::fs::read_to_string(file.path()).expect("a locale file is text");
                for font in [regular(14.0), medium(14.0), semibold(14.0), italic(14.0)] {
                    for character in text.chars().filter(|character| !invisible(*character)) {
                        if !fonts.has_glyph(&font, character) {
                            missing.insert((character, file.path()));
                        }
                    }
                }
            }
        }
        assert!(missing.is_empty(), "no bundled font has {missing:?}");
    }

    #[test]
    fn letters_of_the_bundled_scripts_are_there() {
        let mut fonts = alone(TextOptions::default());
        let alphabets = [
            "ABCXYZabcxyzÄÖÜäöüßÇçÑñĞğŁłŒœẞÅåØøÞþ0123456789.,;:!?¿¡«»„“”‘’…–—()[]{}@#%&*/\\€£¥₴₹№§°←→↑↓×÷±",
            "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюяҐґЄєІіЇїЎўЂђЉљЊњЋћЏџ",
            "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρςστυφχψωάέήίόύώϊϋΐΰ",
            "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئىة،؛؟٠١٢٣٤٥٦٧٨٩پچژگکی",
            "אבגדהוזחטיכךלמםנןסעפףצץקרשת״׳־",
            "的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会，。！？「」（）：；、",
            "あいうえおアイウエオ日本語漢字한국어메시지",
        ];
        for font in [regular(14.0), semibold(14.0), mono(14.0)] {
            for alphabet in alphabets {
                let missing: String = alphabet
                    .chars()
                    .filter(|character| !fonts.has_glyph(&font, *character))
                    .collect();
                assert!(missing.is_empty(), "{font:?} lacks {missing}");
            }
        }
    }
}
