//! One client: the real engine over a store that survives crashes, and a driver that does nothing but the turns.

use std::collections::VecDeque;

use pulse_engine::{
    CommandId, Effects, Engine, EngineError, Input, MemoryStore, Room, StoreError, StoreTx,
};
use pulse_protocol::link::ServerLink;
use pulse_protocol::{AccountId, Lane, Timestamp};
use rand_chacha::ChaCha20Rng;

use super::faults::clock_error_ms;
use super::network::LinkId;

/// Inputs of one turn, as the real driver takes them.
const TURN_INPUTS_MAX: usize = 256;

/// What becomes of a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is committed and performed.
    Performed,
    /// The disk is full: after so many inputs the store refuses, and everything is taken back.
    DiskFull { after: usize },
    /// The process dies before the commit.
    DiesBeforeCommit,
    /// The process dies after the commit; nothing is performed.
    DiesAfterCommit,
}

/// What came of a turn.
pub(super) enum Turned {
    /// It is committed. What it asks for is to be performed, unless the process died.
    Committed(Effects),
    /// The store refused. These commands are answered with that; everything else waits.
    Refused(Vec<CommandId>),
    /// The process died before.
    Lost,
}

pub(super) struct Client {
    pub(super) name: &'static str,
    /// What only the process knows; `None` while it is dead.
    engine: Option<Engine>,
    pub(super) store: MemoryStore,
    rng: ChaCha20Rng,
    waiting: VecDeque<Input>,
    /// What a full disk refused, in order.
    refused: VecDeque<Input>,
    /// Until when the disk is full.
    pub(super) full_until: Timestamp,
    /// The connection of each lane.
    links: [Option<LinkId>; 2],
    /// Connections that the engine forgot with a turn that was taken back: they end with the next that is committed.
    forgotten: [Option<LinkId>; 2],
    /// Where to connect.
    pub(super) server: Option<ServerLink>,
    /// When the engine wants to be woken.
    pub(super) wake_at: Option<Timestamp>,
    /// How often the process was started: what was planned for an earlier one is void.
    pub(super) life: u64,
    /// How far its clock is off.
    clock_error_ms: i64,
}

impl Client {
    pub(super) fn new(name: &'static str, mut rng: ChaCha20Rng) -> Client {
        let clock_error_ms = clock_error_ms(&mut rng);
        Client {
            name,
            engine: None,
            store: MemoryStore::new(),
            rng,
            waiting: VecDeque::new(),
            refused: VecDeque::new(),
            full_until: Timestamp::default(),
            links: [None, None],
            forgotten: [None, None],
            server: None,
            wake_at: None,
            life: 0,
            clock_error_ms,
        }
    }

    pub(super) fn is_alive(&self) -> bool {
        self.engine.is_some()
    }

    /// Starts the process: it knows what the store knows.
    pub(super) fn start(&mut self) -> Result<(), EngineError> {
        self.engine = Some(Engine::new());
        self.life += 1;
        let mut tx = self.store.begin();
        self.server = Engine::server(&mut tx)?;
        self.waiting.push_back(Input::Tick);
        Ok(())
    }

    /// Kills the process. Its connections are for the world to cut.
    pub(super) fn die(&mut self) -> Vec<LinkId> {
        self.engine = None;
        self.waiting.clear();
        self.refused.clear();
        self.wake_at = None;
        self.server = None;
        self.forgotten = [None, None];
        self.links.iter_mut().filter_map(Option::take).collect()
    }

    /// Damages the store.
    pub(super) fn lose_sessions(&mut self) -> Result<(), StoreError> {
        let mut tx = self.store.begin();
        for (key, _) in tx.scan(Room::Sessions, b"", None, usize::MAX)? {
            tx.delete(Room::Sessions, &key)?;
        }
        tx.commit();
        Ok(())
    }

    /// Whether something for an account waits to be sent.
    pub(super) fn has_queued(&mut self, account: AccountId) -> Result<bool, EngineError> {
        let key = [b"a", account.as_bytes().as_slice()].concat();
        let found = self.store.begin().get(Room::Outbox, &key)?;
        Ok(found.is_some())
    }

    /// Leaves an input for the next turn. False when one was waiting already, so that a turn is planned.
    pub(super) fn push(&mut self, input: Input) -> bool {
        let is_first = self.waiting.is_empty();
        self.waiting.push_back(input);
        is_first
    }

    pub(super) fn link(&self, lane: Lane) -> Option<LinkId> {
        self.links.get(index(lane)).copied().flatten()
    }

    pub(super) fn set_link(&mut self, lane: Lane, link: Option<LinkId>) {
        if let Some(place) = self.links.get_mut(index(lane)) {
            *place = link;
        }
    }

    /// One turn, one transaction: the shell of `pulse-client`'s driver without its threads.
    pub(super) fn turn(&mut self, now: Timestamp, fate: Fate) -> Result<Turned, EngineError> {
        if let Fate::DiskFull { after } = fate {
            return self.refuse(now, after);
        }
        while let Some(input) = self.refused.pop_back() {
            self.waiting.push_front(input);
        }
        let Some(engine) = &mut self.engine else {
            return Ok(Turned::Lost);
        };
        let now = shifted(now, self.clock_error_ms);
        let mut tx = self.store.begin();
        let mut effects = Effects::default();
        let count = self.waiting.len().min(TURN_INPUTS_MAX);
        for input in self.waiting.drain(..count) {
            if let Input::Disconnected { lane } = input {
                // What this turn wanted to say on the old connection must not be said on the next one.
                effects.frames.retain(|(on, _)| *on != lane);
                effects.close.retain(|on| *on != lane);
                effects.renew.retain(|on| *on != lane);
            }
            effects.extend(engine.handle(input, &mut tx, now, &mut self.rng)?);
        }
        if fate == Fate::DiesBeforeCommit {
            tx.rollback();
            return Ok(Turned::Lost);
        }
        tx.commit();
        effects.wake_at = effects.wake_at.map(|at| shifted(at, -self.clock_error_ms));
        Ok(Turned::Committed(effects))
    }

    /// A turn that the store refuses: nothing of it stays, in the store or in the engine.
    fn refuse(&mut self, now: Timestamp, after: usize) -> Result<Turned, EngineError> {
        let Some(engine) = &mut self.engine else {
            return Ok(Turned::Lost);
        };
        let now = shifted(now, self.clock_error_ms);
        let mut tx = self.store.begin();
        for input in self.waiting.iter().take(after.min(TURN_INPUTS_MAX)) {
            engine.handle(input.clone(), &mut tx, now, &mut self.rng)?;
        }
        tx.rollback();
        engine.forget_turn();
        for (forgotten, link) in self.forgotten.iter_mut().zip(self.links) {
            *forgotten = link.or(*forgotten);
        }
        let mut commands = Vec::new();
        for input in self.waiting.drain(..) {
            match input {
                Input::Command { id, .. } => commands.push(id),
                input => self.refused.push_back(input),
            }
        }
        Ok(Turned::Refused(commands))
    }

    /// The present connections of which the engine knows nothing any more.
    pub(super) fn take_forgotten(&mut self) -> Vec<LinkId> {
        let both = self.forgotten.iter_mut().zip(self.links);
        both.filter_map(|(forgotten, link)| forgotten.take().filter(|id| link == Some(*id)))
            .collect()
    }

    /// Sets the clock forward or back. Returns when the engine wants to be woken now, if it did.
    pub(super) fn jump(&mut self, by_ms: i64) -> Option<Timestamp> {
        self.clock_error_ms = self.clock_error_ms.saturating_add(by_ms);
        self.wake_at.map(|at| shifted(at, -by_ms))
    }

    /// Whether a turn has something to do.
    pub(super) fn has_work(&self) -> bool {
        self.has_waiting() || !self.refused.is_empty()
    }

    pub(super) fn waiting_count(&self) -> usize {
        self.waiting.len()
    }

    pub(super) fn has_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }
}

fn index(lane: Lane) -> usize {
    match lane {
        Lane::Identified => 0,
        Lane::Anonymous => 1,
    }
}

fn shifted(at: Timestamp, by_ms: i64) -> Timestamp {
    Timestamp::from_millis(at.as_millis().saturating_add_signed(by_ms))
}
