//! Which envelope is being opened, to be read while the engine works: where a panic ends the program, whoever writes down what it was
//! about can ask nothing else any more.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use pulse_protocol::Seq;

/// A look at one engine from outside. Clones look at the same one.
#[derive(Clone, Default)]
pub struct Opening {
    /// The place in the mailbox; 0, which is none, while nothing is opened.
    place: Arc<AtomicU64>,
}

impl Opening {
    /// The place of the envelope that is being opened at this moment.
    pub fn seq(&self) -> Option<Seq> {
        match self.place.load(Ordering::Relaxed) {
            0 => None,
            place => Some(Seq::new(place)),
        }
    }

    pub(crate) fn begin(&self, seq: Seq) {
        self.place.store(seq.get(), Ordering::Relaxed);
    }

    pub(crate) fn end(&self) {
        self.place.store(0, Ordering::Relaxed);
    }
}
