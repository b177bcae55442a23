//! The server of the world: the real handlers, directory, mailboxes and delivery over a disk that forgets what was not
//! synced. What `connection.rs` does with tasks and `select!` is done here one ready future at a time, in an order that the
//! seed decides.

use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::net::Ipv4Addr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{self, Poll, Wake, Waker};

use bytes::Bytes;
use pulse_protocol::auth::TransportKind;
use pulse_protocol::codec;
use pulse_protocol::link::ServerLink;
use pulse_protocol::{
    Refusal, RegistrationPolicy, ServerBody, ServerFrame, ServerIdentity, Timestamp,
};
use pulse_server::handlers::{self, InFlight, Step};
use pulse_server::limits::StoreLimits;
use pulse_server::metrics::Metrics;
use pulse_server::policy::Policy;
use pulse_server::presence::{Connections, Inbox, Presence};
use pulse_server::rate_limit::{Network, RateLimits};
use pulse_server::store::{DiskCopy, MemoryDisk, Store, SyncMode, Table};
use pulse_server::{Context, Peer, Services};
use rand_chacha::ChaCha20Rng;

use super::faults::below;
use super::network::LinkId;
use super::{Broken, fork};

/// Leading zero bits of every puzzle: a world is no test of patience.
const DIFFICULTY: u8 = 2;

/// A row of the store: its table, key and value.
pub(super) type Row = (&'static str, Vec<u8>, Bytes);

/// What a connection says.
pub(super) enum Said {
    /// A frame, with its length before it.
    Frame(Bytes),
    /// It closes.
    Close,
}

pub(super) struct Server {
    disk: Arc<MemoryDisk>,
    identity: ServerIdentity,
    mac_key: [u8; 32],
    rng: ChaCha20Rng,
    /// What the process knows; `None` while it is dead.
    services: Option<Arc<Services>>,
    connections: BTreeMap<LinkId, Connection>,
    /// A daily look at what is too old.
    expiry: Option<Expiry>,
    said: VecDeque<(LinkId, Said)>,
}

impl Server {
    pub(super) fn new(mut rng: ChaCha20Rng) -> Server {
        let identity = ServerIdentity::of_public_key_info(b"the key of the server of the world");
        let limits = StoreLimits::default();
        let mut server = Server {
            disk: Arc::new(MemoryDisk::new(SyncMode::Manual, limits)),
            identity,
            mac_key: [7; 32],
            rng: fork(&mut rng),
            services: None,
            connections: BTreeMap::new(),
            expiry: None,
            said: VecDeque::new(),
        };
        server.start();
        server
    }

    pub(super) fn identity(&self) -> ServerIdentity {
        self.identity
    }

    pub(super) fn link(&self) -> ServerLink {
        ServerLink {
            host: "world.example".into(),
            port: 7857,
            fingerprint: Some(self.identity),
        }
    }

    pub(super) fn is_up(&self) -> bool {
        self.services.is_some()
    }

    /// Starts the process over what the disk kept.
    pub(super) fn start(&mut self) {
        let store = Arc::new(Store::in_memory(Arc::clone(&self.disk)));
        self.services = Some(Arc::new(Services {
            mailboxes: Arc::clone(&store) as _,
            directory: store,
            presence: Presence::default(),
            connections: Connections::default(),
            rates: RateLimits::new(|rate| rate.default_allowance(), false),
            policy: Policy::new(
                RegistrationPolicy::Open,
                DIFFICULTY,
                DIFFICULTY,
                self.mac_key,
            ),
            metrics: Metrics::new(),
        }));
    }

    /// Loses power: the process and every write that was not synced.
    pub(super) fn crash(&mut self) {
        self.services = None;
        self.connections.clear();
        self.expiry = None;
        self.said.clear();
        self.disk.crash();
    }

    /// A copy of what is durable.
    pub(super) fn copy(&self) -> DiskCopy {
        self.disk.copy()
    }

    /// Stops the process and puts a copy back in the place of everything.
    pub(super) fn put_back(&mut self, copy: &DiskCopy, random: u64) -> Result<(), Broken> {
        self.crash();
        let done = self.disk.put_back(copy, random);
        done.map_err(|error| Broken(format!("the server cannot be put back: {error}")))
    }

    /// From now on the disk is full, or not any more.
    pub(super) fn set_full(&self, is_full: bool) {
        self.disk.set_full(is_full);
    }

    /// Begins the daily look at what is too old.
    pub(super) fn expire(&mut self, now: Timestamp) {
        let Some(services) = &self.services else {
            return;
        };
        let mailboxes = Arc::clone(&services.mailboxes);
        let future = Box::pin(async move {
            let mut cursor = None;
            // A store that fails is looked at again tomorrow.
            while let Ok(step) = mailboxes.expire(now.day(), cursor).await {
                match step.next {
                    Some(next) => cursor = Some(next),
                    None => return,
                }
            }
        });
        self.expiry = Some(Expiry {
            future,
            woken: Flag::raised(),
        });
    }

    pub(super) fn has_unsynced(&self) -> bool {
        self.disk.unsynced() > 0
    }

    pub(super) fn sync(&mut self) -> usize {
        self.disk.sync()
    }

    /// Everything durable.
    pub(super) fn dump(&self) -> Vec<Row> {
        named(self.disk.dump())
    }

    /// What the next sync makes durable.
    pub(super) fn unsynced_rows(&self) -> Vec<Row> {
        named(self.disk.unsynced_rows())
    }

    pub(super) fn open(&mut self, link: LinkId, exporter: [u8; 32], now: Timestamp) {
        let Some(services) = &self.services else {
            return;
        };
        // Loopback is exempt from the limits per network; the limits per device and recipient hold.
        let network = Network::of(Ipv4Addr::LOCALHOST.into());
        let context = Context {
            services: Arc::clone(services),
            peer: Peer::new(network, exporter, TransportKind::Quic, self.identity),
            now,
            rng: Box::new(fork(&mut self.rng)),
        };
        self.connections.insert(link, Connection::new(context));
    }

    pub(super) fn receive(&mut self, link: LinkId, frame: Bytes, now: Timestamp) {
        if let Some(connection) = self.connections.get_mut(&link).filter(|one| !one.is_ending) {
            connection.received.push_back((frame, now));
        }
    }

    /// The server finds out that the other side is gone. What was handed to the store is still waited for.
    pub(super) fn close(&mut self, link: LinkId) {
        if let Some(connection) = self.connections.get_mut(&link) {
            connection.is_ending = true;
            connection.received.clear();
        }
    }

    /// Does one thing that can be done now and returns what a connection said; `None` when nothing can be done.
    pub(super) fn step(&mut self, now: Timestamp, rng: &mut ChaCha20Rng) -> Option<(LinkId, Said)> {
        loop {
            if let Some(said) = self.said.pop_front() {
                return Some(said);
            }
            if self.expiry.as_mut().is_some_and(Expiry::is_over) {
                self.expiry = None;
            }
            let ready: Vec<LinkId> = self
                .connections
                .iter_mut()
                .filter_map(|(link, connection)| connection.is_ready().then_some(*link))
                .collect();
            let chosen = usize::try_from(below(rng, ready.len() as u64)).unwrap_or_default();
            let link = *ready.get(chosen)?;
            self.advance(link, now);
        }
    }

    fn advance(&mut self, link: LinkId, now: Timestamp) {
        let Some(connection) = self.connections.get_mut(&link) else {
            return;
        };
        let mut said = Vec::new();
        connection.advance(now, &mut said);
        if connection.is_over() {
            if let Doing::Nothing(context) = &mut connection.doing {
                context.leave();
            }
            self.connections.remove(&link);
        }
        self.said.extend(said.into_iter().map(|said| (link, said)));
    }
}

fn named(rows: Vec<(Table, Vec<u8>, Bytes)>) -> Vec<Row> {
    let rows = rows.into_iter();
    rows.map(|(table, key, value)| (table.name(), key, value))
        .collect()
}

/// A look at what is too old, one transaction after the other.
struct Expiry {
    future: Pin<Box<dyn Future<Output = ()>>>,
    woken: Arc<Flag>,
}

impl Expiry {
    /// Goes on, if it can; true when it is done.
    fn is_over(&mut self) -> bool {
        self.woken.is_up() && poll(self.future.as_mut(), &self.woken).is_ready()
    }
}

/// One connection, between two polls.
struct Connection {
    doing: Doing,
    woken: Arc<Flag>,
    inbox: Arc<Inbox>,
    /// Resolves when somebody leaves something in the inbox.
    news: Pin<Box<dyn Future<Output = ()>>>,
    news_woken: Arc<Flag>,
    received: VecDeque<(Bytes, Timestamp)>,
    in_flight: VecDeque<InFlight>,
    in_flight_woken: Arc<Flag>,
    is_ending: bool,
}

/// Work that gives the context back.
type Task<T> = Pin<Box<dyn Future<Output = (Box<Context>, T)>>>;

/// A context serves one frame at a time: it is here, or in the future that uses it.
enum Doing {
    Nothing(Box<Context>),
    Frame(Task<Step>),
    Pump(Task<Vec<ServerFrame>>),
    /// Only while one of the others is being replaced.
    Moving,
}

impl Connection {
    fn new(context: Context) -> Connection {
        let inbox = Arc::clone(&context.peer.inbox);
        Connection {
            doing: Doing::Nothing(Box::new(context)),
            woken: Flag::raised(),
            news: news_of(&inbox),
            inbox,
            news_woken: Flag::raised(),
            received: VecDeque::new(),
            in_flight: VecDeque::new(),
            in_flight_woken: Flag::raised(),
            is_ending: false,
        }
    }

    fn is_ready(&mut self) -> bool {
        let can_settle = !self.in_flight.is_empty() && self.in_flight_woken.is_up();
        let can_go_on = match &self.doing {
            Doing::Nothing(context) => {
                !self.received.is_empty()
                    || self.news_woken.is_up()
                    || wants_pump(context)
                    || self.is_over()
            }
            _ => self.woken.is_up(),
        };
        can_settle || can_go_on
    }

    fn is_over(&self) -> bool {
        self.is_ending && self.in_flight.is_empty() && matches!(self.doing, Doing::Nothing(_))
    }

    /// Does what is ready, in the order of `connection.rs`: answers, then deliveries, then the next frame.
    fn advance(&mut self, now: Timestamp, said: &mut Vec<Said>) {
        if !self.in_flight.is_empty() && self.in_flight_woken.lower() {
            return self.settle(said);
        }
        match std::mem::replace(&mut self.doing, Doing::Moving) {
            Doing::Nothing(context) => self.begin(context, now, said),
            Doing::Frame(mut future) => match poll(future.as_mut(), &self.woken) {
                Poll::Ready((context, step)) => {
                    self.doing = Doing::Nothing(context);
                    self.follow(step, said);
                }
                Poll::Pending => self.doing = Doing::Frame(future),
            },
            Doing::Pump(mut future) => match poll(future.as_mut(), &self.woken) {
                Poll::Ready((context, frames)) => {
                    self.doing = Doing::Nothing(context);
                    for frame in frames {
                        self.say(&frame, said);
                    }
                }
                Poll::Pending => self.doing = Doing::Pump(future),
            },
            Doing::Moving => {}
        }
    }

    fn begin(&mut self, mut context: Box<Context>, now: Timestamp, said: &mut Vec<Said>) {
        let has_news =
            self.news_woken.lower() && poll(self.news.as_mut(), &self.news_woken).is_ready();
        if has_news {
            self.news = news_of(&self.inbox);
            self.news_woken.raise();
        }
        if self.is_ending {
            self.doing = Doing::Nothing(context);
            return;
        }
        if has_news || wants_pump(&context) {
            return self.pump(context, said);
        }
        let Some((bytes, at)) = self.received.pop_front() else {
            self.doing = Doing::Nothing(context);
            return;
        };
        context.now = now.max(at);
        match codec::decode_client(bytes) {
            Ok(frame) => {
                self.woken.raise();
                self.doing = Doing::Frame(Box::pin(async move {
                    let step = handlers::begin(&mut context, frame).await;
                    (context, step)
                }));
            }
            Err(error) => {
                self.doing = Doing::Nothing(context);
                let refusal = Refusal::new(error.code());
                let request = error.request().unwrap_or_default();
                self.say(
                    &ServerFrame {
                        request,
                        body: ServerBody::Refused(refusal),
                    },
                    said,
                );
            }
        }
    }

    fn pump(&mut self, mut context: Box<Context>, said: &mut Vec<Said>) {
        let offered = self.inbox.take();
        if let Some(code) = offered.dismissed {
            self.doing = Doing::Nothing(context);
            let body = ServerBody::Goodbye(Refusal::new(code));
            self.say(&ServerFrame { request: 0, body }, said);
            self.end(said);
            return;
        }
        self.woken.raise();
        self.doing = Doing::Pump(Box::pin(async move {
            let mut frames = Vec::new();
            if let Some(delivery) = &mut context.peer.delivery {
                // A store that stops takes the whole server with it here, so its error is nobody's to hear.
                let mailboxes = Arc::clone(&context.services.mailboxes);
                let _stopped = delivery.pump(offered, &*mailboxes, &mut frames).await;
            }
            (context, frames)
        }));
    }

    fn follow(&mut self, step: Step, said: &mut Vec<Said>) {
        match step {
            Step::Reply(frame) => self.say(&frame, said),
            Step::InFlight(in_flight) => {
                self.in_flight.push_back(in_flight);
                self.in_flight_woken.raise();
            }
            Step::Nothing => {}
            Step::Close(frame) => {
                self.say(&frame, said);
                self.end(said);
            }
        }
    }

    /// Takes the answers that are there, oldest first.
    fn settle(&mut self, said: &mut Vec<Said>) {
        while let Some(oldest) = self.in_flight.front_mut() {
            let Poll::Ready(answer) = poll(Pin::new(oldest), &self.in_flight_woken) else {
                return;
            };
            self.in_flight.pop_front();
            if let Some(frame) = answer {
                self.say(&frame, said);
            }
        }
    }

    fn say(&self, frame: &ServerFrame, said: &mut Vec<Said>) {
        if !self.is_ending {
            let mut bytes = Vec::new();
            codec::encode_server(frame, &mut bytes);
            said.push(Said::Frame(bytes.into()));
        }
    }

    fn end(&mut self, said: &mut Vec<Said>) {
        self.is_ending = true;
        self.received.clear();
        said.push(Said::Close);
    }
}

fn wants_pump(context: &Context) -> bool {
    context
        .peer
        .delivery
        .as_ref()
        .is_some_and(|delivery| delivery.wants_pump())
}

fn news_of(inbox: &Arc<Inbox>) -> Pin<Box<dyn Future<Output = ()>>> {
    let inbox = Arc::clone(inbox);
    Box::pin(async move { inbox.changed().await })
}

fn poll<F: Future + ?Sized>(future: Pin<&mut F>, flag: &Arc<Flag>) -> Poll<F::Output> {
    flag.lower();
    let waker = Waker::from(Arc::clone(flag));
    future.poll(&mut task::Context::from_waker(&waker))
}

/// A waker that says whether its future is worth polling.
struct Flag(AtomicBool);

impl Flag {
    fn raised() -> Arc<Flag> {
        Arc::new(Flag(AtomicBool::new(true)))
    }

    fn raise(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Takes the flag down; true when it was up.
    fn lower(&self) -> bool {
        self.0.swap(false, Ordering::Relaxed)
    }

    fn is_up(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.raise();
    }
}

/// What the proofs that the rules can fail need.
#[cfg(test)]
impl Server {
    /// Writes mail as it is, as no client would.
    pub(super) fn append(&self, append: pulse_server::mailboxes::Append) {
        if let Some(services) = &self.services {
            let _unheard = services.mailboxes.append(append);
        }
    }
}
