//! What a handler may use: the server's services, its peer, the time and randomness. Nothing here is global.

use std::sync::Arc;

use pulse_protocol::auth::{AuthTranscript, TransportKind};
use pulse_protocol::{
    AccountId, CryptoRng, DeviceId, Refusal, RefusalCode, ServerIdentity, Timestamp, VersionRange,
};

use crate::delivery::Delivery;
use crate::directory::Directory;
use crate::mailboxes::{MailboxId, Mailboxes};
use crate::metrics::Metrics;
use crate::policy::Policy;
use crate::presence::{Connections, Inbox, Presence};
use crate::rate_limit::{BucketKey, Network, Rate, RateLimits};
use crate::refusals::refuse;

/// What all connections of a server share.
pub struct Services {
    /// Where mail waits.
    pub mailboxes: Arc<dyn Mailboxes>,
    /// Who there is.
    pub directory: Arc<dyn Directory>,
    /// Who is connected.
    pub presence: Presence,
    /// All connections.
    pub connections: Connections,
    /// Who asks too much.
    pub rates: RateLimits,
    /// Who may come in.
    pub policy: Policy,
    /// What happened, counted.
    pub metrics: Metrics,
}

/// One connection as its handlers see it.
pub struct Context {
    /// The server.
    pub services: Arc<Services>,
    /// The other side.
    pub peer: Peer,
    /// The time, as of this frame.
    pub now: Timestamp,
    /// Randomness.
    pub rng: Box<dyn CryptoRng + Send + Sync>,
}

/// The other side of a connection.
pub struct Peer {
    /// What it has proved so far.
    pub state: PeerState,
    /// Where it comes from, as far as limits care.
    pub network: Network,
    /// The TLS exporter's value, which an authentication signs.
    pub exporter: [u8; 32],
    /// What the connection runs over.
    pub transport: TransportKind,
    /// Which server it was shown, which an authentication signs.
    pub server: ServerIdentity,
    /// The versions that its hello offered, which an authentication signs.
    pub versions: VersionRange,
    /// What others leave for this connection.
    pub inbox: Arc<Inbox>,
    /// Delivery, once attached.
    pub delivery: Option<Delivery>,
    /// It asked for the terms of a registration, and may take its time to meet them.
    pub is_registering: bool,
}

/// What a peer has proved.
///
/// ```text
/// Fresh ── Hello ─┬─► Anonymous
///                 └─► Identified ── Authenticate, Register ─► Device
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeerState {
    /// Nothing: it has not said hello.
    Fresh,
    /// Nothing, and it never will.
    Anonymous,
    /// Nothing yet.
    Identified,
    /// That it is this device.
    Device(MailboxId),
}

impl Peer {
    /// A peer right after its handshake.
    pub fn new(
        network: Network,
        exporter: [u8; 32],
        transport: TransportKind,
        server: ServerIdentity,
    ) -> Self {
        Self {
            state: PeerState::Fresh,
            network,
            exporter,
            transport,
            server,
            versions: VersionRange { min: 0, max: 0 },
            inbox: Arc::new(Inbox::default()),
            delivery: None,
            is_registering: false,
        }
    }
}

impl Context {
    /// Whether what an account published may be fetched here: the own things over the identified lane, others' over the anonymous
    /// one, for a device that asked for others by name would tell whom it writes to. Counts against the network.
    pub(crate) fn check_fetch(&self, account: &AccountId) -> Result<(), Refusal> {
        match self.peer.state {
            PeerState::Anonymous => {}
            _ if self.device()?.account == *account => {}
            _ => {
                return Err(refuse(
                    RefusalCode::WrongLane,
                    "what others published is fetched over the anonymous lane",
                ));
            }
        }
        let rates = &self.services.rates;
        rates.check_network(Rate::FetchFromNetwork, &self.peer.network, self.now)
    }

    /// The authenticated device, or the refusal of whoever is none.
    pub(crate) fn device(&self) -> Result<MailboxId, Refusal> {
        match self.peer.state {
            PeerState::Device(device) => Ok(device),
            PeerState::Anonymous => Err(refuse(
                RefusalCode::WrongLane,
                "this needs a connection on the identified lane",
            )),
            PeerState::Fresh | PeerState::Identified => {
                Err(refuse(RefusalCode::NotAuthenticated, "authenticate first"))
            }
        }
    }

    /// What a device signs to prove itself on this connection.
    pub(crate) fn transcript(&self, account: AccountId, device: DeviceId) -> AuthTranscript {
        AuthTranscript::new(
            self.peer.versions,
            self.peer.transport,
            self.peer.server,
            account,
            device,
            self.peer.exporter,
        )
    }

    /// Makes this the device's live connection.
    pub(crate) fn become_device(&mut self, device: MailboxId) {
        self.peer.state = PeerState::Device(device);
        self.services.presence.join(device, &self.peer.inbox);
    }

    /// Lets go of what the connection holds of the server. To be called once it has ended.
    pub fn leave(&mut self) {
        if let PeerState::Device(device) = self.peer.state {
            self.services.presence.leave(&device, &self.peer.inbox);
        }
    }
}

/// The bucket of an account.
pub(crate) fn account_key(account: &AccountId) -> BucketKey {
    let mut key = [0; 36];
    key[..32].copy_from_slice(account.as_bytes());
    key
}

/// The bucket of a device.
pub(crate) fn device_key(device: &MailboxId) -> BucketKey {
    let mut key = account_key(&device.account);
    key[32..].copy_from_slice(&device.device.get().to_be_bytes());
    key
}
