//! The hot seam: mail waits in mailboxes, one per device, until the device acknowledges it.

#[cfg(test)]
pub(crate) mod conformance;
pub(crate) mod life;
pub(crate) mod rules;

use bytes::Bytes;
use pulse_protocol::{AccountId, Day, DeviceId, EnvelopeId, Incarnation, MailLane, Seq};

use crate::store::{Pending, Store, disk};

/// A mailbox: one device of one account.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MailboxId {
    /// Whose.
    pub account: AccountId,
    /// Which of the account's devices.
    pub device: DeviceId,
}

impl std::fmt::Debug for MailboxId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MailboxId(…)")
    }
}

/// One submission: all of it is stored, or nothing.
#[derive(Clone, Debug)]
pub struct Append {
    /// One envelope for each mailbox.
    pub envelopes: Vec<NewEnvelope>,
    /// Why they were let in.
    pub lane: MailLane,
    /// Today: envelopes expire by it.
    pub today: Day,
    /// The incarnation of a mailbox that does not exist yet: random.
    pub incarnation: Incarnation,
    /// The stamp of a stranger. It is used up by new envelopes, not by a retry.
    pub stamp: Option<UsedKey>,
}

/// An envelope on its way into a mailbox.
#[derive(Clone, Debug)]
pub struct NewEnvelope {
    /// Where to.
    pub mailbox: MailboxId,
    /// What makes a retry recognisable.
    pub id: EnvelopeId,
    /// What the recipient gets.
    pub sealed: Bytes,
}

/// Something that is good once: a challenge, an invite, a stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsedKey {
    /// A hash of it.
    pub key: [u8; 16],
    /// The last day on which it would be accepted by its age: it is remembered as long.
    pub until: Day,
}

/// Where an envelope of an [`Append`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// The mailbox.
    pub mailbox: MailboxId,
    /// Its place there.
    pub seq: Seq,
    /// Whether it came now, not with an earlier try.
    pub new: bool,
}

/// What a device learns when it attaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MailboxState {
    /// The mailbox's incarnation: a cursor of another one means nothing.
    pub incarnation: Incarnation,
    /// The newest envelope's place.
    pub last_seq: Seq,
}

/// An envelope in its mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEnvelope {
    /// Its place.
    pub seq: Seq,
    /// Its id.
    pub id: EnvelopeId,
    /// Why it was let in.
    pub lane: MailLane,
    /// What the device gets.
    pub sealed: Bytes,
}

/// The mailboxes of a server. What a call means is settled when it is made: calls take effect in their order. Answers to
/// writes come after the sync that covers them.
pub trait Mailboxes: Send + Sync {
    /// Stores a submission: all or nothing, in order, each envelope id once until 24 hours after its acknowledgement.
    ///
    /// Fails with `MailboxFull`, `RequestsFull` or `Used` (the stamp).
    fn append(&self, append: Append) -> Pending<Vec<Appended>>;

    /// The state of a mailbox, made with this incarnation when there is none.
    fn open(&self, mailbox: MailboxId, incarnation: Incarnation) -> Pending<MailboxState>;

    /// The durable state of a mailbox that exists. Nothing is written: what waits can be read on the fullest disk.
    fn state(&self, mailbox: MailboxId) -> Pending<Option<MailboxState>>;

    /// Durable envelopes after a place, in order: at most `count_max` of them, and `bytes_max` beyond the first.
    fn read_after(
        &self,
        mailbox: MailboxId,
        after: Seq,
        count_max: usize,
        bytes_max: usize,
    ) -> Pending<Vec<StoredEnvelope>>;

    /// Lets go of all envelopes up to a place. The caller clamps it to what was handed out. Another incarnation does nothing.
    fn acknowledge(
        &self,
        mailbox: MailboxId,
        incarnation: Incarnation,
        through: Seq,
        today: Day,
    ) -> Pending<()>;

    /// Removes a mailbox and everything in it.
    fn delete(&self, mailbox: MailboxId) -> Pending<()>;

    /// One step of the daily expiry, from a cursor to the next; `None` begins and ends it.
    fn expire(&self, today: Day, cursor: Option<ExpiryCursor>) -> Pending<ExpiryStep>;

    /// The days that the expiry goes by.
    fn expiry_days(&self) -> Pending<ExpiryDays>;

    /// Keeps what is doubted of the clock, until the next expiry begins.
    fn doubt(&self, doubt: Doubt) -> Pending<()>;
}

/// What is known of the days over restarts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExpiryDays {
    /// The day of the last expiry that began.
    pub last: Option<Day>,
    /// What the clock has shown since, if that does not follow.
    pub doubt: Option<Doubt>,
}

/// Days that the clock has shown one after the other, and that do not follow the last expiry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The first of them.
    pub first: Day,
    /// The newest.
    pub newest: Day,
}

/// Where the next step of the expiry begins.
pub type ExpiryCursor = Vec<u8>;

/// What a step of the expiry did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExpiryStep {
    /// Envelopes that had waited too long.
    pub envelopes: u64,
    /// Where to go on.
    pub next: Option<ExpiryCursor>,
}

impl Mailboxes for Store {
    fn append(&self, append: Append) -> Pending<Vec<Appended>> {
        let size = append
            .envelopes
            .iter()
            .map(|envelope| envelope.sealed.len() + rules::ROW_BYTES)
            .sum();
        disk::write(&*self.disk, size, false, move |tx, index| {
            rules::append(tx, index, append)
        })
    }

    fn open(&self, mailbox: MailboxId, incarnation: Incarnation) -> Pending<MailboxState> {
        disk::write(&*self.disk, rules::ROW_BYTES, true, move |tx, index| {
            rules::open(tx, index, mailbox, incarnation)
        })
    }

    fn state(&self, mailbox: MailboxId) -> Pending<Option<MailboxState>> {
        disk::read(&*self.disk, move |tables| rules::state(tables, mailbox))
    }

    fn read_after(
        &self,
        mailbox: MailboxId,
        after: Seq,
        count_max: usize,
        bytes_max: usize,
    ) -> Pending<Vec<StoredEnvelope>> {
        disk::read(&*self.disk, move |tables| {
            rules::read_after(tables, mailbox, after, count_max, bytes_max)
        })
    }

    fn acknowledge(
        &self,
        mailbox: MailboxId,
        incarnation: Incarnation,
        through: Seq,
        today: Day,
    ) -> Pending<()> {
        disk::write(&*self.disk, rules::ROW_BYTES, true, move |tx, index| {
            rules::acknowledge(tx, index, mailbox, incarnation, through, today)
        })
    }

    fn delete(&self, mailbox: MailboxId) -> Pending<()> {
        disk::write(&*self.disk, rules::ROW_BYTES, true, move |tx, index| {
            rules::delete(tx, index, mailbox)
        })
    }

    fn expire(&self, today: Day, cursor: Option<ExpiryCursor>) -> Pending<ExpiryStep> {
        disk::write(&*self.disk, rules::ROW_BYTES, true, move |tx, index| {
            rules::expire(tx, index, today, cursor)
        })
    }

    fn expiry_days(&self) -> Pending<ExpiryDays> {
        disk::read(&*self.disk, rules::expiry_days)
    }

    fn doubt(&self, doubt: Doubt) -> Pending<()> {
        disk::write(&*self.disk, rules::ROW_BYTES, true, move |tx, _| {
            rules::doubt(tx, doubt);
            Ok(())
        })
    }
}
