use egui::epaint::TextOptions;
use egui::epaint::text::Fonts;
use egui::text::{CCursor, TextFormat};
use proptest::prelude::*;

use super::pieces::without_overrides;
use super::*;
use crate::fonts;

fn lay_out(fonts: &mut Fonts, text: &str, width: f32) -> Galley {
    let format = TextFormat {
        font_id: fonts::regular(15.0),
        ..TextFormat::default()
    };
    let mut job = LayoutJob::single_section(text.to_owned(), format);
    job.wrap.max_width = width;
    let mut try_it = |split| {
        let (prepared, plan) = prepare(&job, Alignment::Leading, split);
        let source = fonts.with_pixels_per_point(1.0).layout_job(prepared);
        finish(&source, &plan, split)
    };
    try_it(false)
        .or_else(|| try_it(true))
        .expect("the second try always ends")
}

fn fonts() -> Fonts {
    fonts::alone(TextOptions::default())
}

/// The characters of a line as they stand on the screen, from left to right.
fn seen(galley: &Galley, row: usize) -> String {
    let mut glyphs: Vec<(f32, char)> = galley.rows[row]
        .row
        .glyphs
        .iter()
        .filter(|glyph| glyph.advance_width != 0.0)
        .map(|glyph| (glyph.pos.x + glyph.advance_width * 0.5, glyph.chr))
        .collect();
    glyphs.sort_by(|a, b| a.0.total_cmp(&b.0));
    glyphs.into_iter().map(|(_, character)| character).collect()
}

#[test]
fn hebrew_reads_from_the_right() {
    let mut fonts = fonts();
    for (text, expected) in [
        ("שלום עולם", "םלוע םולש"),
        // Digits stay as they are, brackets turn around with the text (what is told is the original character).
        ("שלום 123 עולם", "םלוע 123 םולש"),
        ("שלום (אחד) 12", "12 )דחא( םולש"),
        ("שלום Pulse עולם!", "!םלוע Pulse םולש"),
        // A left-to-right paragraph with right-to-left words in it.
        ("abc אבג דהו xyz", "abc והד גבא xyz"),
        ("abc אבג, 12.", "abc 12 ,גבא."),
    ] {
        let galley = lay_out(&mut fonts, text, f32::INFINITY);
        assert_eq!(seen(&galley, 0), expected, "{text}");
    }
}

#[test]
fn arabic_reads_from_the_right_and_keeps_its_characters() {
    let mut fonts = fonts();
    for (text, expected) in [
        ("مرحبا بالعالم", "ملاعلاب ابحرم"),
        ("كتاب ١٢٣", "١٢٣ باتك"),
        ("لا شك، نعم", "معن ،كش ال"),
    ] {
        let galley = lay_out(&mut fonts, text, f32::INFINITY);
        let count: usize = galley.rows.iter().map(|row| row.row.glyphs.len()).sum();
        assert_eq!(count, text.chars().count(), "{text}");
        assert_eq!(seen(&galley, 0), expected, "{text}");
    }
}

#[test]
fn lines_begin_at_the_right_and_break_before_they_are_ordered() {
    let mut fonts = fonts();
    let text = "אחת שתיים שלוש ארבע חמש שש שבע";
    let galley = lay_out(&mut fonts, text, 90.0);
    assert!(galley.rows.len() > 1);
    let first: String = seen(&galley, 0).chars().rev().collect();
    assert!(
        text.starts_with(first.trim()),
        "the first line begins with the first word: {first}"
    );
    for row in &galley.rows {
        assert!(
            (row.pos.x - galley.rect.width()).abs() < 1.0,
            "the origin of each line is the right edge"
        );
    }
}

#[test]
fn the_cursor_stands_where_the_next_letter_comes() {
    let mut fonts = fonts();
    let galley = lay_out(&mut fonts, "שלום", f32::INFINITY);
    let place = |index| galley.pos_from_cursor(CCursor::new(index)).center().x;
    assert!(
        (place(0) - galley.rect.right()).abs() < 1.0,
        "before the first letter: at the right"
    );
    assert!(
        place(4).abs() < 1.0,
        "behind the last letter: at the left, {}",
        place(4)
    );
    assert!(place(1) > place(2));
}

#[test]
fn a_word_wider_than_the_line_is_cut_in_its_order() {
    let mut fonts = fonts();
    let text = "ש".repeat(40) + &"ל".repeat(40);
    let galley = lay_out(&mut fonts, &text, 100.0);
    assert!(galley.rows.len() > 2);
    let count: usize = galley.rows.iter().map(|row| row.row.glyphs.len()).sum();
    assert_eq!(count, 80);
    assert!(
        galley.rows[0]
            .row
            .glyphs
            .iter()
            .all(|glyph| glyph.chr == 'ש')
    );
}

#[test]
fn overrides_have_no_effect() {
    let mut fonts = fonts();
    let galley = lay_out(&mut fonts, "\u{202e}abc אב", f32::INFINITY);
    assert!(seen(&galley, 0).contains("abc"));
}

fn scripts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("مرحبا".to_owned()),
        Just("לشלום".to_owned()),
        Just(" ".to_owned()),
        Just("\n".to_owned()),
        Just("لا".to_owned()),
        Just("بَّ".to_owned()),
        Just("(x)".to_owned()),
        Just("👨‍👩‍👧".to_owned()),
        Just("12.5".to_owned()),
        Just("\u{2067}\u{2069}\u{200f}\u{2063}".to_owned()),
        "\\PC{0,6}",
        any::<char>().prop_map(|character| character.to_string()),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn every_text_keeps_its_characters_in_order(text in scripts(), width in 20.0_f32..400.0) {
        prop_assume!(has_rtl(&text));
        let mut fonts = fonts();
        let galley = lay_out(&mut fonts, &text, width);
        prop_assert_eq!(galley.text(), &text);
        let mut told = String::new();
        for row in &galley.rows {
            told.extend(row.row.glyphs.iter().map(|glyph| glyph.chr));
            if row.ends_with_newline {
                told.push('\n');
            }
            prop_assert!(row.row.glyphs.windows(2).all(|pair| pair[0].first_vertex <= pair[1].first_vertex));
        }
        let expected: String = text.chars().flat_map(without_overrides).collect();
        prop_assert_eq!(told, expected);
    }
}
