//! Connections: frames on one arrive in order, late, or, when it is cut, never. Nothing is ordered between two.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use bytes::Bytes;
use pulse_protocol::{Lane, Timestamp};

/// A connection of one client's lane, in the order of dialling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LinkId(pub(super) u64);

/// Which way a frame goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    ways: [Stream; 2],
}

/// One way of a connection.
#[derive(Default)]
struct Stream {
    frames: VecDeque<Bytes>,
    last_arrival: Timestamp,
}

/// All connections that at least one end still believes in.
#[derive(Default)]
pub(super) struct Network {
    links: BTreeMap<LinkId, Link>,
    count: u64,
}

impl Network {
    pub(super) fn open(&mut self, client: usize, lane: Lane, exporter: [u8; 32]) -> LinkId {
        self.count += 1;
        let id = LinkId(self.count);
        let link = Link {
            client,
            lane,
            exporter,
            is_cut: false,
            ways: Default::default(),
        };
        self.links.insert(id, link);
        id
    }

    pub(super) fn link(&self, id: LinkId) -> Option<&Link> {
        self.links.get(&id)
    }

    /// Puts a frame on its way; returns when it arrives. `None`: the connection is cut, and the frame lost.
    pub(super) fn send(
        &mut self,
        id: LinkId,
        way: Way,
        frame: Bytes,
        now: Timestamp,
        delay: Duration,
    ) -> Option<Timestamp> {
        let link = self.links.get_mut(&id).filter(|link| !link.is_cut)?;
        let stream = link.stream(way);
        let arrival = now.plus(delay).max(stream.last_arrival);
        stream.last_arrival = arrival;
        stream.frames.push_back(frame);
        Some(arrival)
    }

    /// The frame that arrives now, unless the connection was cut before.
    pub(super) fn arrive(&mut self, id: LinkId, way: Way) -> Option<Bytes> {
        let link = self.links.get_mut(&id).filter(|link| !link.is_cut)?;
        link.stream(way).frames.pop_front()
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
    fn stream(&mut self, way: Way) -> &mut Stream {
        let [to_server, to_client] = &mut self.ways;
        match way {
            Way::ToServer => to_server,
            Way::ToClient => to_client,
        }
    }
}
