//! Proofs of work, searched on threads of their own: with progress, and given up when the client closes.

use std::collections::BTreeSet;
use std::io;
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use pulse_engine::{Event, Work, WorkId};
use pulse_protocol::proof_of_work::{Puzzle, search};

use crate::driver::{Outside, Queue};
use crate::events::Hub;
use crate::limits::{PUZZLE_CHUNK, WAITING_PUZZLES_MAX, WORKING_EVENT_EVERY};

/// Solves one puzzle after the other, each with all cores.
pub(crate) struct Solver {
    work: SyncSender<Work>,
    waiting: Arc<Mutex<BTreeSet<WorkId>>>,
    is_stopped: Arc<AtomicBool>,
}

impl Solver {
    /// Starts the thread that waits for puzzles. Solutions go into `queue`, progress to the listeners.
    pub(crate) fn start(queue: Arc<Queue>, hub: Hub) -> io::Result<Self> {
        let (sender, receiver) = sync_channel(WAITING_PUZZLES_MAX);
        let waiting = Arc::new(Mutex::new(BTreeSet::new()));
        let is_stopped = Arc::new(AtomicBool::new(false));
        let desk = Desk {
            queue,
            hub,
            waiting: Arc::clone(&waiting),
            is_stopped: Arc::clone(&is_stopped),
        };
        thread::Builder::new()
            .name("pulse-puzzles".into())
            .spawn(move || desk.run(&receiver))?;
        Ok(Self {
            work: sender,
            waiting,
            is_stopped,
        })
    }

    /// Adds a puzzle, unless it waits already. Beyond the bound it is dropped: the engine asks again with its next try.
    pub(crate) fn solve(&self, work: Work) {
        let id = work.id;
        if !lock(&self.waiting).insert(id) {
            return;
        }
        match self.work.try_send(work) {
            Ok(()) => {}
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => {
                lock(&self.waiting).remove(&id);
                tracing::warn!("too many puzzles wait; one was dropped");
            }
        }
    }

    /// Gives up whatever is being searched, within milliseconds.
    pub(crate) fn stop(self) {
        self.is_stopped.store(true, Ordering::Relaxed);
    }
}

impl Drop for Solver {
    fn drop(&mut self) {
        self.is_stopped.store(true, Ordering::Relaxed);
    }
}

struct Desk {
    queue: Arc<Queue>,
    hub: Hub,
    waiting: Arc<Mutex<BTreeSet<WorkId>>>,
    is_stopped: Arc<AtomicBool>,
}

impl Desk {
    fn run(&self, work: &Receiver<Work>) {
        while let Ok(work) = work.recv() {
            let progress = |attempts| self.tell(&work, attempts);
            let solution = solve(&work.puzzle, &self.is_stopped, progress);
            lock(&self.waiting).remove(&work.id);
            let Some(nonce) = solution else { return };
            if self
                .queue
                .bring_now(Outside::Solved {
                    work: work.id,
                    nonce,
                })
                .is_err()
            {
                return;
            }
        }
    }

    fn tell(&self, work: &Work, attempts: u64) {
        let fraction = Some(chance_by_now(attempts, work.puzzle.difficulty));
        self.hub.tell(Event::Working {
            purpose: work.purpose,
            fraction,
            attempts,
        });
    }
}

/// Searches with every core; `None` when stopped first. `progress` hears the tries of all of them from time to time.
fn solve(puzzle: &Puzzle, is_stopped: &AtomicBool, progress: impl Fn(u64)) -> Option<u64> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let search = Search {
        puzzle,
        is_stopped,
        next: AtomicU64::new(0),
        solution: Mutex::new(None),
        is_solved: AtomicBool::new(false),
    };
    progress(0);
    thread::scope(|scope| {
        for _ in 1..cores {
            scope.spawn(|| search.run(|_| ()));
        }
        let mut told = Instant::now();
        search.run(|attempts| {
            if told.elapsed() >= WORKING_EVENT_EVERY {
                told = Instant::now();
                progress(attempts);
            }
        });
    });
    search
        .solution
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner)
}

struct Search<'a> {
    puzzle: &'a Puzzle,
    is_stopped: &'a AtomicBool,
    /// Where the next chunk begins: cores take chunks in turn, so a slow one holds nobody up.
    next: AtomicU64,
    solution: Mutex<Option<u64>>,
    is_solved: AtomicBool,
}

impl Search<'_> {
    fn run(&self, mut after_chunk: impl FnMut(u64)) {
        while !self.is_stopped.load(Ordering::Relaxed) && !self.is_solved.load(Ordering::Relaxed) {
            let start = self.next.fetch_add(PUZZLE_CHUNK, Ordering::Relaxed);
            if let Some(nonce) = search(self.puzzle, start, PUZZLE_CHUNK) {
                *lock(&self.solution) = Some(nonce);
                self.is_solved.store(true, Ordering::Relaxed);
            }
            after_chunk(start);
        }
    }
}

/// How likely it was to have found a solution by now: a bar that always moves and never reaches its end by itself.
fn chance_by_now(attempts: u64, difficulty: u8) -> f32 {
    let expected = attempts as f64 / f64::from(difficulty).exp2();
    (1.0 - (-expected).exp()) as f32
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use pulse_engine::WorkPurpose;
    use pulse_protocol::proof_of_work::check;

    use super::*;
    use crate::driver::Wanted;

    fn puzzle(difficulty: u8) -> Puzzle {
        Puzzle::for_registration(b"a challenge", difficulty)
    }

    #[test]
    fn a_solution_solves() {
        let is_stopped = AtomicBool::new(false);
        let nonce = solve(&puzzle(12), &is_stopped, |_| ()).unwrap();
        assert!(check(&puzzle(12), nonce));
    }

    #[test]
    fn an_impossible_search_ends_when_it_is_stopped() {
        let is_stopped = AtomicBool::new(false);
        let stop_at_first_word = |_| is_stopped.store(true, Ordering::Relaxed);
        assert_eq!(
            solve(&puzzle(u8::MAX), &is_stopped, stop_at_first_word),
            None
        );
    }

    #[tokio::test]
    async fn a_solver_tells_progress_and_brings_the_solution() {
        let queue = Arc::new(Queue::new());
        let hub = Hub::new();
        let mut events = hub.listen();
        let solver = Solver::start(Arc::clone(&queue), hub).unwrap();
        let work = Work {
            id: WorkId(7),
            puzzle: puzzle(8),
            purpose: WorkPurpose::Registration,
        };
        solver.solve(work);
        let event = events.next().await;
        assert!(matches!(event, Some(Event::Working { attempts: 0, .. })));
        let wanted = Wanted {
            count: 9,
            outside: true,
            until: None,
        };
        let taken = tokio::task::spawn_blocking(move || queue.take(wanted))
            .await
            .unwrap();
        let [
            Outside::Solved {
                work: WorkId(7),
                nonce,
            },
        ] = taken.outside.as_slice()
        else {
            panic!("no solution came");
        };
        assert!(check(&puzzle(8), *nonce));
    }

    #[test]
    fn the_bar_moves_and_does_not_end() {
        assert_eq!(chance_by_now(0, 20), 0.0);
        assert!(chance_by_now(1 << 20, 20) > 0.6);
        assert!(chance_by_now(1 << 22, 20) < 1.0);
    }
}
