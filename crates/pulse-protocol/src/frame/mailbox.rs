//! How a device empties its mailbox.

use core::fmt;

use bytes::Bytes;

use crate::codec::fields::{self, Checked, Invalid, Opaque};
use crate::{EnvelopeId, Incarnation, MailLane, Seq, wire};

/// Begins delivery after a position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attach {
    /// Of the cursor; another one than the mailbox has makes the server begin at the first envelope.
    pub incarnation: Incarnation,
    /// The highest place up to which the device has stored everything; 0: nothing yet.
    pub seq: Seq,
}

impl Checked for Attach {
    type Wire = wire::Attach;

    fn check(wire: wire::Attach) -> Result<Self, Invalid> {
        Ok(Self {
            incarnation: Incarnation::new(wire.incarnation),
            seq: Seq::new(wire.seq),
        })
    }

    fn to_wire(&self) -> wire::Attach {
        wire::Attach {
            incarnation: self.incarnation.get(),
            seq: self.seq.get(),
        }
    }
}

/// Delivery has begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// Of the mailbox, now.
    pub incarnation: Incarnation,
    /// The last place that is taken.
    pub last_seq: Seq,
}

impl Checked for Attached {
    type Wire = wire::Attached;

    fn check(wire: wire::Attached) -> Result<Self, Invalid> {
        Ok(Self {
            incarnation: Incarnation::new(wire.incarnation),
            last_seq: Seq::new(wire.last_seq),
        })
    }

    fn to_wire(&self) -> wire::Attached {
        wire::Attached {
            incarnation: self.incarnation.get(),
            last_seq: self.last_seq.get(),
        }
    }
}

/// Everything up to `through` is stored by the device and may be deleted. Cumulative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acknowledge {
    /// Of the deliveries this acknowledges; with another one it is ignored.
    pub incarnation: Incarnation,
    /// The highest place; the server clamps it to what it handed out on this connection.
    pub through: Seq,
}

impl Checked for Acknowledge {
    type Wire = wire::Acknowledge;

    fn check(wire: wire::Acknowledge) -> Result<Self, Invalid> {
        Ok(Self {
            incarnation: Incarnation::new(wire.incarnation),
            through: Seq::new(wire.through),
        })
    }

    fn to_wire(&self) -> wire::Acknowledge {
        wire::Acknowledge {
            incarnation: self.incarnation.get(),
            through: self.through.get(),
        }
    }
}

/// One envelope out of the mailbox.
#[derive(Clone, PartialEq, Eq)]
pub struct Deliver {
    /// Of the mailbox.
    pub incarnation: Incarnation,
    /// The envelope's place.
    pub seq: Seq,
    /// The envelope's name, as its sender chose it.
    pub id: EnvelopeId,
    /// End-to-end encrypted. A slice of the frame it arrived in.
    pub sealed: Bytes,
    /// Why the server accepted it.
    pub lane: MailLane,
}

impl Checked for Deliver {
    type Wire = wire::Deliver;

    fn check(wire: wire::Deliver) -> Result<Self, Invalid> {
        if wire.seq == 0 {
            return Err(Invalid("deliver.seq"));
        }
        Ok(Self {
            incarnation: Incarnation::new(wire.incarnation),
            seq: Seq::new(wire.seq),
            id: EnvelopeId::from_bytes(fields::array(&wire.id, "deliver.id")?),
            sealed: fields::sealed(wire.sealed, "deliver.sealed")?,
            lane: MailLane::from_number(wire.lane).ok_or(Invalid("deliver.lane"))?,
        })
    }

    fn to_wire(&self) -> wire::Deliver {
        wire::Deliver {
            incarnation: self.incarnation.get(),
            seq: self.seq.get(),
            id: fields::copied(self.id.as_bytes()),
            sealed: self.sealed.clone(),
            lane: self.lane.number(),
        }
    }
}

impl fmt::Debug for Deliver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deliver")
            .field("seq", &self.seq)
            .field("sealed", &Opaque(self.sealed.len()))
            .field("lane", &self.lane)
            .finish_non_exhaustive()
    }
}

/// Everything up to `through` was handed out on this connection: sent after `Attached` and whenever a backlog ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaughtUp {
    /// Of the mailbox.
    pub incarnation: Incarnation,
    /// The last place handed out.
    pub through: Seq,
}

impl Checked for CaughtUp {
    type Wire = wire::CaughtUp;

    fn check(wire: wire::CaughtUp) -> Result<Self, Invalid> {
        Ok(Self {
            incarnation: Incarnation::new(wire.incarnation),
            through: Seq::new(wire.through),
        })
    }

    fn to_wire(&self) -> wire::CaughtUp {
        wire::CaughtUp {
            incarnation: self.incarnation.get(),
            through: self.through.get(),
        }
    }
}
