//! Where output goes: sentences for people, or one JSON object a line for scripts.

use std::io::{self, Write};

use serde::Serialize;

use crate::config::Config;
use crate::exit::Failure;
use crate::{json, text};

/// Standard output and error in the manner that was asked for.
#[derive(Clone, Copy)]
pub(crate) struct Screen {
    json: bool,
    colour: bool,
    error_colour: bool,
    error_terminal: bool,
}

/// Emphasis, as far as the terminal shows it.
#[derive(Clone, Copy)]
pub(crate) enum Style {
    Bold,
    Dim,
    Green,
    Yellow,
    Red,
}

impl Screen {
    pub(crate) fn new(json: bool, config: &Config) -> Self {
        Self {
            json,
            colour: config.colour && config.terminal.output && !json,
            error_colour: config.colour && config.terminal.error && !json,
            error_terminal: config.terminal.error,
        }
    }

    /// Before anything is known about the terminal.
    pub(crate) fn plain() -> Self {
        Self {
            json: false,
            colour: false,
            error_colour: false,
            error_terminal: false,
        }
    }

    /// Whether a script reads.
    pub(crate) fn is_json(self) -> bool {
        self.json
    }

    /// Whether something that moves may be drawn on standard error.
    pub(crate) fn can_animate(self) -> bool {
        self.error_terminal && !self.json
    }

    /// Writes one JSON object on a line.
    pub(crate) fn object(self, object: &impl Serialize) -> Result<(), Failure> {
        let json = serde_json::to_string(object)
            .map_err(|error| Failure::new(crate::exit::Exit::Bug, error))?;
        write(&mut io::stdout().lock(), &text::json(&json))
    }

    /// Writes a line, or several, for people. What came from others must have gone through [`text`].
    pub(crate) fn line(self, line: impl AsRef<str>) -> Result<(), Failure> {
        write(&mut io::stdout().lock(), line.as_ref())
    }

    /// Writes whichever was asked for.
    pub(crate) fn show(
        self,
        object: &impl Serialize,
        human: impl FnOnce() -> String,
    ) -> Result<(), Failure> {
        if self.json {
            self.object(object)
        } else {
            self.line(human())
        }
    }

    /// Tells a person something beside the output. Scripts do not get it.
    pub(crate) fn note(self, note: &str) {
        if !self.json {
            // Nobody is left to tell when standard error is closed.
            let _ = write(&mut io::stderr().lock(), note);
        }
    }

    /// Tells why the command ended, on standard error.
    pub(crate) fn failure(self, failure: &Failure) {
        let report = if self.json {
            let object = json::Failure::of(failure);
            text::json(&serde_json::to_string(&object).unwrap_or_default()).into_owned()
        } else {
            let what = sentence(&text::lines(&failure.what));
            let head = paint(self.error_colour, Style::Red, "pulse:");
            match &failure.hint {
                Some(hint) => format!("{head} {what}\n{}", text::lines(hint)),
                None => format!("{head} {what}"),
            }
        };
        let _ = write(&mut io::stderr().lock(), &report);
    }

    /// Emphasises a piece of a line.
    pub(crate) fn style(self, style: Style, piece: &str) -> String {
        paint(self.colour, style, piece)
    }

    pub(crate) fn flush(self) -> Result<(), Failure> {
        Ok(io::stdout().lock().flush()?)
    }
}

/// What happened, with the full stop that it has not yet.
fn sentence(what: &str) -> String {
    match what.ends_with(['.', '?', '!']) {
        true => what.to_owned(),
        false => format!("{what}."),
    }
}

fn paint(colour: bool, style: Style, piece: &str) -> String {
    if !colour {
        return piece.to_owned();
    }
    let code = match style {
        Style::Bold => 1,
        Style::Dim => 2,
        Style::Green => 32,
        Style::Yellow => 33,
        Style::Red => 31,
    };
    format!("\u{1b}[{code}m{piece}\u{1b}[0m")
}

/// One write for the line and its end, so that lines of two processes on one terminal do not mix.
fn write(out: &mut impl Write, line: &str) -> Result<(), Failure> {
    let mut bytes = Vec::with_capacity(line.len() + 1);
    bytes.extend_from_slice(line.as_bytes());
    bytes.push(b'\n');
    out.write_all(&bytes)?;
    Ok(out.flush()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_once() {
        assert_eq!(sentence("the disk is full"), "the disk is full.");
        assert_eq!(sentence("was it cut off?"), "was it cut off?");
    }
}
