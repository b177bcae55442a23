//! Connections: frames on one arrive in order, late, or, when it is cut, never. Nothing is ordered between two, and what was sent
//! on one that its client gave up may arrive after what was sent on the next.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use bytes::Bytes;
use pulse_protocol::{EnvelopeId, Lane, Timestamp};

/// A connection of one client's lane, in the order of dialling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LinkId(pub(super) u64);

/// Which way a frame goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    ToServer,
    ToClient,
}

/// One connection.
pub(super) struct Link {
    pub(super) client: usize,
    pub(super) lane: Lane,
    pub(super) exporter: [u8; 32],
    /// Nothing arrives any more; both ends find out in their own time.
    is_cut: bool,
    /// The client has given it up: what it had sent still arrives.
    is_abandoned: bool,
    ways: [Stream; 2],
}

/// A frame on its way.
pub(super) struct Carried {
    pub(super) bytes: Bytes,
    /// The envelopes of a submission in it.
    pub(super) mail: Vec<EnvelopeId>,
    /// How many frames of this client and way had left before it, on whatever connection.
    number: u64,
}

/// One way of a connection.
#[derive(Default)]
struct Stream {
    frames: VecDeque<Carried>,
    last_arrival: Timestamp,
}

/// All connections that at least one end still believes in.
#[derive(Default)]
pub(super) struct Network {
    links: BTreeMap<LinkId, Link>,
    count: u64,
    /// For each client and way: how many frames left, and the newest that arrived.
    numbers: BTreeMap<(usize, Way), (u64, u64)>,
    /// Frames that arrived after one that had left later.
    pub(super) overtaken: u64,
}

impl Network {
    pub(super) fn open(&mut self, client: usize, lane: Lane, exporter: [u8; 32]) -> LinkId {
        let id = self.stranger();
        let link = Link {
            client,
            lane,
            exporter,
            is_cut: false,
            is_abandoned: false,
            ways: Default::default(),
        };
        self.links.insert(id, link);
        id
    }

    /// A connection of somebody who is not of this world: nothing comes back on it.
    pub(super) fn stranger(&mut self) -> LinkId {
        self.count += 1;
        LinkId(self.count)
    }

    pub(super) fn link(&self, id: LinkId) -> Option<&Link> {
        self.links.get(&id)
    }

    /// Puts a frame on its way; returns when it arrives. `None`: the connection is cut, and the frame lost.
    pub(super) fn send(
        &mut self,
        id: LinkId,
        way: Way,
        (bytes, mail): (Bytes, Vec<EnvelopeId>),
        now: Timestamp,
        delay: Duration,
    ) -> Option<Timestamp> {
        let link = self.links.get_mut(&id).filter(|link| link.carries(way))?;
        let (sent, _) = self.numbers.entry((link.client, way)).or_default();
        *sent += 1;
        let number = *sent;
        let stream = link.stream(way);
        let arrival = now.plus(delay).max(stream.last_arrival);
        stream.last_arrival = arrival;
        stream.frames.push_back(Carried {
            bytes,
            mail,
            number,
        });
        Some(arrival)
    }

    /// The frame that arrives now, unless the connection was cut before.
    pub(super) fn arrive(&mut self, id: LinkId, way: Way) -> Option<Carried> {
        let link = self.links.get_mut(&id).filter(|link| link.carries(way))?;
        let carried = link.stream(way).frames.pop_front()?;
        let (_, newest) = self.numbers.entry((link.client, way)).or_default();
        self.overtaken += u64::from(*newest > carried.number);
        *newest = carried.number.max(*newest);
        Some(carried)
    }

    /// The client gives a connection up. Returns when the last of what it had sent arrives; `None`: it was given up or cut before.
    pub(super) fn abandon(&mut self, id: LinkId) -> Option<Timestamp> {
        let link = self.links.get_mut(&id)?;
        if link.is_cut || link.is_abandoned {
            return None;
        }
        link.is_abandoned = true;
        Some(link.stream(Way::ToServer).last_arrival)
    }

    /// Cuts a connection; what is on its way is lost. False when it was cut before.
    pub(super) fn cut(&mut self, id: LinkId) -> bool {
        match self.links.get_mut(&id) {
            Some(link) if !link.is_cut => {
                link.is_cut = true;
                true
            }
            _ => false,
        }
    }

    /// The connections that are not cut.
    pub(super) fn open_links(&self) -> Vec<LinkId> {
        let open = self.links.iter().filter(|(_, link)| !link.is_cut);
        open.map(|(id, _)| *id).collect()
    }
}

impl Link {
    fn carries(&self, way: Way) -> bool {
        !(self.is_cut || (self.is_abandoned && way == Way::ToClient))
    }

    fn stream(&mut self, way: Way) -> &mut Stream {
        let [to_server, to_client] = &mut self.ways;
        match way {
            Way::ToServer => to_server,
            Way::ToClient => to_client,
        }
    }
}
