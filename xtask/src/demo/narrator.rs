//! The voice of the demo.

use std::io::IsTerminal;
use std::time::Instant;

/// Tells the story on standard output, in colour when somebody looks.
pub(crate) struct Narrator {
    colour: bool,
    begun: Instant,
    chapter: u32,
}

impl Narrator {
    pub(crate) fn begin() -> Self {
        Self {
            colour: std::io::stdout().is_terminal(),
            begun: Instant::now(),
            chapter: 0,
        }
    }

    /// A new chapter.
    pub(crate) fn chapter(&mut self, title: &str) {
        self.chapter += 1;
        println!(
            "\n{}",
            self.paint("1", &format!("{}. {title}", self.chapter))
        );
    }

    /// A sentence.
    pub(crate) fn say(&self, sentence: &str) {
        println!("   {sentence}");
    }

    /// What somebody types.
    pub(crate) fn types(&self, who: &str, command: &str) {
        println!("   {}", self.paint("2", &format!("{who:<6}$ {command}")));
    }

    /// What appears on somebody's screen.
    pub(crate) fn sees(&self, who: &str, line: &str) {
        println!("   {}", self.paint("36", &format!("{who:<6}| {line}")));
    }

    /// Something that was checked and is right.
    pub(crate) fn check(&self, what: &str) {
        println!("   {} {what}", self.paint("32", "ok"));
    }

    /// Seconds since the story began.
    pub(crate) fn seconds(&self) -> f32 {
        self.begun.elapsed().as_secs_f32()
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.colour {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}
