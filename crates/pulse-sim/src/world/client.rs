//! One client: the real engine over a store that survives crashes, and a driver that does nothing but the turns.

use std::collections::VecDeque;

use pulse_engine::{Effects, Engine, EngineError, Input, MemoryStore, Room, StoreError, StoreTx};
use pulse_protocol::link::ServerLink;
use pulse_protocol::{Lane, Timestamp};
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
    /// The process dies before the commit.
    DiesBeforeCommit,
    /// The process dies after the commit; nothing is performed.
    DiesAfterCommit,
}

pub(super) struct Client {
    pub(super) name: &'static str,
    /// What only the process knows; `None` while it is dead.
    engine: Option<Engine>,
    pub(super) store: MemoryStore,
    rng: ChaCha20Rng,
    waiting: VecDeque<Input>,
    /// The connection of each lane.
    links: [Option<LinkId>; 2],
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
            links: [None, None],
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
        self.wake_at = None;
        self.server = None;
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

    /// One turn, one transaction: the shell of `pulse-client`'s driver without its threads. `None`: the process died, and
    /// what it would have performed is lost.
    pub(super) fn turn(
        &mut self,
        now: Timestamp,
        fate: Fate,
    ) -> Result<Option<Effects>, EngineError> {
        let Some(engine) = &mut self.engine else {
            return Ok(None);
        };
        let now = shifted(now, self.clock_error_ms);
        let mut tx = self.store.begin();
        let mut effects = Effects::default();
        let count = self.waiting.len().min(TURN_INPUTS_MAX);
        for input in self.waiting.drain(..count) {
            effects.extend(engine.handle(input, &mut tx, now, &mut self.rng)?);
        }
        match fate {
            Fate::Performed => tx.commit(),
            Fate::DiesBeforeCommit => {
                tx.rollback();
                return Ok(None);
            }
            Fate::DiesAfterCommit => {
                tx.commit();
                return Ok(None);
            }
        }
        effects.wake_at = effects.wake_at.map(|at| shifted(at, -self.clock_error_ms));
        Ok(Some(effects))
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
