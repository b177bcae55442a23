//! Several engines, their stores, and the loop around each: a turn, a commit, then the effects.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use pulse_engine::{
    ChannelBinding, Command, CommandError, CommandId, CommandOutput, ConnectionState, ContactState,
    ContentId, ConversationId, Effects, Engine, Event, Input, MemoryStore, MessageId, MessageRow,
    MessageStatus,
};
use pulse_protocol::auth::{AuthTranscript, TransportKind};
use pulse_protocol::link::{ContactLink, ServerLink};
use pulse_protocol::{
    AccountId, DeviceId, Lane, ServerIdentity, Timestamp, VersionRange, codec, proof_of_work,
};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use super::server::Server;

const LANES: [Lane; 2] = [Lane::Identified, Lane::Anonymous];
pub(crate) const START: u64 = 1_800_000_000_000;

pub(crate) struct World {
    pub(crate) server: Server,
    pub(crate) clients: Vec<Client>,
    pub(crate) now: Timestamp,
    /// The clock stands still while set; otherwise each turn takes a millisecond.
    pub(crate) is_frozen: bool,
    /// The next turn is rolled back, as by a disk that is full.
    pub(crate) fails_once: bool,
    /// Turns may fail while set, and are rolled back as a driver does.
    pub(crate) may_fail: bool,
    queue: VecDeque<(usize, Input)>,
}

pub(crate) struct Client {
    pub(crate) engine: Engine,
    pub(crate) store: MemoryStore,
    pub(crate) rng: ChaCha20Rng,
    pub(crate) account: AccountId,
    pub(crate) device: DeviceId,
    pub(crate) events: Vec<Event>,
    pub(crate) online: bool,
    up: BTreeMap<Lane, [u8; 32]>,
    pub(crate) connections: u8,
    commands: u64,
    pub(crate) wake_at: Option<Timestamp>,
    /// Work is left undone while set.
    pub(crate) is_lazy: bool,
}

pub(crate) fn transcript(
    account: AccountId,
    device: DeviceId,
    exporter: [u8; 32],
) -> AuthTranscript {
    AuthTranscript::new(
        VersionRange::CURRENT,
        TransportKind::Quic,
        ServerIdentity::from_bytes([9; 32]),
        account,
        device,
        exporter,
    )
}

pub(crate) fn server_link() -> ServerLink {
    ServerLink {
        host: "pulse.example".into(),
        port: 7857,
        fingerprint: None,
    }
}

impl World {
    pub(crate) fn new() -> World {
        World {
            server: Server::default(),
            clients: Vec::new(),
            now: Timestamp::from_millis(START),
            is_frozen: false,
            may_fail: false,
            fails_once: false,
            queue: VecDeque::new(),
        }
    }

    /// Two people who have registered and know nothing of each other.
    pub(crate) fn pair() -> (World, usize, usize) {
        let mut world = World::new();
        let (alice, bob) = (world.join("Alice"), world.join("Bob"));
        (world, alice, bob)
    }

    /// Two people who talk.
    pub(crate) fn friends() -> (World, usize, usize) {
        let (mut world, alice, bob) = World::pair();
        world.befriend(alice, bob);
        (world, alice, bob)
    }

    pub(crate) fn befriend(&mut self, a: usize, b: usize) {
        self.add(a, b);
        self.send(a, b, "hello");
        self.run();
        self.command(
            b,
            Command::AcceptContact {
                account: self.clients[a].account,
            },
        )
        .unwrap();
        self.run();
        assert_eq!(self.state(a, b), ContactState::Accepted);
        assert_eq!(self.state(b, a), ContactState::Accepted);
    }

    /// A device without an account.
    pub(crate) fn device(&mut self) -> usize {
        let index = self.clients.len();
        self.clients.push(Client {
            engine: Engine::new(),
            store: MemoryStore::new(),
            rng: ChaCha20Rng::seed_from_u64(100 + index as u64),
            account: AccountId::from_bytes([0; 32]),
            device: DeviceId::new(0),
            events: Vec::new(),
            online: true,
            up: BTreeMap::new(),
            connections: 0,
            commands: 0,
            wake_at: None,
            is_lazy: false,
        });
        self.turn(index, Input::Tick);
        index
    }

    pub(crate) fn join(&mut self, name: &str) -> usize {
        let index = self.device();
        let result = self.register(index, name, None);
        let Some(Ok(CommandOutput::Registered { account })) = result else {
            panic!("registration: {result:?}");
        };
        self.note_account(index);
        assert_eq!(self.clients[index].account, account);
        index
    }

    pub(crate) fn note_account(&mut self, index: usize) {
        let client = &mut self.clients[index];
        let summary = Engine::account(&mut client.store.begin()).unwrap().unwrap();
        client.account = summary.account;
        client.device = summary.device;
    }

    /// Registers; `None` when no answer came.
    pub(crate) fn register(
        &mut self,
        index: usize,
        name: &str,
        invite: Option<&str>,
    ) -> Option<Result<CommandOutput, CommandError>> {
        let command = Command::Register {
            server: server_link(),
            name: name.into(),
            invite: invite.map(str::to_owned),
        };
        let id = self.begin_command(index, command);
        self.run();
        self.result(index, id)
    }

    fn begin_command(&mut self, index: usize, command: Command) -> CommandId {
        let client = &mut self.clients[index];
        client.commands += 1;
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&client.commands.to_be_bytes());
        let id = CommandId::from_bytes(bytes);
        self.turn(index, Input::Command { id, command });
        id
    }

    /// A command whose answer comes later, or never.
    pub(crate) fn command_unanswered(&mut self, index: usize, command: Command) {
        self.begin_command(index, command);
    }

    fn result(
        &self,
        index: usize,
        wanted: CommandId,
    ) -> Option<Result<CommandOutput, CommandError>> {
        self.clients[index]
            .events
            .iter()
            .rev()
            .find_map(|event| match event {
                Event::CommandDone { id, result } if *id == wanted => Some(result.clone()),
                _ => None,
            })
    }

    pub(crate) fn command(
        &mut self,
        index: usize,
        command: Command,
    ) -> Result<CommandOutput, CommandError> {
        let id = self.begin_command(index, command);
        self.result(index, id).expect("every command is answered")
    }

    pub(crate) fn link(&self, index: usize) -> ContactLink {
        ContactLink {
            server: server_link(),
            account: self.clients[index].account,
        }
    }

    pub(crate) fn add(&mut self, who: usize, whom: usize) {
        let link = self.link(whom);
        self.command(who, Command::AddContact { link, name: None })
            .unwrap();
    }

    pub(crate) fn send(&mut self, from: usize, to: usize, text: &str) -> MessageId {
        let content = ContentId::random(&mut self.clients[from].rng);
        let conversation = self.conversation(to);
        let command = Command::SendText {
            conversation,
            content,
            text: text.into(),
        };
        match self.command(from, command).unwrap() {
            CommandOutput::Message { id } => id,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn conversation(&self, with: usize) -> ConversationId {
        ConversationId::direct(self.clients[with].account)
    }

    pub(crate) fn history(&self, of: usize, with: usize) -> Vec<MessageRow> {
        self.clients[of].store.history(self.conversation(with))
    }

    pub(crate) fn texts(&self, of: usize, with: usize) -> Vec<String> {
        self.history(of, with)
            .into_iter()
            .map(|row| row.text)
            .collect()
    }

    pub(crate) fn status(&mut self, of: usize, message: MessageId) -> MessageStatus {
        let rows = self.clients[of].store.arrivals();
        rows.iter()
            .find(|row| row.id == message)
            .expect("the message is known")
            .status
    }

    pub(crate) fn state(&self, of: usize, whom: usize) -> ContactState {
        self.contact(of, whom).expect("a contact").state
    }

    pub(crate) fn contact(&self, of: usize, whom: usize) -> Option<pulse_engine::ContactRow> {
        let account = self.clients[whom].account;
        self.clients[of]
            .store
            .contacts()
            .into_iter()
            .find(|contact| contact.account == account)
    }

    pub(crate) fn dropped(&mut self, index: usize, reason: &str) -> u64 {
        Engine::dropped(&mut self.clients[index].store.begin(), reason).unwrap()
    }

    pub(crate) fn count_events(&self, index: usize, name: &str) -> usize {
        self.clients[index]
            .events
            .iter()
            .filter(|event| event.name() == name)
            .count()
    }

    /// One turn with one input: commit, then the effects.
    pub(crate) fn turn(&mut self, index: usize, input: Input) {
        if !self.is_frozen {
            self.now = self.now.plus(Duration::from_millis(1));
        }
        let client = &mut self.clients[index];
        let mut tx = client.store.begin();
        match client
            .engine
            .handle(input, &mut tx, self.now, &mut client.rng)
        {
            Ok(_) if std::mem::take(&mut self.fails_once) => {
                tx.rollback();
                client.engine.forget_turn();
                self.turn(index, Input::Tick);
            }
            Ok(effects) => {
                tx.commit();
                self.perform(index, effects);
            }
            Err(error) => {
                assert!(self.may_fail, "the engine is sound: {error}");
                tx.rollback();
                client.engine.forget_turn();
                self.turn(index, Input::Tick);
            }
        }
    }

    fn perform(&mut self, index: usize, effects: Effects) {
        self.clients[index].wake_at = effects.wake_at;
        self.clients[index].events.extend(effects.events);
        for work in effects.work {
            if !self.clients[index].is_lazy {
                let nonce = proof_of_work::search(&work.puzzle, 0, 1 << 20).unwrap();
                self.queue.push_back((
                    index,
                    Input::Solved {
                        work: work.id,
                        nonce,
                    },
                ));
            }
        }
        for (lane, frame) in effects.frames {
            let Some(exporter) = self.clients[index].up.get(&lane).copied() else {
                continue;
            };
            // Over the wire's own codec, so that every frame is one that a server would read.
            let mut bytes = Vec::new();
            codec::encode_client(&frame, &mut bytes);
            let frame = codec::decode_client(bytes.split_off(4).into())
                .expect("the client's frames are checked");
            self.server.now = self.now;
            let replies = self.server.handle(index, lane, frame, exporter);
            self.deliver(replies);
        }
        for lane in effects.close.into_iter().chain(effects.renew) {
            self.disconnect_lane(index, lane);
            if !self.is_refused_for_good(index, lane) {
                self.connect_lane(index, lane);
            }
        }
        if effects.connect.is_some() {
            self.connect(index);
        }
    }

    pub(crate) fn deliver(&mut self, replies: Vec<(usize, Lane, pulse_protocol::ServerFrame)>) {
        for (client, lane, frame) in replies {
            let mut bytes = Vec::new();
            codec::encode_server(&frame, &mut bytes);
            let frame = codec::decode_server(bytes.split_off(4).into())
                .expect("the server's frames are checked");
            if self.clients[client].up.contains_key(&lane) {
                self.queue.push_back((client, Input::Frame { lane, frame }));
            }
        }
    }

    /// Runs until nothing is left to do.
    pub(crate) fn run(&mut self) {
        for _ in 0..1_000_000 {
            let Some((index, input)) = self.queue.pop_front() else {
                return;
            };
            self.turn(index, input);
        }
        panic!("the world does not come to rest");
    }

    /// Runs at most so many inputs: a moment in the middle of things.
    pub(crate) fn step(&mut self, count: usize) {
        for _ in 0..count {
            if let Some((index, input)) = self.queue.pop_front() {
                self.turn(index, input);
            }
        }
    }

    /// Nobody tries again at once what the server will not have.
    pub(crate) fn is_refused_for_good(&self, index: usize, lane: Lane) -> bool {
        let mut events = self.clients[index].events.iter().rev();
        let last = events.find_map(|event| match event {
            Event::Connection { lane: of, state } if *of == lane => Some(state),
            _ => None,
        });
        matches!(last, Some(ConnectionState::Refused(refusal)) if refusal.retry_after_ms == 0)
    }

    pub(crate) fn connect(&mut self, index: usize) {
        self.clients[index].online = true;
        for lane in LANES {
            self.connect_lane(index, lane);
        }
    }

    pub(crate) fn connect_lane(&mut self, index: usize, lane: Lane) {
        let client = &mut self.clients[index];
        if !client.online || client.up.contains_key(&lane) {
            return;
        }
        client.connections += 1;
        let exporter = [client.connections; 32];
        client.up.insert(lane, exporter);
        let binding = ChannelBinding {
            exporter,
            server: ServerIdentity::from_bytes([9; 32]),
            transport: TransportKind::Quic,
        };
        self.queue
            .push_back((index, Input::Connected { lane, binding }));
    }

    pub(crate) fn disconnect(&mut self, index: usize) {
        self.clients[index].online = false;
        for lane in LANES {
            self.disconnect_lane(index, lane);
        }
        self.run();
    }

    pub(crate) fn disconnect_lane(&mut self, index: usize, lane: Lane) {
        if self.clients[index].up.remove(&lane).is_none() {
            return;
        }
        self.server.disconnect(index, lane);
        self.queue.retain(|(client, input)| {
            *client != index
                || !matches!(input, Input::Frame { lane: of, .. } | Input::Connected { lane: of, .. } if *of == lane)
        });
        self.queue.push_back((index, Input::Disconnected { lane }));
    }

    /// The process dies and starts again over the same store.
    pub(crate) fn restart(&mut self, index: usize) {
        for lane in LANES {
            self.disconnect_lane(index, lane);
        }
        self.queue.retain(|(client, _)| *client != index);
        self.clients[index].engine = Engine::new();
        self.turn(index, Input::Tick);
        let server = Engine::server(&mut self.clients[index].store.begin()).unwrap();
        if server.is_some() && self.clients[index].online {
            self.connect(index);
        }
    }

    /// Time passes; whoever wanted to be woken is.
    pub(crate) fn pass(&mut self, duration: Duration) {
        self.now = self.now.plus(duration);
        for index in 0..self.clients.len() {
            if self.clients[index].wake_at.is_some_and(|at| at <= self.now) {
                self.turn(index, Input::Tick);
            }
        }
        self.run();
    }
}
