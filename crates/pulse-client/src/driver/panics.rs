//! Envelopes that end the program: where a panic does that (`panic = "abort"`), no turn is taken back, nothing is counted, and the
//! same envelope comes again after every start.
//!
//! What such a panic was about is therefore written down as it happens, beside the store: the places of envelopes and how often they
//! ended it, and nothing else. The next start does not open what did so too often, and forgets everything once the mailbox was read
//! to its end.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::panic;
use std::path::PathBuf;
use std::sync::Once;

use pulse_engine::Opening;
use pulse_protocol::Seq;

use crate::files;
use crate::limits::{OPENING_PANICS_MAX, PANICS_KEPT};

/// What is written down of one home.
#[derive(Clone)]
pub(crate) struct Panics {
    path: PathBuf,
}

thread_local! {
    /// Whose driver runs on this thread.
    static WATCHED: RefCell<Option<(Panics, Opening)>> = const { RefCell::new(None) };
}

impl Panics {
    /// Those that are written down in this file, which need not exist.
    pub(crate) fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// Writes down from now on what the engine of this thread was opening when it panics.
    pub(super) fn watch(&self, opening: Opening) {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            let before = panic::take_hook();
            panic::set_hook(Box::new(move |about| {
                // First: the one before may end the program.
                let _ = WATCHED.try_with(note);
                before(about);
            }));
        });
        WATCHED.with(|watched| *watched.borrow_mut() = Some((self.clone(), opening)));
    }

    /// What is not to be opened any more.
    pub(super) fn given_up(&self) -> Vec<Seq> {
        let counts = self.read().into_iter();
        counts
            .filter(|(_, times)| *times >= OPENING_PANICS_MAX)
            .map(|(place, _)| Seq::new(place))
            .collect()
    }

    /// Everything that waited was opened or put aside.
    pub(super) fn forget(&self) {
        match std::fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                tracing::warn!(%error, "a note about envelopes could not be removed");
            }
            _ => {}
        }
    }

    fn count(&self, seq: Seq) -> io::Result<()> {
        let mut counts = self.read();
        *counts.entry(seq.get()).or_default() += 1;
        while counts.len() > PANICS_KEPT {
            counts.pop_first();
        }
        let mut text = String::new();
        for (place, times) in counts {
            let _ = writeln!(text, "{place} {times}");
        }
        files::write_private(&self.path, text.as_bytes())
    }

    /// Lines that say nothing are passed over: losing a count costs one more start.
    fn read(&self) -> BTreeMap<u64, u32> {
        let text = std::fs::read_to_string(&self.path).unwrap_or_default();
        let line = |line: &str| {
            let (place, times) = line.split_once(' ')?;
            Some((place.parse().ok()?, times.parse().ok()?))
        };
        text.lines().filter_map(line).collect()
    }
}

/// Called while this thread panics, wherever that is: nothing here may panic or wait.
fn note(watched: &RefCell<Option<(Panics, Opening)>>) {
    let Ok(watched) = watched.try_borrow() else {
        return;
    };
    if let Some((panics, opening)) = watched.as_ref()
        && let Some(seq) = opening.seq()
    {
        let _ = panics.count(seq);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ended_the_program_too_often_is_given_up_until_it_is_forgotten() {
        let dir = tempfile::tempdir().unwrap();
        let panics = Panics::new(dir.path().join("panics"));
        assert!(panics.given_up().is_empty());
        let [bad, odd] = [Seq::new(7), Seq::new(9)];
        panics.count(odd).unwrap();
        for _ in 0..OPENING_PANICS_MAX {
            panics.count(bad).unwrap();
        }
        assert_eq!(panics.given_up(), [bad]);
        assert!(files::is_private(&panics.path).unwrap());
        panics.forget();
        panics.forget();
        assert!(panics.given_up().is_empty());
    }

    #[test]
    fn a_note_that_cannot_be_read_is_none_and_it_does_not_grow() {
        let dir = tempfile::tempdir().unwrap();
        let panics = Panics::new(dir.path().join("panics"));
        std::fs::write(&panics.path, "what\n1\n1 x\n99999999999999999999 3\n").unwrap();
        assert!(panics.given_up().is_empty());
        for place in 0..2 * PANICS_KEPT as u64 {
            panics.count(Seq::new(place)).unwrap();
        }
        assert_eq!(panics.read().len(), PANICS_KEPT);
    }
}
