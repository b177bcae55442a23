//! What the driver and the connections know about each other: where to connect, how the lanes stand, how far the queue is.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use futures_util::FutureExt;
use pulse_engine::{ConnectionState, Event, MessageStatus, StoreError};
use pulse_protocol::{Lane, ServerLink, Timestamp};
use tokio::sync::{Notify, watch};

use crate::clock;
use crate::events::Hub;
use crate::status::{LaneState, PutOff};
use crate::transport::ConnectError;

/// Both of them.
pub(crate) const LANES: [Lane; 2] = [Lane::Identified, Lane::Anonymous];

/// One board per owner. Every change wakes whoever waits for one.
pub(crate) struct Board {
    state: watch::Sender<Standing>,
    server: watch::Sender<Option<ServerLink>>,
    kicks: PerLane<Notify>,
    /// Lanes whose connection is to be another one, with nothing wrong.
    renewals: PerLane<AtomicBool>,
    /// Messages since somebody last took the count.
    received: AtomicU64,
    sent: AtomicU64,
    hub: Hub,
}

/// How everything stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Standing {
    pub(crate) lanes: PerLane<LaneState>,
    /// When each lane tries again, while it waits to.
    pub(crate) retries: PerLane<Option<Timestamp>>,
    /// To which server each lane was, or is being, connected.
    pub(crate) servers: PerLane<Option<ServerLink>>,
    /// Whether the server has greeted on the lane's present connection.
    pub(crate) greeted: PerLane<bool>,
    /// What waited in the mailbox is processed, on the present connection.
    pub(crate) is_caught_up: bool,
    /// No request waits for the server's answer.
    pub(crate) is_quiet: bool,
    pub(crate) clock_skew_ms: Option<i64>,
    /// The last word of the server about what it did not take, until it takes something.
    pub(crate) put_off: Option<PutOff>,
    pub(crate) store_problem: Option<StoreError>,
    /// The last one, until a mailbox was read to its end: what refuses a message also ends the connection it came on, and the
    /// problem is over with that until the next one tries.
    pub(crate) last_store_problem: Option<StoreError>,
}

impl Standing {
    pub(crate) fn is_connected_to(&self, server: &ServerLink) -> bool {
        let lane = Lane::Identified;
        self.servers.of(lane).as_ref() == Some(server)
            && *self.lanes.of(lane) == LaneState::Connected
    }

    /// Whether the server answers: who registers is connected only when that is over, and a proof of work comes before.
    pub(crate) fn is_greeted_by(&self, server: &ServerLink) -> bool {
        let lane = Lane::Identified;
        self.servers.of(lane).as_ref() == Some(server)
            && *self.lanes.of(lane) == LaneState::Connecting
            && *self.greeted.of(lane)
    }
}

/// One of something for each lane.
#[derive(Clone, Debug, Default)]
pub(crate) struct PerLane<T> {
    identified: T,
    anonymous: T,
}

impl<T> PerLane<T> {
    pub(crate) fn of(&self, lane: Lane) -> &T {
        match lane {
            Lane::Identified => &self.identified,
            Lane::Anonymous => &self.anonymous,
        }
    }

    pub(crate) fn of_mut(&mut self, lane: Lane) -> &mut T {
        match lane {
            Lane::Identified => &mut self.identified,
            Lane::Anonymous => &mut self.anonymous,
        }
    }
}

impl Board {
    pub(crate) fn new(hub: Hub) -> Self {
        Self {
            state: watch::Sender::default(),
            server: watch::Sender::default(),
            kicks: PerLane::default(),
            renewals: PerLane::default(),
            received: AtomicU64::new(0),
            sent: AtomicU64::new(0),
            hub,
        }
    }

    pub(crate) fn standing(&self) -> Standing {
        self.state.borrow().clone()
    }

    pub(crate) fn watch(&self) -> watch::Receiver<Standing> {
        self.state.subscribe()
    }

    pub(crate) fn server(&self) -> Option<ServerLink> {
        self.server.borrow().clone()
    }

    pub(crate) fn watch_server(&self) -> watch::Receiver<Option<ServerLink>> {
        self.server.subscribe()
    }

    pub(crate) fn connect_to(&self, server: ServerLink) {
        self.server.send_if_modified(|current| {
            let is_new = current.as_ref() != Some(&server);
            *current = Some(server);
            is_new
        });
        self.kick();
    }

    /// Ends the waiting of both lanes: somebody wants something now.
    pub(crate) fn kick(&self) {
        for lane in LANES {
            self.kicks.of(lane).notify_one();
        }
    }

    /// What somebody wanted up to now was served by the connection that there was, or will be by the next one.
    pub(crate) fn forget_kicks(&self, lane: Lane) {
        let _ = self.kicks.of(lane).notified().now_or_never();
    }

    pub(crate) async fn kicked(&self, lane: Lane) {
        self.kicks.of(lane).notified().await;
    }

    /// The lane's connection makes room for another one.
    pub(crate) fn renew(&self, lane: Lane) {
        self.renewals.of(lane).store(true, Ordering::Relaxed);
    }

    /// Whether the connection that ended was to make room for another one.
    pub(crate) fn take_renewal(&self, lane: Lane) -> bool {
        self.renewals.of(lane).swap(false, Ordering::Relaxed)
    }

    /// An attempt begins. One that only takes the place of a connection with which nothing was wrong is told nobody, unless it
    /// fails.
    pub(crate) fn begin(&self, lane: Lane, server: &ServerLink, renews: bool) {
        let mut is_same = false;
        self.state.send_modify(|standing| {
            let before = standing.servers.of_mut(lane).replace(server.clone());
            is_same = before.as_ref() == Some(server);
        });
        if renews && is_same {
            return;
        }
        self.set_lane(lane, LaneState::Connecting, None);
    }

    /// There is no connection for a while: why, and for how long if that is known.
    pub(crate) fn wait(&self, lane: Lane, lane_state: LaneState, wait: Option<Duration>) {
        let retry = wait.map(|wait| clock::now().plus(wait));
        self.set_lane(lane, lane_state, retry);
    }

    /// The supervisor's word about a lane.
    fn set_lane(&self, lane: Lane, lane_state: LaneState, retry: Option<Timestamp>) {
        let state = match lane_state {
            LaneState::Connecting => ConnectionState::Connecting,
            _ => ConnectionState::Offline,
        };
        self.state.send_modify(|standing| {
            *standing.lanes.of_mut(lane) = lane_state;
            *standing.retries.of_mut(lane) = retry;
            *standing.greeted.of_mut(lane) = false;
            if lane == Lane::Identified {
                standing.is_caught_up = false;
            }
        });
        self.hub.tell(Event::Connection { lane, state });
    }

    /// The lane's connection is gone; it stood like this at the end. A refusal stays on the board, since it says why.
    pub(crate) fn lane_ended(&self, lane: Lane, last: LaneState, wait: Option<Duration>) {
        let next = match last {
            LaneState::Refused(_) | LaneState::Replaced => last,
            _ => LaneState::Waiting(ConnectError::Lost),
        };
        self.wait(lane, next, wait);
    }

    /// The engine's word about everything: what it tells the listeners is also how things stand.
    pub(crate) fn note(&self, event: &Event) {
        match event {
            Event::Connection { lane, state } => self.note_lane(*lane, state),
            Event::MessageAdded { row } if !row.outgoing => {
                self.received.fetch_add(1, Ordering::Relaxed);
            }
            Event::MessageChanged {
                status: MessageStatus::Sent,
                ..
            } => {
                self.sent.fetch_add(1, Ordering::Relaxed);
                self.state
                    .send_if_modified(|standing| standing.put_off.take().is_some());
            }
            Event::PutOff {
                conversation,
                refusal,
            } => {
                let put_off = PutOff {
                    conversation: *conversation,
                    refusal: refusal.clone(),
                };
                self.state
                    .send_modify(|standing| standing.put_off = Some(put_off));
            }
            Event::QueueDrained => {
                self.state
                    .send_if_modified(|standing| standing.put_off.take().is_some());
            }
            Event::CaughtUp => self.state.send_modify(|standing| {
                standing.is_caught_up = true;
                standing.last_store_problem = None;
            }),
            _ => {}
        }
    }

    fn note_lane(&self, lane: Lane, state: &ConnectionState) {
        let lane_state = match state {
            ConnectionState::Connected => LaneState::Connected,
            ConnectionState::Refused(refusal) => LaneState::Refused(refusal.clone()),
            ConnectionState::Replaced => LaneState::Replaced,
            ConnectionState::Connecting | ConnectionState::Offline => return,
        };
        self.state
            .send_modify(|standing| *standing.lanes.of_mut(lane) = lane_state);
    }

    /// Messages that arrived since this was last asked.
    pub(crate) fn take_received(&self) -> u64 {
        self.received.swap(0, Ordering::Relaxed)
    }

    /// Messages of ours that the server accepted since this was last asked.
    pub(crate) fn take_sent(&self) -> u64 {
        self.sent.swap(0, Ordering::Relaxed)
    }

    pub(crate) fn set_quiet(&self, is_quiet: bool) {
        self.state.send_if_modified(|standing| {
            std::mem::replace(&mut standing.is_quiet, is_quiet) != is_quiet
        });
    }

    /// The server greeted, and its clock is this much ahead of ours.
    pub(crate) fn greeted(&self, lane: Lane, skew_ms: i64) {
        self.state.send_modify(|standing| {
            standing.clock_skew_ms = Some(skew_ms);
            *standing.greeted.of_mut(lane) = true;
        });
    }

    /// A turn was taken back because the store refused it.
    pub(crate) fn note_store_problem(&self, problem: &StoreError) {
        self.state
            .send_modify(|standing| standing.last_store_problem = Some(problem.clone()));
    }

    /// Tells a new problem of the store once, and its end.
    pub(crate) fn set_store_problem(&self, problem: Option<StoreError>) {
        let is_new = self.state.send_if_modified(|standing| {
            let is_new = standing.store_problem != problem;
            standing.store_problem.clone_from(&problem);
            is_new
        });
        if let (true, Some(problem)) = (is_new, problem) {
            self.hub.tell(Event::StoreProblem { problem });
        }
    }
}

#[cfg(test)]
mod tests {
    use pulse_engine::{ConversationId, MessageId, RefusalInfo};
    use pulse_protocol::AccountId;

    use super::*;

    #[test]
    fn what_the_server_does_not_take_is_told_until_it_takes_something_or_nothing_waits() {
        let board = Board::new(Hub::new());
        let conversation = ConversationId::direct(AccountId::from_bytes([7; 32]));
        let put_off = PutOff {
            conversation,
            refusal: RefusalInfo {
                code: 103,
                text: "no room".into(),
                retry_after_ms: 30_000,
            },
        };
        let sent = Event::MessageChanged {
            id: MessageId::from_bytes([1; 16]),
            conversation,
            status: MessageStatus::Sent,
        };
        for end in [sent, Event::QueueDrained] {
            assert_eq!(board.standing().put_off, None);
            board.note(&Event::PutOff {
                conversation,
                refusal: put_off.refusal.clone(),
            });
            assert_eq!(board.standing().put_off, Some(put_off.clone()));
            board.note(&end);
        }
        assert_eq!(board.standing().put_off, None);
    }
}
