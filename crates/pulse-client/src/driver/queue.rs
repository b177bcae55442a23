//! What waits for the driver: bounded, filled by tasks, drained by the driver's thread.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use pulse_engine::{ChannelBinding, Command, CommandId, CommandOutput, WorkId};
use pulse_protocol::{ClientFrame, Lane, ServerFrame};
use tokio::sync::{Semaphore, mpsc, oneshot};

use crate::error::ClientError;
use crate::limits::WAITING_INPUTS_MAX;

/// How the asker of a command is answered.
pub(crate) type Reply = oneshot::Sender<Result<CommandOutput, ClientError>>;

/// Lets a connection's end wait until the driver is so far.
pub(crate) type Heard = oneshot::Sender<()>;

/// A command and who asked for it.
pub(crate) struct Asked {
    pub(crate) id: CommandId,
    pub(crate) command: Command,
    pub(crate) reply: Reply,
}

/// Tells two connections of a lane apart, so that the late words of the old one are not taken for the new one's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Epoch(pub(crate) u64);

/// Something that happened outside.
pub(crate) enum Outside {
    Connected {
        lane: Lane,
        epoch: Epoch,
        binding: ChannelBinding,
        frames: mpsc::Sender<ClientFrame>,
    },
    Frame {
        lane: Lane,
        epoch: Epoch,
        frame: ServerFrame,
    },
    Disconnected {
        lane: Lane,
        epoch: Epoch,
        /// Dropped once everything that came before is committed and told.
        heard: Heard,
    },
    Solved {
        work: WorkId,
        nonce: u64,
    },
}

/// The driver is gone or going.
#[derive(Debug)]
pub(crate) struct Closed;

/// Two queues with one bell. Commands come from people and are taken first; what happens outside waits its turn, and
/// whoever brings it waits with it, so that a driver that cannot write also stops the reading.
pub(crate) struct Queue {
    state: Mutex<State>,
    bell: Condvar,
    room_for_outside: Semaphore,
    room_for_commands: Semaphore,
}

#[derive(Default)]
struct State {
    commands: VecDeque<Asked>,
    outside: VecDeque<Outside>,
    is_closed: bool,
}

/// What the driver was woken with.
#[derive(Default)]
pub(crate) struct Taken {
    pub(crate) commands: Vec<Asked>,
    pub(crate) outside: Vec<Outside>,
    /// No more will come; all that was asked before is in here.
    pub(crate) is_closed: bool,
}

/// What the driver wants to be woken for.
#[derive(Clone, Copy)]
pub(crate) struct Wanted {
    /// At most so many commands, and as many things from outside. Once the queue is closed, all commands are taken: whoever asked
    /// waits for an answer, and there is no next time.
    pub(crate) count: usize,
    /// False while the store refuses what came from outside before.
    pub(crate) outside: bool,
    /// When to return with nothing.
    pub(crate) until: Option<Instant>,
}

impl Queue {
    pub(crate) fn new() -> Self {
        Self {
            state: Mutex::default(),
            bell: Condvar::new(),
            room_for_outside: Semaphore::new(WAITING_INPUTS_MAX),
            room_for_commands: Semaphore::new(WAITING_INPUTS_MAX),
        }
    }

    pub(crate) async fn ask(&self, asked: Asked) -> Result<(), Closed> {
        self.room_for_commands
            .acquire()
            .await
            .map_err(|_| Closed)?
            .forget();
        self.push(|state| state.commands.push_back(asked))
    }

    pub(crate) async fn bring(&self, outside: Outside) -> Result<(), Closed> {
        self.room_for_outside
            .acquire()
            .await
            .map_err(|_| Closed)?
            .forget();
        self.push(|state| state.outside.push_back(outside))
    }

    /// For threads without a runtime; ignores the bound. Only the solver uses it, with one solution at a time.
    pub(crate) fn bring_now(&self, outside: Outside) -> Result<(), Closed> {
        if let Ok(permit) = self.room_for_outside.try_acquire() {
            permit.forget();
        }
        self.push(|state| state.outside.push_back(outside))
    }

    /// Lets nothing more in, and wakes the driver to end.
    pub(crate) fn close(&self) {
        self.lock().is_closed = true;
        self.room_for_outside.close();
        self.room_for_commands.close();
        self.bell.notify_one();
    }

    /// Waits for something wanted. Called by the driver's thread alone.
    pub(crate) fn take(&self, wanted: Wanted) -> Taken {
        let mut state = self.lock();
        while !state.has(wanted.outside) {
            match wanted.until {
                None => {
                    state = self
                        .bell
                        .wait(state)
                        .unwrap_or_else(PoisonError::into_inner);
                }
                Some(until) => {
                    let left = until.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        break;
                    }
                    let waited = self.bell.wait_timeout(state, left);
                    state = waited.unwrap_or_else(PoisonError::into_inner).0;
                }
            }
        }
        let mut taken = Taken {
            is_closed: state.is_closed,
            ..Taken::default()
        };
        let commands = match state.is_closed {
            true => state.commands.len(),
            false => state.commands.len().min(wanted.count),
        };
        taken.commands.extend(state.commands.drain(..commands));
        if wanted.outside {
            let outside = state.outside.len().min(wanted.count);
            taken.outside.extend(state.outside.drain(..outside));
        }
        drop(state);
        self.room_for_commands.add_permits(taken.commands.len());
        self.room_for_outside.add_permits(taken.outside.len());
        taken
    }

    fn push(&self, add: impl FnOnce(&mut State)) -> Result<(), Closed> {
        let mut state = self.lock();
        if state.is_closed {
            return Err(Closed);
        }
        add(&mut state);
        drop(state);
        self.bell.notify_one();
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nobody panics while holding it; the state would still be whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn has(&self, wants_outside: bool) -> bool {
        self.is_closed || !self.commands.is_empty() || (wants_outside && !self.outside.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use super::*;

    fn solved(nonce: u64) -> Outside {
        Outside::Solved {
            work: WorkId(1),
            nonce,
        }
    }

    fn all(outside: bool) -> Wanted {
        Wanted {
            count: usize::MAX,
            outside,
            until: Some(Instant::now()),
        }
    }

    #[tokio::test]
    async fn whoever_brings_too_much_waits_until_some_is_taken() {
        let queue = Arc::new(Queue::new());
        for nonce in 0..WAITING_INPUTS_MAX as u64 {
            queue.bring(solved(nonce)).await.unwrap();
        }
        let one_more = {
            let queue = Arc::clone(&queue);
            tokio::spawn(async move { queue.bring(solved(9999)).await })
        };
        tokio::task::yield_now().await;
        assert!(!one_more.is_finished());
        assert_eq!(queue.take(all(false)).outside.len(), 0);
        tokio::task::yield_now().await;
        assert!(!one_more.is_finished());
        assert_eq!(queue.take(all(true)).outside.len(), WAITING_INPUTS_MAX);
        one_more.await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn closing_wakes_both_sides() {
        let queue = Arc::new(Queue::new());
        let driver = {
            let queue = Arc::clone(&queue);
            let wanted = Wanted {
                count: 1,
                outside: true,
                until: None,
            };
            std::thread::spawn(move || queue.take(wanted).is_closed)
        };
        queue.close();
        assert!(driver.join().unwrap());
        assert!(queue.bring(solved(1)).await.is_err());
    }

    #[tokio::test]
    async fn what_was_asked_before_the_end_is_taken_at_the_end() {
        let queue = Queue::new();
        for _ in 0..WAITING_INPUTS_MAX {
            let id = CommandId::from_bytes([1; 16]);
            let (reply, _) = oneshot::channel();
            let command = Command::RevealPhrase;
            queue.ask(Asked { id, command, reply }).await.unwrap();
        }
        queue.close();
        let wanted = Wanted {
            count: 1,
            outside: true,
            until: None,
        };
        let taken = queue.take(wanted);
        assert!(taken.is_closed);
        assert_eq!(taken.commands.len(), WAITING_INPUTS_MAX);
    }

    #[test]
    fn a_deadline_ends_the_wait() {
        let queue = Queue::new();
        let until = Instant::now() + Duration::from_millis(1);
        let taken = queue.take(Wanted {
            count: 1,
            outside: true,
            until: Some(until),
        });
        assert!(taken.commands.is_empty() && taken.outside.is_empty() && !taken.is_closed);
        assert!(Instant::now() >= until);
    }
}
