use std::cell::Cell;

use egui::Context;

use super::super::{Side, message};
use crate::fonts;
use crate::theme::Theme;

#[path = "../../../tests/it/hostile_texts/worst.rs"]
mod worst;

thread_local! {
    static WORK: Cell<Work> = const { Cell::new(Work::NONE) };
}

/// What was done so far on this thread.
#[derive(Clone, Copy, Debug)]
pub(super) struct Work {
    pub(super) layouts: usize,
    pub(super) sections: usize,
    pub(super) letters: usize,
    pub(super) steps: usize,
}

impl Work {
    const NONE: Self = Self {
        layouts: 0,
        sections: 0,
        letters: 0,
        steps: 0,
    };

    fn parts(self) -> [usize; 4] {
        [self.layouts, self.sections, self.letters, self.steps]
    }
}

pub(super) fn count(add: impl FnOnce(&mut Work)) {
    let mut work = WORK.get();
    add(&mut work);
    WORK.set(work);
}

/// What it takes to lay out a message that nobody has seen before.
fn work_of(ctx: &Context, text: &str, side: Side, width: f32) -> Work {
    WORK.set(Work::NONE);
    message(ctx, &Theme::light(), text, side, width);
    WORK.get()
}

/// The longest messages there can be: how often egui is asked, what it is given, and what is gone through around that. It is
/// about twice as much as for a half, and not four times.
#[test]
fn the_worst_texts_are_laid_out_with_work_in_proportion_to_their_length() {
    // A point of a list, of four letters, is laid out with its marker, which is measured before.
    const LAYOUTS_PER_LETTER: usize = 1;
    // A word of a letter stands between two marks, each of the three by itself; all once more where a word is wider than its line.
    const SECTIONS_PER_LETTER: usize = 6;
    const LETTERS_PER_LETTER: usize = 6;
    // Each letter once for its section, its word and its line, and rows for what is laid around them.
    const STEPS_PER_LETTER: usize = 5;
    // A message that is next to empty, and the space that tells whether fonts are others.
    const AROUND: usize = 64;

    let ctx = Context::default();
    fonts::install(&ctx);
    let mut told = Vec::new();
    let output = ctx.run_ui(egui::RawInput::default(), |ui| {
        for (name, text) in worst::worst() {
            let (begin, end) = text.split_at(text.floor_char_boundary(text.len() / 2));
            for width in [240.0, 560.0] {
                // Of the other side: many end as they begin, and what was laid out is remembered.
                let (theirs, own) = (Side::Theirs, Side::Own);
                let work = [(&*text, theirs), (begin, theirs), (end, own)];
                let work = work.map(|(text, side)| work_of(ui.ctx(), text, side, width));
                told.push((name, width, text.chars().count(), work.map(Work::parts)));
            }
        }
    });
    output.drop_without_applying_deltas();
    let most = [
        LAYOUTS_PER_LETTER,
        SECTIONS_PER_LETTER,
        LETTERS_PER_LETTER,
        STEPS_PER_LETTER,
    ];
    // The whole is about twice as much as a half, which may be laid out in a simpler way: a few emoji alone, one script alone.
    let is_bounded = |letters: usize, [whole, begin, end]: [[usize; 4]; 3]| {
        let half = begin
            .into_iter()
            .zip(end)
            .map(|(begin, end)| begin.max(end));
        let mut parts = whole.into_iter().zip(half).zip(most);
        parts.all(|((whole, half), most)| {
            whole <= most * letters + AROUND && whole <= 2 * half + half / 2 + letters
        })
    };
    let mut beyond = Vec::new();
    for (name, width, letters, work) in told {
        println!("{work:>5?} for {letters:>5} letters, {width} wide: {name}");
        if !is_bounded(letters, work) {
            beyond.push((name, width, letters, work));
        }
    }
    let what = "layouts, sections, letters and steps, of the whole and of its halves";
    assert!(beyond.is_empty(), "{what}: {beyond:#?}");
}
