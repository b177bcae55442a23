//! What others write to make the window slow, large or fall over.

mod worst;

use egui::Context;
use egui::text::LayoutJob;
use proptest::prelude::*;
use pulse_desktop::Update;
use pulse_desktop::rich_text::{self, Alignment, Side};
use pulse_desktop::state::{Language, Timeline};
use pulse_desktop::theme::Theme;

use self::worst::{BYTES_MAX, worst};
use super::stage::{PHONE, Stage};
use crate::scenes::{cast, conversations};

/// Memory of this process, in megabytes.
fn resident() -> usize {
    let stat = std::fs::read_to_string("/proc/self/statm").unwrap();
    let pages: usize = stat.split_whitespace().nth(1).unwrap().parse().unwrap();
    pages * 4096 / 1_000_000
}

fn context() -> Context {
    let ctx = Context::default();
    pulse_desktop::fonts::install(&ctx);
    ctx
}

fn in_frame<R>(ctx: &Context, what: impl Fn(&Context) -> R) -> R {
    let mut result = None;
    let output = ctx.run_ui(egui::RawInput::default(), |ui| {
        result = Some(what(ui.ctx()));
    });
    output.drop_without_applying_deltas();
    result.unwrap()
}

/// The texts that are drawn in the last frame: the layout of each, and how many letters it has.
fn drawn(stage: &Stage) -> Vec<(*const egui::Galley, usize)> {
    fn texts(shape: &egui::Shape, out: &mut Vec<(*const egui::Galley, usize)>) {
        match shape {
            egui::Shape::Text(text) => {
                let rows = text.galley.rows.iter();
                let letters = rows.map(|row| row.glyphs.len()).sum();
                out.push((std::sync::Arc::as_ptr(&text.galley), letters));
            }
            egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| texts(shape, out)),
            _ => {}
        }
    }
    let mut all = Vec::new();
    for clipped in &stage.harness.output().shapes {
        texts(&clipped.shape, &mut all);
    }
    all
}

/// A conversation in which every message is the worst: how much its first frame lays out and draws, and that those after it lay out
/// nothing again. How long that takes is measured by `cargo xtask bench desktop`.
#[test]
fn a_conversation_of_the_worst_texts_stays_usable() {
    // Words, times and names of a screen of a phone, and of what is measured around it.
    const TEXTS_MAX: usize = 100;
    // A word of the window, which nobody else writes.
    const LETTERS_ANEW_MAX: usize = 64;
    // Letters that take no place lie in one line: of these a screen of messages is drawn, not the forty that there are.
    const LETTERS_MAX: usize = 24 * BYTES_MAX / 2;

    let mut told = Vec::new();
    for (name, text) in worst() {
        let rows = (0..40)
            .map(|number| {
                cast::theirs(
                    1,
                    number,
                    &format!("{number} {text}"),
                    4_000 - 60 * u64::from(number),
                )
            })
            .collect();
        let mut state = conversations::with(1, rows);
        for chat in &mut state.chats.all {
            if let Some(last) = &mut chat.last {
                last.preview = text.split_whitespace().collect::<Vec<_>>().join(" ");
            }
        }
        let mut stage = Stage::new(conversations::with(1, Vec::new()), PHONE, Language::English);
        stage
            .harness
            .ctx
            .set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
        stage.harness.state_mut().state = state;
        stage.harness.step();
        let laid_out = (stage.harness.ctx).fonts(|fonts| fonts.num_galleys_in_cache());
        let letters: usize = drawn(&stage).iter().map(|(_, letters)| letters).sum();
        // It scrolls to its end, and what is near is measured; then nothing is left to do.
        for _ in 0..4 {
            stage.harness.step();
        }
        let before = drawn(&stage);
        stage.harness.step();
        let after = drawn(&stage).into_iter();
        let anew = after.filter(|text| !before.contains(text));
        let anew: usize = anew.map(|(_, letters)| letters).sum();
        told.push((letters, laid_out, anew, name));
    }
    told.sort_unstable();
    for (letters, laid_out, anew, name) in &told {
        println!("{letters:>6} letters {laid_out:>4} texts {anew:>6} anew {name}");
    }
    let is_bounded = |(letters, laid_out, anew, _): &(usize, usize, usize, &str)| {
        *letters <= LETTERS_MAX && *laid_out <= TEXTS_MAX && *anew <= LETTERS_ANEW_MAX
    };
    let beyond: Vec<_> = told.into_iter().filter(|it| !is_bounded(it)).collect();
    assert!(
        beyond.is_empty(),
        "letters, texts, letters anew: {beyond:?}"
    );
}

fn arriving(number: usize, text: &str) -> Update {
    let number32 = u32::try_from(number).unwrap();
    Update::RowAdded {
        row: cast::theirs(1, number32, &format!("{number} {text}"), 0),
        position: number,
        total: number + 1,
    }
}

/// A contact writes ten thousand messages of the worst texts into the conversation that is open, and the person scrolls
/// through the last of them.
#[test]
fn ten_thousand_of_the_worst_messages_do_not_pile_up() {
    let worst = worst();
    let mut stage = Stage::wide(conversations::with(1, Vec::new()));
    stage
        .harness
        .ctx
        .set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
    stage.happens(|state| state.timeline = Some(Timeline::new(cast::conversation(1), 0, None)));
    let mut measured = Vec::new();
    for number in 0..10_000_usize {
        let (_, text) = &worst[number % worst.len()];
        stage
            .harness
            .state_mut()
            .state
            .apply(arriving(number, text));
        if number % 50 == 49 {
            stage.harness.step();
        }
        if number % 2_500 == 2_499 {
            measured.push(resident());
        }
    }
    let loaded = stage.state().timeline.as_ref().unwrap().loaded();
    let bytes: usize = loaded.map(|(_, row)| row.text.len()).sum();
    stage.harness.hover_at(egui::pos2(700.0, 350.0));
    for _ in 0..300 {
        stage.harness.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: egui::vec2(0.0, 2_000.0),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: egui::Modifiers::NONE,
        });
        stage.harness.step();
    }
    measured.push(resident());
    println!(
        "resident MB after each 2,500 and after scrolling: {measured:?}; {} MB of text",
        bytes / 1_000_000
    );
    assert!(bytes < 40_000_000, "{bytes} bytes of messages are kept");
    let growth = measured.last().unwrap() - measured[0];
    assert!(growth < 200, "{measured:?}");
}

/// Parts from which somebody would build a text that no layout expects.
fn odd_text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        3 => prop::sample::select(vec![
            "a", "word ", "א", "שלום", "ب", "مرحبا ", "لا", "1", "٣", " ", "\n", "\t", "\r", "(", "]", "…",
            "\u{2063}", "\u{200b}", "\u{200c}", "\u{200d}", "\u{200e}", "\u{200f}", "\u{61c}", "\u{202a}",
            "\u{202b}", "\u{202c}", "\u{202d}", "\u{202e}", "\u{2066}", "\u{2067}", "\u{2068}", "\u{2069}",
            "\u{2028}", "\u{2029}", "\u{85}", "\0", "\u{1b}", "\u{301}", "\u{5b0}", "\u{651}", "\u{fe0f}",
            "\u{20e3}", "\u{ad}", "\u{feff}", "\u{fffc}", "\u{e0067}", "\u{10ffff}", "\u{e000}", "﷽", "😀",
            "👨\u{200d}👩", "🇩", "1\u{fe0f}\u{20e3}", "क्षि", "กำ", "각", "中", "ﷺ", "\u{1e900}", "\u{10840}",
        ]).prop_map(String::from),
        2 => prop::sample::select(vec![
            "*", "**", "_", "~~", "`", "```\n", "\n> ", "\n- ", "\n1. ", "\n# ", "[", "](", ")", "\\",
            "https://a.b/", "[a](https://b)", "www.", "pulse://", "mailto:",
        ]).prop_map(String::from),
        1 => "\\PC{1,4}",
    ];
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    /// In a packaged window a panic is its end, and again whenever the conversation is opened.
    #[test]
    fn no_text_breaks_its_layout(text in odd_text(), width in 1.0..500.0_f32) {
        let ctx = context();
        let theme = Theme::light();
        in_frame(&ctx, |ctx| {
            for side in [Side::Own, Side::Theirs] {
                let message = rich_text::message(ctx, &theme, &text, side, width);
                let galley = &message.galley;
                assert!(message.size().is_finite());
                for x in [-5.0, 3.0, width / 2.0, width + 50.0] {
                    for y in [-5.0, 8.0, 30.0, 1e6] {
                        let place = egui::vec2(x, y);
                        let cursor = rich_text::cursor_at(galley, place);
                        let _ = galley.pos_from_cursor(cursor);
                        let _ = galley.cursor_from_pos(place);
                        let _ = message.link_at(place);
                    }
                }
                let end = galley.end();
                let _ = galley.pos_from_cursor(end);
                let _ = message.last_line_width();
            }
            for (rows, wrap) in [(1, width), (3, width), (usize::MAX, f32::INFINITY)] {
                let mut job = LayoutJob::simple(text.clone(), egui::FontId::default(), egui::Color32::RED, wrap);
                job.wrap.max_rows = rows;
                job.wrap.break_anywhere = rows == 1;
                for alignment in [Alignment::Leading, Alignment::Centre] {
                    let galley = rich_text::lay_out(ctx, job.clone(), alignment);
                    let _ = galley.pos_from_cursor(galley.end());
                }
            }
        });
    }
}
