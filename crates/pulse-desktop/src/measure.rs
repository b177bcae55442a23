//! What `pulse-desktop --measure FILE` writes: when things happened and what each frame took, one JSON object a line. It is how
//! `cargo xtask bench desktop` looks into a running window; without the flag nothing of this does anything.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::state::{AppState, Phase};

/// Keeps the marks of one run.
#[derive(Default)]
pub struct Measure(Option<Marks>);

struct Marks {
    file: File,
    frame: u64,
    begun: Instant,
    /// Keys of this frame that wrote text.
    keys: usize,
    waiting: Vec<&'static str>,
    is_list_shown: bool,
}

impl Measure {
    /// Writes nothing.
    pub fn off() -> Self {
        Self(None)
    }

    /// Writes into a new file, beginning with the mark `main`. Call it first of all.
    pub fn to_file(path: &Path) -> io::Result<Self> {
        let mut marks = Marks {
            file: File::create(path)?,
            frame: 0,
            begun: Instant::now(),
            keys: 0,
            waiting: Vec::new(),
            is_list_shown: false,
        };
        marks.write(json!({"mark": "main"}));
        Ok(Self(Some(marks)))
    }

    /// To be called before a frame is drawn.
    pub fn frame_begins(&mut self, ctx: &egui::Context) {
        let Some(marks) = &mut self.0 else { return };
        // What the frame before showed is on the screen now: it was swapped between the two.
        for mark in std::mem::take(&mut marks.waiting) {
            marks.write(json!({ "mark": mark }));
        }
        marks.frame += 1;
        if marks.frame == 1 {
            marks.shown_with_this_frame("first-frame", ctx);
        }
        marks.keys = ctx.input(|input| {
            let texts = input.events.iter();
            texts
                .filter(|event| matches!(event, egui::Event::Text(_)))
                .count()
        });
        marks.begun = Instant::now();
    }

    /// To be called when all of a frame is laid out, with the state that it showed.
    pub fn frame_ends(&mut self, ctx: &egui::Context, state: &AppState) {
        let Some(marks) = &mut self.0 else { return };
        let work_us = micros(marks.begun.elapsed().as_micros());
        if !marks.is_list_shown && matches!(state.phase, Phase::Home) && state.chats.loaded {
            marks.is_list_shown = true;
            marks.shown_with_this_frame("list", ctx);
        }
        let draft = state
            .open_conversation()
            .map_or(0, |open| state.draft(open).chars().count());
        let rows = state.timeline.as_ref().map_or(0, |open| open.total);
        let frame = json!({
            "frame": marks.frame,
            "work_us": work_us,
            "keys": marks.keys,
            "draft": draft,
            "rows": rows,
        });
        marks.write(frame);
    }
}

impl Marks {
    /// Marks the moment at which this frame is on the screen, which is before the next begins; so there has to be one.
    fn shown_with_this_frame(&mut self, mark: &'static str, ctx: &egui::Context) {
        self.waiting.push(mark);
        ctx.request_repaint();
    }

    fn write(&mut self, mut value: Value) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        value["at_us"] = json!(micros(now.map_or(0, |now| now.as_micros())));
        // A measurement that cannot be kept is missed by who reads it.
        let _ = writeln!(self.file, "{value}");
    }
}

fn micros(micros: u128) -> u64 {
    u64::try_from(micros).unwrap_or(u64::MAX)
}
