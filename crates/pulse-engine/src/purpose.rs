//! What an anonymous connection is for: what people send, or what incoming mail makes us ask. Never both.
//!
//! ```text
//!            claim(Outgoing)               claim(LookingUp)
//! Outgoing ◄───────────────── Unused ─────────────────► LookingUp
//!    │  mail waits for an answer,             what people say waits,  │
//!    │  nothing in flight, not too often      nothing in flight       │
//!    └───────────► closed, connected anew, Unused again ◄─────────────┘
//! ```
//!
//! The address in a seal is anybody's claim, and a server that lies can put a made-up one into a mailbox it knows. Whoever asks for
//! that account then is the mailbox's owner: on a connection that also carries submissions, all of them would be theirs.

use pulse_protocol::{Lane, Timestamp};

use crate::limits::LOOK_UP_INTERVAL;
use crate::live::Live;
use crate::turn::Turn;
use crate::{EngineError, connection, outbox};

/// What an anonymous connection carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Nothing yet but its greeting.
    #[default]
    Unused,
    /// What people send, and what has to be asked for that.
    Outgoing,
    /// What mail that came makes us ask.
    LookingUp,
}

/// Who waits for an anonymous connection of theirs.
#[derive(Default)]
pub(crate) struct Purposes {
    /// Something to send waits.
    outgoing_waits: bool,
    /// Since when mail waits to have its sender looked up.
    look_up_since: Option<Timestamp>,
    /// The next connection is for looking up: one that people sent on was given up for that.
    is_look_up_next: bool,
    /// When one may be given up for that again.
    next_at: Option<Timestamp>,
}

impl Purposes {
    /// Whether a look-up begins on the next connection before anything is sent there.
    pub(crate) fn is_look_up_next(&self) -> bool {
        self.is_look_up_next
    }

    /// The anonymous connection is gone, and whoever still wants one says so again.
    pub(crate) fn lane_down(&mut self) {
        self.outgoing_waits = false;
    }

    /// The moments they were to last to mean nothing any more.
    pub(crate) fn end_waiting(&mut self, now: Timestamp) {
        self.next_at = self.next_at.map(|_| now);
        self.look_up_since = self.look_up_since.map(|_| now);
    }

    /// When the connection may be given up for a look-up that waits.
    pub(crate) fn wake_at(&self, now: Timestamp) -> Option<Timestamp> {
        let next_at = self.next_at.filter(|at| *at > now);
        self.look_up_since.and(next_at)
    }

    fn may_change(&self, now: Timestamp) -> bool {
        self.look_up_since.is_some() && self.next_at.is_none_or(|at| at <= now)
    }

    /// Whether a look-up waited so long that nothing more is sent before it.
    fn is_overdue(&self, now: Timestamp) -> bool {
        let since = self.look_up_since;
        self.may_change(now) && since.is_some_and(|since| since.plus(LOOK_UP_INTERVAL) <= now)
    }
}

/// Whether the present anonymous connection carries a request of this kind; it carries no other kind from then on. When it does not,
/// another one will, see [`settle`], and its welcome lets everything be tried again.
pub(crate) fn claim(turn: &mut Turn<'_>, wanted: Purpose) -> bool {
    let now = turn.now;
    let Live {
        anonymous,
        purposes,
        ..
    } = &mut *turn.live;
    let Some(connection) = anonymous.connection_mut() else {
        return false;
    };
    let waits_for_other = match wanted {
        Purpose::LookingUp => purposes.outgoing_waits,
        _ => purposes.is_overdue(now),
    };
    let is_carried = match connection.purpose {
        Purpose::Unused => true,
        purpose => purpose == wanted && !waits_for_other,
    };
    if is_carried {
        connection.purpose = wanted;
    }
    match wanted {
        Purpose::LookingUp if is_carried => purposes.look_up_since = None,
        Purpose::LookingUp => {
            purposes.look_up_since.get_or_insert(now);
        }
        _ => purposes.outgoing_waits = !is_carried,
    }
    is_carried
}

/// At the end of every turn: gives up a connection on which nothing is in flight when somebody waits for one of the other kind.
/// What people send goes first, until mail has waited for a while.
pub(crate) fn settle(turn: &mut Turn<'_>) -> Result<(), EngineError> {
    if turn.live.awaited.is_none() {
        turn.live.purposes.look_up_since = None;
    }
    let Some(connection) = turn.live.lane(Lane::Anonymous).connection() else {
        return Ok(());
    };
    let (now, purpose, is_idle) = (turn.now, connection.purpose, connection.is_idle());
    let purposes = &mut turn.live.purposes;
    match purpose {
        Purpose::LookingUp if is_idle => {
            purposes.is_look_up_next = false;
            if purposes.outgoing_waits {
                connection::renew(turn, Lane::Anonymous);
            }
        }
        Purpose::Outgoing if is_idle && purposes.may_change(now) => {
            purposes.is_look_up_next = true;
            purposes.next_at = Some(now.plus(LOOK_UP_INTERVAL));
            connection::renew(turn, Lane::Anonymous);
        }
        // The look-up that held it back is not wanted any more.
        Purpose::Outgoing if purposes.outgoing_waits && !purposes.is_overdue(now) => {
            purposes.outgoing_waits = false;
            return outbox::pump_all(turn);
        }
        _ => {}
    }
    Ok(())
}
