//! Who is connected: from a mailbox to the one live connection of its device. The newest connection wins.
//!
//! What is announced here is a hint with a copy: the store is the truth, and a delivery reads there whatever it missed.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use parking_lot::Mutex;
use pulse_protocol::{RefusalCode, Seq};
use tokio::sync::Notify;

use crate::limits;
use crate::mailboxes::{MailboxId, StoredEnvelope};
use crate::rate_limit::{BucketKey, Network};

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
    changed: Notify,
}

#[derive(Default)]
struct Seats {
    next: u64,
    taken: BTreeMap<u64, Arc<Inbox>>,
    /// Those that have not said yet what they are, oldest first.
    strangers: BTreeMap<u64, Network>,
    /// Of networks and of hosts.
    crowds: HashMap<BucketKey, Crowd>,
    is_closed: bool,
}

/// The connections of one network or host.
#[derive(Clone, Copy, Default)]
struct Crowd {
    connections: usize,
    strangers: usize,
}

impl Connections {
    /// Whether a network may have one more connection.
    pub(crate) fn has_room(&self, network: &Network) -> bool {
        let seats = self.seats.lock();
        let crowd = |key| seats.crowds.get(&key).copied().unwrap_or_default();
        let (neighbours, own) = (crowd(network.key()), crowd(network.host()));
        neighbours.connections < limits::CONNECTIONS_PER_NETWORK_MAX
            && neighbours.strangers < limits::STRANGERS_PER_NETWORK_MAX
            && own.connections < limits::CONNECTIONS_PER_HOST_MAX
            && own.strangers < limits::STRANGERS_PER_HOST_MAX
    }

    /// Takes a seat for a stranger; to be given back with [`Self::leave`]. When there are too many of them the oldest goes.
    pub(crate) fn enter(&self, network: &Network, inbox: &Arc<Inbox>) -> u64 {
        let seats = &mut *self.seats.lock();
        if seats.is_closed {
            inbox.dismiss(RefusalCode::ShuttingDown);
        }
        if seats.strangers.len() >= limits::UNAUTHENTICATED_MAX {
            seats.dismiss_oldest_stranger();
        }
        seats.next += 1;
        let seat = seats.next;
        seats.taken.insert(seat, Arc::clone(inbox));
        seats.strangers.insert(seat, *network);
        for key in [network.key(), network.host()] {
            let crowd = seats.crowds.entry(key).or_default();
            crowd.connections += 1;
            crowd.strangers += 1;
        }
        seat
    }

    /// The stranger in this seat has said what it is.
    pub(crate) fn is_known(&self, seat: u64) {
        self.seats.lock().is_known(seat);
    }

    pub(crate) fn leave(&self, seat: u64, network: &Network) {
        {
            let seats = &mut *self.seats.lock();
            seats.is_known(seat);
            seats.taken.remove(&seat);
            for key in [network.key(), network.host()] {
                if let Some(crowd) = seats.crowds.get_mut(&key) {
                    crowd.connections = crowd.connections.saturating_sub(1);
                    if crowd.connections == 0 {
                        seats.crowds.remove(&key);
                    }
                }
            }
        }
        self.changed.notify_waiters();
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.seats.lock().taken.len()
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

impl Seats {
    fn is_known(&mut self, seat: u64) {
        let Some(network) = self.strangers.remove(&seat) else {
            return;
        };
        for key in [network.key(), network.host()] {
            if let Some(crowd) = self.crowds.get_mut(&key) {
                crowd.strangers = crowd.strangers.saturating_sub(1);
            }
        }
    }

    /// Whoever is asked to go is no stranger any more, so that the next one that must go is another.
    fn dismiss_oldest_stranger(&mut self) {
        let Some(oldest) = self.strangers.keys().next().copied() else {
            return;
        };
        self.is_known(oldest);
        if let Some(inbox) = self.taken.get(&oldest) {
            inbox.dismiss(RefusalCode::Busy);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> Network {
        Network::of(text.parse().unwrap())
    }

    fn is_dismissed(inbox: &Inbox) -> bool {
        inbox.take().dismissed.is_some()
    }

    /// The attack: strangers who take seats and never say anything.
    #[test]
    fn each_stranger_too_many_makes_another_one_go() {
        let connections = Connections::default();
        let inboxes: Vec<_> = (0..limits::UNAUTHENTICATED_MAX + 3)
            .map(|number| {
                let inbox = Arc::new(Inbox::default());
                let address = format!("198.51.{}.{}", number / 64, number % 64);
                connections.enter(&network(&address), &inbox);
                inbox
            })
            .collect();
        let dismissed = inboxes.iter().take_while(|inbox| is_dismissed(inbox));
        assert_eq!(dismissed.count(), 3, "the oldest");
        assert!(!inboxes.iter().skip(3).any(|inbox| is_dismissed(inbox)));
    }

    /// The attack: one host of a network opens all the connections that its network may have, says on each what it is, as the
    /// anonymous lane does with one word, and keeps them.
    #[test]
    fn one_host_that_says_what_it_is_leaves_room_for_its_neighbours_too() {
        let connections = Connections::default();
        let (host, neighbour) = (network("192.0.2.1"), network("192.0.2.2"));
        let inbox = Arc::new(Inbox::default());
        while connections.has_room(&host) {
            let seat = connections.enter(&host, &inbox);
            connections.is_known(seat);
        }
        assert_eq!(connections.count(), limits::CONNECTIONS_PER_HOST_MAX);
        assert!(connections.has_room(&neighbour));
    }

    /// The attack: one host of a network opens all the connections that its network may have.
    #[test]
    fn one_host_leaves_room_for_its_neighbours() {
        let connections = Connections::default();
        let (host, neighbour) = (network("192.0.2.1"), network("192.0.2.2"));
        let inbox = Arc::new(Inbox::default());
        let mut seats = Vec::new();
        while connections.has_room(&host) {
            seats.push(connections.enter(&host, &inbox));
        }
        assert!(connections.has_room(&neighbour));
        connections.is_known(seats[0]);
        assert!(
            connections.has_room(&host),
            "who says what it is counts no more"
        );
        for seat in seats {
            connections.leave(seat, &host);
        }
        assert!(connections.seats.lock().crowds.is_empty());
    }
}
