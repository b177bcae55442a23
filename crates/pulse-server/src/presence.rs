//! Who is connected: from a mailbox to the one live connection of its device. The newest connection wins.
//!
//! What is announced here is a hint with a copy: the store is the truth, and a delivery reads there whatever it missed.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use parking_lot::Mutex;
use pulse_protocol::{RefusalCode, Seq};
use tokio::sync::Notify;

use crate::limits;
use crate::mailboxes::{MailboxId, StoredEnvelope};

/// The live connections of all devices.
#[derive(Default)]
pub struct Presence {
    // A hash map by measurement: it is asked twice for every message.
    inboxes: Mutex<HashMap<MailboxId, Arc<Inbox>>>,
}

impl Presence {
    /// Makes this the device's connection. The one before is told that it was replaced.
    pub fn join(&self, mailbox: MailboxId, inbox: &Arc<Inbox>) {
        let before = self.inboxes.lock().insert(mailbox, Arc::clone(inbox));
        if let Some(before) = before.filter(|before| !Arc::ptr_eq(before, inbox)) {
            before.dismiss(RefusalCode::Replaced);
        }
    }

    /// The connection has ended; nothing happens when a newer one took its place.
    pub fn leave(&self, mailbox: &MailboxId, inbox: &Arc<Inbox>) {
        let mut inboxes = self.inboxes.lock();
        let is_ours = |current: &Arc<Inbox>| Arc::ptr_eq(current, inbox);
        if inboxes.get(mailbox).is_some_and(is_ours) {
            inboxes.remove(mailbox);
        }
    }

    /// Hands a durable envelope to the device's connection, if there is one.
    pub fn announce(&self, mailbox: &MailboxId, envelope: StoredEnvelope) {
        let inbox = self.inboxes.lock().get(mailbox).cloned();
        if let Some(inbox) = inbox {
            inbox.offer(envelope);
        }
    }

    /// Ends the device's connection.
    pub fn dismiss(&self, mailbox: &MailboxId, code: RefusalCode) {
        let inbox = self.inboxes.lock().get(mailbox).cloned();
        if let Some(inbox) = inbox {
            inbox.dismiss(code);
        }
    }

    /// How many devices are connected.
    pub fn count(&self) -> usize {
        self.inboxes.lock().len()
    }
}

/// What others leave for one connection's task.
#[derive(Default)]
pub struct Inbox {
    state: Mutex<InboxState>,
    changed: Notify,
}

#[derive(Default)]
struct InboxState {
    offered: VecDeque<StoredEnvelope>,
    offered_bytes: usize,
    last_seq: Seq,
    is_attached: bool,
    dismissed: Option<RefusalCode>,
}

/// What [`Inbox::take`] found.
#[derive(Debug, Default)]
pub struct Offered {
    /// Envelopes, in order, perhaps with gaps.
    pub envelopes: VecDeque<StoredEnvelope>,
    /// The newest place that was announced.
    pub last_seq: Seq,
    /// The connection has to end, and why.
    pub dismissed: Option<RefusalCode>,
}

impl Inbox {
    /// Waits until something is left here.
    pub async fn changed(&self) {
        self.changed.notified().await;
    }

    /// Takes what is there.
    pub fn take(&self) -> Offered {
        let mut state = self.state.lock();
        state.offered_bytes = 0;
        Offered {
            envelopes: std::mem::take(&mut state.offered),
            last_seq: state.last_seq,
            dismissed: state.dismissed,
        }
    }

    /// From now on envelopes are worth keeping: somebody delivers them.
    pub fn attach(&self) {
        self.state.lock().is_attached = true;
    }

    /// Asks the connection to end.
    pub fn dismiss(&self, code: RefusalCode) {
        self.state.lock().dismissed = Some(code);
        self.changed.notify_one();
    }

    fn offer(&self, envelope: StoredEnvelope) {
        {
            let mut state = self.state.lock();
            state.last_seq = state.last_seq.max(envelope.seq);
            let bytes = state.offered_bytes + envelope.sealed.len();
            let has_room = state.offered.len() < limits::DELIVERY_WINDOW_ENVELOPES
                && bytes <= limits::DELIVERY_WINDOW_BYTES;
            if state.is_attached && has_room {
                state.offered_bytes = bytes;
                state.offered.push_back(envelope);
            }
        }
        self.changed.notify_one();
    }
}

/// All connections, whoever they belong to.
#[derive(Default)]
pub struct Connections {
    seats: Mutex<Seats>,
    strangers: AtomicUsize,
    changed: Notify,
}

#[derive(Default)]
struct Seats {
    next: u64,
    taken: HashMap<u64, Arc<Inbox>>,
    is_closed: bool,
}

impl Connections {
    /// Takes a seat for a connection; to be given back with [`Self::leave`].
    pub(crate) fn enter(&self, inbox: &Arc<Inbox>) -> u64 {
        let mut seats = self.seats.lock();
        if seats.is_closed {
            inbox.dismiss(RefusalCode::ShuttingDown);
        }
        seats.next += 1;
        let seat = seats.next;
        seats.taken.insert(seat, Arc::clone(inbox));
        seat
    }

    pub(crate) fn leave(&self, seat: u64) {
        self.seats.lock().taken.remove(&seat);
        self.changed.notify_waiters();
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.seats.lock().taken.len()
    }

    /// How many of them have not said yet what they are.
    pub fn count_strangers(&self) -> usize {
        self.strangers.load(Ordering::Relaxed)
    }

    /// Counts a connection as a stranger until the guard is dropped.
    pub(crate) fn stranger(&self) -> Stranger<'_> {
        self.strangers.fetch_add(1, Ordering::Relaxed);
        Stranger(self)
    }

    /// Ends all, and every one that comes.
    pub(crate) fn dismiss_all(&self, code: RefusalCode) {
        let mut seats = self.seats.lock();
        seats.is_closed = true;
        for inbox in seats.taken.values() {
            inbox.dismiss(code);
        }
    }

    /// Waits until the last one has left.
    pub(crate) async fn ended(&self) {
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            if self.count() == 0 {
                return;
            }
            changed.await;
        }
    }
}

/// A connection that has not said what it is.
pub(crate) struct Stranger<'a>(&'a Connections);

impl Drop for Stranger<'_> {
    fn drop(&mut self) {
        self.0.strangers.fetch_sub(1, Ordering::Relaxed);
    }
}
