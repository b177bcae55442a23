use egui::vec2;
use proptest::prelude::*;

use super::*;
use crate::fonts;

fn with_context<R>(check: impl Fn(&Context) -> R) -> R {
    let ctx = Context::default();
    fonts::install(&ctx);
    let mut result = None;
    let output = ctx.run_ui(egui::RawInput::default(), |ui| {
        result = Some(check(ui.ctx()))
    });
    output.drop_without_applying_deltas();
    result.expect("the frame was drawn")
}

fn characters(message: &LaidOut) -> String {
    let mut told = String::new();
    for row in &message.galley.rows {
        told.extend(row.row.glyphs.iter().map(|glyph| glyph.chr));
        if row.ends_with_newline {
            told.push('\n');
        }
    }
    told
}

#[test]
fn a_copy_gives_the_words_without_their_marks() {
    with_context(|ctx| {
        let text = "**Hello** `code`\n> quoted\n- one\n12. two\n```\nlet x;\n```\nمرحبا *عالم* 1️⃣";
        let message = message(ctx, &Theme::light(), text, Side::Theirs, 300.0);
        let expected = "Hello code\nquoted\n• one\n12. two\nlet x;\nمرحبا عالم 1️⃣";
        assert_eq!(message.galley.text(), expected);
        assert_eq!(characters(&message), expected);
        assert!(message.size().x <= 300.0);
    });
}

#[test]
fn links_are_found_where_they_are_drawn() {
    with_context(|ctx| {
        for text in [
            "see https://pulse.example/one now",
            "שלום https://pulse.example/one עולם",
            "- https://pulse.example/one",
        ] {
            let message = message(ctx, &Theme::light(), text, Side::Own, 400.0);
            assert_eq!(
                message
                    .links()
                    .map(|(address, _)| address)
                    .collect::<Vec<_>>(),
                ["https://pulse.example/one"],
                "{text}"
            );
            let place = message.links[0].rect.center().to_vec2();
            assert_eq!(message.link_at(place), Some("https://pulse.example/one"));
            assert_eq!(message.link_at(vec2(-9.0, -9.0)), None);
            assert!(
                message.links[0].rect.right() <= message.size().x + 1.0,
                "{text}"
            );
        }
    });
}

#[test]
fn a_few_emoji_are_large() {
    with_context(|ctx| {
        let of = |text: &str| message(ctx, &Theme::light(), text, Side::Theirs, 300.0);
        assert!(of("😀").is_emoji_only && of("👍🏽 ❤️ 1️⃣").is_emoji_only);
        assert!(!of("😀 a").is_emoji_only && !of("123").is_emoji_only && !of("").is_emoji_only);
        assert!(!of(&"😀".repeat(7)).is_emoji_only);
        assert!(of("😀").size().y > of("😀 a").size().y * 1.5);
    });
}

#[test]
fn a_message_is_laid_out_once() {
    with_context(|ctx| {
        let theme = Theme::light();
        let first = message(ctx, &theme, "hello", Side::Own, 300.0);
        assert!(Arc::ptr_eq(
            &first,
            &message(ctx, &theme, "hello", Side::Own, 300.0)
        ));
        assert!(!Arc::ptr_eq(
            &first,
            &message(ctx, &theme, "hello", Side::Own, 200.0)
        ));
        assert!(!Arc::ptr_eq(
            &first,
            &message(ctx, &Theme::dark(), "hello", Side::Own, 300.0)
        ));
    });
}

#[test]
fn one_very_long_word_is_broken() {
    with_context(|ctx| {
        let message = message(ctx, &Theme::light(), &"x".repeat(400), Side::Theirs, 200.0);
        assert!(message.size().x <= 200.0 && message.galley.rows.len() > 5);
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_message_can_be_drawn_and_keeps_its_characters(text in "[*_~`>#\\-1. \n()a-cאבجلا😀👍]{0,40}|\\PC{0,24}", width in 60.0_f32..400.0) {
        // Of scripts that no bundled font has, egui loses count by itself.
        let is_bundled = text.chars().all(|c| c.is_ascii() || "אבجلا😀👍".contains(c));
        with_context(|ctx| {
            let message = message(ctx, &Theme::light(), &text, Side::Theirs, width);
            if is_bundled {
                prop_assert_eq!(characters(&message).chars().count(), message.galley.text().chars().count());
            }
            prop_assert!(message.last_line_width().is_finite());
            Ok(())
        })?;
    }
}
