//! What a turn asks of its owner, to be performed after the commit and not before.

use pulse_protocol::link::ServerLink;
use pulse_protocol::proof_of_work::Puzzle;
use pulse_protocol::{ClientBody, ClientFrame, Incarnation, Lane, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Event, WorkId};

/// Everything a turn wants done. The owner commits first, then performs it (invariant 3: commit before transmit).
#[derive(Debug, Default)]
pub struct Effects {
    /// Frames to send, in this order per lane. Frames of a lane that is down are dropped; the engine sends again.
    pub frames: Vec<(Lane, ClientFrame)>,
    /// What changed, for whoever listens.
    pub events: Vec<Event>,
    /// When the engine wants a [`crate::Input::Tick`] at the latest. The newest turn's answer replaces older ones.
    pub wake_at: Option<Timestamp>,
    /// Puzzles to solve away from the engine's thread.
    pub work: Vec<Work>,
    /// Registration chose a server: connect both lanes to it.
    pub connect: Option<ServerLink>,
    /// Lanes to close.
    pub close: Vec<Lane>,
    /// Lanes to close and to connect anew at once: nothing is wrong with them, and nobody has to be told.
    pub renew: Vec<Lane>,
}

impl Effects {
    /// Adds what a later input of the same turn asks for. The earlier wake-up of the two stays; a later acknowledgement
    /// says all that an earlier one of the same mailbox said, so that a turn of 256 deliveries acknowledges once.
    pub fn extend(&mut self, later: Effects) {
        if let Some(incarnation) = later.frames.iter().rev().find_map(acknowledged) {
            self.frames
                .retain(|frame| acknowledged(frame) != Some(incarnation));
        }
        self.frames.extend(later.frames);
        self.events.extend(later.events);
        self.wake_at = match (self.wake_at, later.wake_at) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        self.work.extend(later.work);
        self.connect = later.connect.or(self.connect.take());
        self.close.extend(later.close);
        self.renew.extend(later.renew);
    }

    /// Adds one event.
    pub fn tell(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Asks to be woken at `at` or earlier.
    pub fn wake(&mut self, at: Timestamp) {
        self.wake_at = Some(self.wake_at.map_or(at, |earlier| earlier.min(at)));
    }
}

/// The mailbox that a frame acknowledges something of.
fn acknowledged((_, frame): &(Lane, ClientFrame)) -> Option<Incarnation> {
    match &frame.body {
        ClientBody::Acknowledge(acknowledge) => Some(acknowledge.incarnation),
        _ => None,
    }
}

/// A puzzle the owner solves off-thread and reports with [`crate::Input::Solved`].
#[derive(Clone, Debug)]
pub struct Work {
    /// Names it in the report.
    pub id: WorkId,
    /// What to search.
    pub puzzle: Puzzle,
    /// What it is for, so that a person can be told why they wait.
    pub purpose: WorkPurpose,
}

/// What a proof of work is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WorkPurpose {
    /// Making an account on an open server.
    Registration,
    /// Writing to somebody for the first time.
    Request,
}
