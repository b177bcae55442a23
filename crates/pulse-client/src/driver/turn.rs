//! One turn: inputs into the engine, inside one transaction.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use pulse_engine::{Effects, Engine, EngineError, Event, Input, Opening, StoreError, StoreTx};
use rand_core::CryptoRng;

use super::answers;
use crate::clock;
use crate::random::system_rng;
use crate::store::Store;

/// What the driver asks of a store: everything that `work` does becomes durable, or nothing does.
pub(crate) trait TurnStore: Send {
    /// Runs `work` in a transaction, commits it if it succeeds, takes everything back if it or the commit fails.
    fn turn(
        &mut self,
        work: &mut dyn FnMut(&mut dyn StoreTx) -> Result<(), EngineError>,
    ) -> Result<(), EngineError>;

    /// Ends the use of the store.
    fn close(self: Box<Self>) -> Result<(), StoreError>;
}

impl TurnStore for Store {
    fn turn(
        &mut self,
        work: &mut dyn FnMut(&mut dyn StoreTx) -> Result<(), EngineError>,
    ) -> Result<(), EngineError> {
        let mut tx = self.begin()?;
        work(&mut tx)?;
        tx.commit()?;
        Ok(())
    }

    fn close(self: Box<Self>) -> Result<(), StoreError> {
        Store::close(*self)
    }
}

/// Why a turn was taken back.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The store refused; the same inputs will do once it does not.
    Store(StoreError),
    /// The inputs cannot be processed, or what they need is damaged.
    Engine(EngineError),
    /// The engine panicked.
    Panic,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            Self::Engine(error) => error.fmt(f),
            Self::Panic => f.write_str("the engine panicked"),
        }
    }
}

/// The engine with its store.
pub(super) struct Turns {
    engine: Engine,
    store: Box<dyn TurnStore>,
}

impl Turns {
    pub(super) fn new(store: Box<dyn TurnStore>) -> Self {
        Self {
            engine: Engine::new(),
            store,
        }
    }

    /// All inputs in one transaction. After a failure nothing of it remains, in the store or in the engine.
    pub(super) fn attempt(&mut self, inputs: &[Input]) -> Result<Effects, Failure> {
        let Self { engine, store } = self;
        let turn = || run(engine, store.as_mut(), inputs);
        let result = match catch_unwind(AssertUnwindSafe(turn)) {
            Ok(Ok(effects)) => return Ok(effects),
            Ok(Err(EngineError::Store(refusal))) => Err(Failure::Store(refusal)),
            Ok(Err(error)) => Err(Failure::Engine(error)),
            Err(_) => Err(Failure::Panic),
        };
        self.engine.forget_turn();
        result
    }

    /// What the engine is opening at this moment.
    pub(super) fn opening(&self) -> Opening {
        self.engine.opening()
    }

    pub(super) fn close(self) -> Result<(), StoreError> {
        self.store.close()
    }
}

fn run(
    engine: &mut Engine,
    store: &mut dyn TurnStore,
    inputs: &[Input],
) -> Result<Effects, EngineError> {
    let mut rng = system_rng();
    let mut effects = Effects::default();
    store.turn(&mut |tx| {
        for input in inputs {
            if let Input::Disconnected { lane } = input {
                // What this turn wanted to say on the old connection must not be said on the next one.
                effects.frames.retain(|(on, _)| on != lane);
                effects.close.retain(|on| on != lane);
                effects.renew.retain(|on| on != lane);
            }
            effects.extend(handle(engine, tx, input, &mut rng)?);
        }
        Ok(())
    })?;
    Ok(effects)
}

/// One input; a command that was done before is only answered.
fn handle(
    engine: &mut Engine,
    tx: &mut dyn StoreTx,
    input: &Input,
    rng: &mut impl CryptoRng,
) -> Result<Effects, EngineError> {
    let Input::Command { id, command } = input else {
        return engine.handle(input.clone(), tx, clock::now(), rng);
    };
    if !answers::are_kept(command) {
        return engine.handle(input.clone(), tx, clock::now(), rng);
    }
    if let Some(output) = answers::recall(tx, *id)? {
        // The engine says when it wants to be woken with every input.
        let mut effects = engine.handle(Input::Tick, tx, clock::now(), rng)?;
        effects.tell(Event::CommandDone {
            id: *id,
            result: Ok(output),
        });
        return Ok(effects);
    }
    let effects = engine.handle(input.clone(), tx, clock::now(), rng)?;
    answers::keep(tx, *id, &effects)?;
    Ok(effects)
}
