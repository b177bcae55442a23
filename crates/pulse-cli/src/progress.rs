//! What a long wait waits for.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use pulse_client::{Client, ConnectionState, Event, Lane, WorkPurpose};

use crate::screen::Screen;

/// Waits shorter than this are not worth a word.
const QUIET: Duration = Duration::from_millis(600);

/// Between two frames of the spinner.
const FRAME: Duration = Duration::from_millis(120);

/// Runs `work` and, when it takes long and a person looks on, says what it waits for.
pub(crate) async fn during<T>(
    screen: Screen,
    client: &Client,
    what: &'static str,
    work: impl Future<Output = T>,
) -> T {
    if !screen.can_animate() {
        return work.await;
    }
    let mut events = client.events();
    let mut work = pin!(work);
    let mut quiet = pin!(tokio::time::sleep(QUIET));
    let mut line = Line {
        bar: None,
        text: what.to_owned(),
    };
    let mut has_events = true;
    loop {
        tokio::select! {
            biased;
            result = &mut work => {
                line.clear();
                return result;
            }
            event = events.next(), if has_events => match event {
                Some(event) => line.hear(&event, what),
                None => has_events = false,
            },
            () = &mut quiet, if line.bar.is_none() => line.draw(),
        }
    }
}

struct Line {
    bar: Option<ProgressBar>,
    text: String,
}

impl Line {
    fn hear(&mut self, event: &Event, what: &str) {
        let Some(text) = sentence(event, what) else {
            return;
        };
        self.text = text;
        if let Some(bar) = &self.bar {
            bar.set_message(self.text.clone());
        }
    }

    fn draw(&mut self) {
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
            bar.set_style(style);
        }
        bar.set_message(self.text.clone());
        bar.enable_steady_tick(FRAME);
        self.bar = Some(bar);
    }

    fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn sentence(event: &Event, what: &str) -> Option<String> {
    match event {
        Event::Working {
            purpose, fraction, ..
        } => {
            let why = match purpose {
                WorkPurpose::Registration => {
                    "Proving to the server that this is not a flood of accounts"
                }
                WorkPurpose::Request => "Proving that this is not a flood of requests",
            };
            Some(match fraction {
                Some(fraction) => format!("{why}: {:.0} %", (fraction * 100.0).min(99.0)),
                None => why.to_owned(),
            })
        }
        Event::Connection {
            lane: Lane::Identified,
            state,
        } => Some(match state {
            ConnectionState::Connecting => "Connecting to the server".to_owned(),
            ConnectionState::Offline => "No connection to the server; trying again".to_owned(),
            _ => what.to_owned(),
        }),
        _ => None,
    }
}
