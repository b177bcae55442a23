//! How a client stands: its connections, its queue, its store.

use pulse_engine::{AccountSummary, ConversationId, RefusalInfo, StoreError};
use pulse_protocol::{Lane, ServerLink, Timestamp};
use serde::{Deserialize, Serialize};

use crate::transport::ConnectError;

/// A picture of the moment, see [`Client::status`](crate::Client::status).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Status {
    /// Whether this process runs the engine, or asks another one that does.
    pub role: CurrentRole,
    /// The account of this home, once there is one.
    pub account: Option<AccountSummary>,
    /// Where the client connects to.
    pub server: Option<ServerLink>,
    /// The connection that says who we are.
    pub identified: LaneState,
    /// The connection that does not.
    pub anonymous: LaneState,
    /// When the next attempt to connect begins by itself, while a lane waits to; the earlier one of two.
    pub retry_at: Option<Timestamp>,
    /// Messages of ours that wait to be sent.
    pub queued: u64,
    /// Bytes of the store on disk, its log included.
    pub store_bytes: u64,
    /// The server's clock minus ours, in milliseconds, as of the last connection. Shown, never used for security.
    pub clock_skew_ms: Option<i64>,
    /// What the server said of the last messages that it did not take and that wait for another try, until it takes some.
    pub put_off: Option<PutOff>,
    /// What the store's last refusal was, while it lasts. The mailbox is not read meanwhile.
    pub store_problem: Option<StoreError>,
}

impl Status {
    /// The lanes that are connected.
    pub fn connected_lanes(&self) -> Vec<Lane> {
        [
            (Lane::Identified, &self.identified),
            (Lane::Anonymous, &self.anonymous),
        ]
        .into_iter()
        .filter(|(_, state)| **state == LaneState::Connected)
        .map(|(lane, _)| lane)
        .collect()
    }
}

/// Messages that the server does not take now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutOff {
    /// Where they wait.
    pub conversation: ConversationId,
    /// Why.
    pub refusal: RefusalInfo,
}

/// Who runs the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CurrentRole {
    /// This process.
    Owner,
    /// Another process of the same user.
    Guest,
}

/// How one connection stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LaneState {
    /// Not wanted: no account yet, or opened to stay offline.
    #[default]
    Offline,
    /// Being set up.
    Connecting,
    /// Up, and accepted by the server.
    Connected,
    /// The last attempt failed; the next one comes by itself.
    Waiting(ConnectError),
    /// The server does not want this connection.
    Refused(RefusalInfo),
    /// A newer connection of this device took its place.
    Replaced,
}

/// What a [`sync`](crate::Client::sync) brought about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncReport {
    /// Whether everything that waited in the mailbox is here now.
    pub is_caught_up: bool,
    /// Messages of ours that still wait to be sent.
    pub queued: u64,
    /// Those among them that wait for something else than the server, which no sync brings about.
    pub held: u64,
    /// Messages that arrived since the owner opened the home, or last made a report.
    pub received: u64,
    /// Messages of ours that the server accepted since then.
    pub sent: u64,
}
