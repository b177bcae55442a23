//! The driver: one thread that owns the store and the engine, and the one place of *commit before transmit*.
//!
//! A turn takes whatever waits, hands it to the engine in one transaction, commits, and only then performs what the
//! engine asked for. A turn that fails is taken back and its inputs are tried one by one; an envelope that fails again and
//! again becomes an unreadable row, so that none can jam a mailbox. When the store itself refuses (a full disk), what came
//! from the network is kept and tried again, nothing more is read, and nothing is acknowledged: the server keeps it.

mod answers;
mod panics;
mod queue;
#[cfg(test)]
mod tests;
mod turn;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use pulse_engine::{CommandId, Effects, Event, Input, Notice, StoreError};
use pulse_protocol::{ClientBody, ClientFrame, Lane, Seq, ServerBody};
use tokio::sync::mpsc;

use self::turn::{Failure, Turns};
use crate::board::{Board, LANES, PerLane};
use crate::clock::{self, Moment};
use crate::error::ClientError;
use crate::events::Hub;
use crate::limits::{
    CAREFUL_INPUTS, INPUT_ATTEMPTS_MAX, STORE_RETRY_FIRST, STORE_RETRY_MAX, TICK_RETRY,
    TURN_INPUTS_MAX, WAKE_UP_AT_LATEST,
};
use crate::puzzle::Solver;

pub(crate) use panics::Panics;
#[cfg(test)]
pub(crate) use queue::Wanted;
pub(crate) use queue::{Asked, Closed, Epoch, Heard, Outside, Queue, Reply};
pub(crate) use turn::TurnStore;

/// Everything the driver works with.
pub(crate) struct Parts {
    pub(crate) store: Box<dyn TurnStore>,
    pub(crate) queue: Arc<Queue>,
    pub(crate) board: Arc<Board>,
    pub(crate) hub: Hub,
    pub(crate) panics: Panics,
}

/// Starts the driver's thread. It ends when the queue is closed, and returns how closing the store went.
pub(crate) fn start(parts: Parts) -> io::Result<JoinHandle<Result<(), StoreError>>> {
    let driver = Driver::new(parts)?;
    thread::Builder::new()
        .name("pulse-driver".into())
        .spawn(move || driver.run())
}

struct Driver {
    turns: Turns,
    queue: Arc<Queue>,
    board: Arc<Board>,
    hub: Hub,
    panics: Panics,
    /// Whether envelopes were given up at the start for what they did before, and nobody was told yet.
    has_given_up: bool,
    solver: Solver,
    lanes: PerLane<Option<LiveLane>>,
    /// Who waits for which command.
    replies: BTreeMap<CommandId, Reply>,
    /// Requests on each lane that the server has not answered.
    unanswered: PerLane<BTreeSet<u64>>,
    /// Lanes on which the engine goes on as soon as another connection is there.
    renewing: PerLane<bool>,
    /// What the store refused, in order, with everything that came after it.
    refused: VecDeque<Input>,
    /// Connections that the engine forgot with a failed turn.
    forgotten: PerLane<Option<Epoch>>,
    /// How often envelopes failed by themselves.
    failures: BTreeMap<Seq, u32>,
    /// So many inputs are still taken one by one.
    careful_for: usize,
    /// When the engine wants to be woken.
    wake: Option<Moment>,
    /// The engine's own work failed; it is not asked for it before.
    rests_until: Option<Instant>,
    /// Connections that ended; each waits until the last thing it brought is done.
    ended: Vec<Heard>,
}

/// The present connection of a lane. Dropping the sender makes the connection flush and close; it then reports that it
/// is gone, and is the lane's connection until it does.
struct LiveLane {
    epoch: Epoch,
    frames: Option<mpsc::Sender<ClientFrame>>,
}

impl Driver {
    fn new(parts: Parts) -> io::Result<Self> {
        Ok(Self {
            solver: Solver::start(Arc::clone(&parts.queue), parts.hub.clone())?,
            turns: Turns::new(parts.store),
            queue: parts.queue,
            board: parts.board,
            hub: parts.hub,
            panics: parts.panics,
            has_given_up: false,
            lanes: PerLane::default(),
            replies: BTreeMap::new(),
            unanswered: PerLane::default(),
            renewing: PerLane::default(),
            refused: VecDeque::new(),
            forgotten: PerLane::default(),
            failures: BTreeMap::new(),
            careful_for: 0,
            wake: None,
            rests_until: None,
            ended: Vec::new(),
        })
    }

    fn run(mut self) -> Result<(), StoreError> {
        self.begin();
        let mut pause = STORE_RETRY_FIRST;
        loop {
            let taken = self.queue.take(self.wanted(pause));
            let (is_closed, is_due) = (taken.is_closed, self.is_due());
            if self.refused.is_empty() {
                pause = STORE_RETRY_FIRST;
                let mut inputs = self.accept_commands(taken.commands);
                let outside = taken.outside.into_iter();
                inputs.extend(
                    outside
                        .flat_map(|outside| self.translate(outside))
                        .collect::<Vec<_>>(),
                );
                if is_due {
                    inputs.push(Input::Tick);
                }
                self.turn(inputs);
            } else {
                pause = (pause * 2).min(STORE_RETRY_MAX);
                self.retry_refused();
                let commands = self.accept_commands(taken.commands);
                self.turn(commands);
            }
            if self.refused.is_empty() {
                self.ended.clear();
            }
            if is_closed {
                return self.end();
            }
        }
    }

    /// The engine looks into the store, and is told what not to open.
    fn begin(&mut self) {
        self.panics.watch(self.turns.opening());
        let given_up = self.panics.given_up();
        self.has_given_up = !given_up.is_empty();
        let failed = given_up
            .into_iter()
            .map(|seq| Input::EnvelopeFailed { seq });
        self.turn(std::iter::once(Input::Tick).chain(failed).collect());
    }

    /// Lanes see their senders dropped, send what they have, and close.
    fn end(self) -> Result<(), StoreError> {
        drop(self.lanes);
        self.solver.stop();
        self.turns.close()
    }

    fn wanted(&self, pause: Duration) -> queue::Wanted {
        let is_refused = !self.refused.is_empty();
        let until = if is_refused {
            Some(Instant::now() + pause)
        } else {
            let due = self.wake.map(|wake| wake.wake_up(WAKE_UP_AT_LATEST));
            due.map(|due| self.rests_until.map_or(due, |rested| rested.max(due)))
        };
        queue::Wanted {
            count: TURN_INPUTS_MAX,
            outside: !is_refused,
            until,
        }
    }

    fn is_due(&self) -> bool {
        let is_rested = self.rests_until.is_none_or(|at| at <= Instant::now());
        is_rested && self.wake.is_some_and(Moment::has_come)
    }

    /// A tick failed by itself: what made it due still does.
    fn rest(&mut self) {
        self.rests_until = Some(Instant::now() + TICK_RETRY);
        self.wake.get_or_insert_with(|| Moment::at(clock::now()));
    }

    /// Commands that run already only get a new place to answer to: whoever asked has come back.
    fn accept_commands(&mut self, commands: Vec<Asked>) -> Vec<Input> {
        let mut inputs = Vec::with_capacity(commands.len());
        for Asked { id, command, reply } in commands {
            if self.replies.insert(id, reply).is_none() {
                inputs.push(Input::Command { id, command });
            }
        }
        inputs
    }

    /// What happened outside, as the engine takes it. Words of a connection that is no longer the lane's are dropped.
    fn translate(&mut self, outside: Outside) -> Vec<Input> {
        match outside {
            Outside::Connected {
                lane,
                epoch,
                binding,
                frames,
            } => {
                self.unanswered.of_mut(lane).clear();
                *self.renewing.of_mut(lane) = false;
                let old = self.lanes.of_mut(lane).replace(LiveLane {
                    epoch,
                    frames: Some(frames),
                });
                let mut inputs = Vec::with_capacity(2);
                if old.is_some() {
                    inputs.push(Input::Disconnected { lane });
                }
                inputs.push(Input::Connected { lane, binding });
                inputs
            }
            Outside::Frame { lane, epoch, frame } if self.is_live(lane, epoch) => {
                if let ServerBody::Welcome(welcome) = &frame.body {
                    let theirs = i64::try_from(welcome.server_time.as_millis()).unwrap_or(i64::MAX);
                    let ours = i64::try_from(clock::now().as_millis()).unwrap_or(i64::MAX);
                    self.board.greeted(lane, theirs.saturating_sub(ours));
                }
                self.unanswered.of_mut(lane).remove(&frame.request);
                vec![Input::Frame { lane, frame }]
            }
            Outside::Disconnected { lane, epoch, heard } => {
                self.ended.push(heard);
                if !self.is_live(lane, epoch) {
                    return Vec::new();
                }
                *self.lanes.of_mut(lane) = None;
                self.unanswered.of_mut(lane).clear();
                vec![Input::Disconnected { lane }]
            }
            Outside::Frame { .. } => Vec::new(),
            Outside::Solved { work, nonce } => vec![Input::Solved { work, nonce }],
        }
    }

    fn is_live(&self, lane: Lane, epoch: Epoch) -> bool {
        self.lanes
            .of(lane)
            .as_ref()
            .is_some_and(|live| live.epoch == epoch)
    }

    /// Has the engine handle the inputs and commits. After a failure the engine knows nothing of its connections any more,
    /// so those that are up now end with the next turn that is committed.
    fn attempt(&mut self, inputs: &[Input]) -> Result<Effects, Failure> {
        let result = self.turns.attempt(inputs);
        if result.is_err() {
            for lane in LANES {
                let up = self.lanes.of(lane).as_ref().map(|live| live.epoch);
                *self.forgotten.of_mut(lane) = up.or(*self.forgotten.of(lane));
            }
        }
        result
    }

    /// One turn: everything in one transaction, or else one by one. After a turn that failed, the next inputs are taken
    /// one by one too: the connections began anew, and what was to blame comes again.
    fn turn(&mut self, inputs: Vec<Input>) {
        if inputs.is_empty() {
            return;
        }
        if self.careful_for > 0 {
            self.careful_for = self.careful_for.saturating_sub(inputs.len());
            return self.one_by_one(inputs.into());
        }
        match self.attempt(&inputs) {
            Ok(effects) => self.perform(effects),
            Err(failure) => {
                tracing::warn!(inputs = inputs.len(), %failure, "a turn was taken back");
                match &failure {
                    Failure::Store(problem) => self.board.note_store_problem(problem),
                    _ if inputs.len() > 1 => self.careful_for = CAREFUL_INPUTS,
                    _ => {}
                }
                self.one_by_one(inputs.into());
            }
        }
    }

    fn retry_refused(&mut self) {
        let refused = std::mem::take(&mut self.refused);
        self.one_by_one(refused);
    }

    /// Each input in a turn of its own. Once the store refuses one from outside, it and all after it wait; commands are
    /// answered with the refusal instead, since somebody waits for them.
    fn one_by_one(&mut self, mut inputs: VecDeque<Input>) {
        while let Some(input) = inputs.pop_front() {
            let is_blocked = !self.refused.is_empty();
            if is_blocked && !matches!(input, Input::Command { .. }) {
                self.refused.push_back(input);
                continue;
            }
            if let Err(refusal) = self.alone(&input) {
                self.board.set_store_problem(Some(refusal.clone()));
                match input {
                    Input::Command { id, .. } => self.answer(id, Err(refusal.into())),
                    input => self.refused.push_back(input),
                }
            }
        }
        if self.refused.is_empty() {
            self.board.set_store_problem(None);
        }
    }

    /// Tries one input until it is done or given up. Fails only when the store refuses.
    fn alone(&mut self, input: &Input) -> Result<(), StoreError> {
        for _ in 0..INPUT_ATTEMPTS_MAX {
            match self.attempt(std::slice::from_ref(input)) {
                Ok(effects) => {
                    self.perform(effects);
                    return Ok(());
                }
                Err(Failure::Store(refusal)) => return Err(refusal),
                Err(failure) => tracing::warn!(%failure, "an input failed by itself"),
            }
            if let Input::Frame { frame, .. } = input {
                // Its connection began anew with the failure; the server delivers it again.
                return self.frame_failed(&frame.body);
            }
        }
        match input {
            Input::Command { id, .. } => {
                let what = "a command failed three times".to_owned();
                self.answer(*id, Err(ClientError::Internal { what }));
            }
            Input::Tick => self.rest(),
            _ => {}
        }
        Ok(())
    }

    /// An envelope that fails again and again is put aside as an unreadable row.
    fn frame_failed(&mut self, body: &ServerBody) -> Result<(), StoreError> {
        let mut next = Input::Tick;
        if let ServerBody::Deliver(deliver) = body {
            let failures = self.failures.entry(deliver.seq).or_default();
            *failures += 1;
            if *failures >= INPUT_ATTEMPTS_MAX {
                self.failures.remove(&deliver.seq);
                next = Input::EnvelopeFailed { seq: deliver.seq };
            }
            while self.failures.len() > TURN_INPUTS_MAX {
                self.failures.pop_first();
            }
        }
        match self.attempt(&[next]) {
            Ok(effects) => self.perform(effects),
            Err(Failure::Store(refusal)) => return Err(refusal),
            Err(failure) => tracing::error!(%failure, "an envelope could not be put aside"),
        }
        Ok(())
    }

    /// What the engine asked for. Only ever called after the commit.
    fn perform(&mut self, effects: Effects) {
        if let Some(server) = effects.connect {
            self.board.connect_to(server);
        }
        for (lane, frame) in effects.frames {
            self.send(lane, frame);
        }
        for event in effects.events {
            self.tell(event);
        }
        for lane in effects.close {
            self.close(lane);
        }
        for lane in effects.renew {
            *self.renewing.of_mut(lane) = true;
            self.board.renew(lane);
            self.close(lane);
        }
        for lane in LANES {
            let forgotten = self.forgotten.of_mut(lane).take();
            if forgotten.is_some_and(|epoch| self.is_live(lane, epoch)) {
                self.close(lane);
            }
        }
        for work in effects.work {
            self.solver.solve(work);
        }
        self.wake = effects.wake_at.map(Moment::at);
        self.board.set_quiet(
            LANES
                .iter()
                .all(|lane| self.unanswered.of(*lane).is_empty() && !self.renewing.of(*lane)),
        );
    }

    fn send(&mut self, lane: Lane, frame: ClientFrame) {
        let frames = self
            .lanes
            .of(lane)
            .as_ref()
            .and_then(|live| live.frames.clone());
        // Without a connection the frame is dropped: the engine knows, and sends again when the lane is back.
        let Some(frames) = frames else { return };
        if !matches!(frame.body, ClientBody::Acknowledge(_)) {
            self.unanswered.of_mut(lane).insert(frame.request);
        }
        if frames.try_send(frame).is_err() {
            tracing::warn!(?lane, "a connection takes no more frames and is closed");
            self.close(lane);
        }
    }

    fn close(&mut self, lane: Lane) {
        if let Some(live) = self.lanes.of_mut(lane) {
            live.frames = None;
        }
    }

    fn tell(&mut self, event: Event) {
        self.board.note(&event);
        if matches!(event, Event::CaughtUp) {
            self.forget_panics();
        }
        match event {
            // Only the asker hears the answer: it may hold the phrase.
            Event::CommandDone { id, result } => {
                self.answer(id, result.map_err(ClientError::Command));
            }
            event => self.hub.tell(event),
        }
    }

    /// The mailbox was read to its end, past whatever was put aside.
    fn forget_panics(&mut self) {
        self.panics.forget();
        if std::mem::take(&mut self.has_given_up) {
            self.hub.tell(Event::Notice(Notice::PutAside));
        }
    }

    fn answer(&mut self, id: CommandId, result: Result<pulse_engine::CommandOutput, ClientError>) {
        if let Some(reply) = self.replies.remove(&id) {
            // Nobody listens any more when the asker gave up.
            let _ = reply.send(result);
        }
    }
}
