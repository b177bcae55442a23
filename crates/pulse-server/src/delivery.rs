//! Delivery to one connection: a cursor and a window.
//!
//! ```text
//! Attach ─► behind ── pump: read the store ──► caught up ── pump: straight from memory ─┐
//!             ▲                                   │  ▲                                  │
//!             └── window full, or a gap ──────────┘  └──────────────────────────────────┘
//! ```
//!
//! It spawns nothing, waits for nothing but the store, and reads no clock: the simulation drives it as it is.

use std::collections::VecDeque;

use pulse_protocol::frame::{Acknowledge, Attach, CaughtUp, Deliver};
use pulse_protocol::{Incarnation, Seq, ServerBody, ServerFrame};

use crate::limits;
use crate::mailboxes::{MailboxId, MailboxState, Mailboxes, StoredEnvelope};
use crate::presence::Offered;
use crate::store::StoreError;

/// What a connection has handed out to its device, and what the device has acknowledged.
#[derive(Debug)]
pub struct Delivery {
    mailbox: MailboxId,
    incarnation: Incarnation,
    /// Everything up to here was handed out on this connection, or was stored by the device before.
    handed_out: Seq,
    /// The newest place known to be taken.
    last_seq: Seq,
    /// Handed out and not acknowledged: place and bytes.
    window: VecDeque<(Seq, usize)>,
    window_bytes: usize,
    /// A backlog is being worked off, and its end is still to be said.
    is_behind: bool,
}

impl Delivery {
    /// Begins after the device's cursor, or at the first envelope when the cursor is of another incarnation.
    pub fn begin(mailbox: MailboxId, state: MailboxState, cursor: &Attach) -> Self {
        let is_same = cursor.incarnation == state.incarnation;
        let after = if is_same { cursor.seq } else { Seq::new(0) };
        Self {
            mailbox,
            incarnation: state.incarnation,
            handed_out: after.min(state.last_seq),
            last_seq: state.last_seq,
            window: VecDeque::new(),
            window_bytes: 0,
            is_behind: true,
        }
    }

    /// What an acknowledgement lets go of: never more than was handed out. `None`: nothing.
    pub fn acknowledge(&mut self, acknowledge: &Acknowledge) -> Option<Seq> {
        if acknowledge.incarnation != self.incarnation {
            return None;
        }
        let through = acknowledge.through.min(self.handed_out);
        while let Some((seq, bytes)) = self.window.front().copied() {
            if seq > through {
                break;
            }
            self.window.pop_front();
            self.window_bytes -= bytes;
        }
        if self.window.is_empty() {
            // An idle device keeps no room for a window.
            self.window = VecDeque::new();
        }
        (through > Seq::new(0)).then_some(through)
    }

    /// The mailbox's incarnation.
    pub fn incarnation(&self) -> Incarnation {
        self.incarnation
    }

    /// Whether [`Self::pump`] would do something without anything new in the inbox.
    pub fn wants_pump(&self) -> bool {
        self.is_behind && (self.has_room() || self.last_seq <= self.handed_out)
    }

    /// Hands out what the window has room for: what is offered from memory when it is next in line, else from the store.
    pub async fn pump(
        &mut self,
        offered: Offered,
        mailboxes: &dyn Mailboxes,
        frames: &mut Vec<ServerFrame>,
    ) -> Result<(), StoreError> {
        self.last_seq = self.last_seq.max(offered.last_seq);
        for envelope in offered.envelopes {
            if envelope.seq == self.handed_out.next() && self.has_room() {
                self.hand_out(envelope, frames);
            }
        }
        while self.last_seq > self.handed_out {
            self.is_behind = true;
            if !self.has_room() {
                return Ok(());
            }
            self.read(mailboxes, frames).await?;
        }
        if self.is_behind {
            self.is_behind = false;
            frames.push(unasked(ServerBody::CaughtUp(CaughtUp {
                incarnation: self.incarnation,
                through: self.handed_out,
            })));
        }
        Ok(())
    }

    async fn read(
        &mut self,
        mailboxes: &dyn Mailboxes,
        frames: &mut Vec<ServerFrame>,
    ) -> Result<(), StoreError> {
        let count = limits::DELIVERY_WINDOW_ENVELOPES - self.window.len();
        let bytes = limits::DELIVERY_WINDOW_BYTES - self.window_bytes;
        let found = mailboxes
            .read_after(self.mailbox, self.handed_out, count, bytes)
            .await?;
        if found.is_empty() {
            // What was there has expired or was acknowledged by an earlier connection.
            self.handed_out = self.last_seq;
        }
        for envelope in found {
            self.hand_out(envelope, frames);
        }
        Ok(())
    }

    fn has_room(&self) -> bool {
        self.window.len() < limits::DELIVERY_WINDOW_ENVELOPES
            && self.window_bytes < limits::DELIVERY_WINDOW_BYTES
    }

    fn hand_out(&mut self, envelope: StoredEnvelope, frames: &mut Vec<ServerFrame>) {
        self.handed_out = envelope.seq;
        self.window.push_back((envelope.seq, envelope.sealed.len()));
        self.window_bytes += envelope.sealed.len();
        frames.push(unasked(ServerBody::Deliver(Deliver {
            incarnation: self.incarnation,
            seq: envelope.seq,
            id: envelope.id,
            sealed: envelope.sealed,
            lane: envelope.lane,
        })));
    }
}

fn unasked(body: ServerBody) -> ServerFrame {
    ServerFrame { request: 0, body }
}
