//! `pulse-world`: runs seeded worlds until one breaks a rule.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "its output is what it is for"
)]

use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use clap::Parser;
use pulse_sim::world::{self, Extra, Failure, Summary, WorldOptions};

/// From so many worlds on, everything that may go wrong has to have gone wrong in one of them.
const TELLING: u64 = 100;

/// Runs worlds of two people, two clients and a server, in which connections are cut, frames arrive twice and out of order,
/// disks are full, clocks are set, processes die and the server is put back from a copy, and checks that every message is
/// shown once and in order, that no key is used twice, that the server can read nothing, and that the world becomes quiet.
#[derive(Parser)]
struct Arguments {
    /// How many seeds to run
    #[arg(long, default_value_t = 1_000)]
    seeds: u64,
    /// The first of them
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Run this seed alone
    #[arg(long)]
    seed: Option<u64>,
    /// Print what happens
    #[arg(long)]
    trace: bool,
    /// Go on after a failure and count them
    #[arg(long)]
    keep_going: bool,
    /// What else befalls the worlds, although it is known to break rules
    #[arg(long, value_name = "WHAT")]
    also: Vec<Extra>,
}

/// What came of all worlds so far.
#[derive(Default)]
struct Outcome {
    count: u64,
    total: Summary,
    failures: Vec<Failure>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let begin = Instant::now();
    let outcome = run_all(&arguments);
    println!(
        "{} worlds in {:.1} s: {}",
        outcome.count,
        begin.elapsed().as_secs_f64(),
        outcome.total
    );
    if !outcome.failures.is_empty() {
        eprintln!("{} of them broke a rule", outcome.failures.len());
        return ExitCode::FAILURE;
    }
    // Worlds in which nothing went wrong would prove nothing.
    let missing = outcome.total.missing();
    if outcome.count >= TELLING && !missing.is_empty() {
        eprintln!("none of them had: {}", missing.join(", "));
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// Runs the worlds on all processors; each is the same on any of them.
fn run_all(arguments: &Arguments) -> Outcome {
    let (from, count) = match arguments.seed {
        Some(seed) => (seed, 1),
        None => (arguments.from, arguments.seeds),
    };
    let next = AtomicU64::new(0);
    let is_over = AtomicBool::new(false);
    let outcome = Mutex::new(Outcome::default());
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count || is_over.load(Ordering::Relaxed) {
                return;
            }
            let result = world::run(from + index, options(arguments));
            let mut outcome = outcome.lock().unwrap_or_else(PoisonError::into_inner);
            outcome.count += 1;
            match result {
                Ok(summary) => outcome.total.add(&summary),
                Err(failure) => {
                    eprintln!("{failure}");
                    outcome.failures.push(failure);
                    is_over.store(!arguments.keep_going, Ordering::Relaxed);
                }
            }
        }
    };
    let threads = match arguments.trace {
        true => 1,
        false => thread::available_parallelism().map_or(1, usize::from),
    };
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    outcome.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn options(arguments: &Arguments) -> WorldOptions {
    let mut options = WorldOptions {
        extras: arguments.also.clone(),
        ..WorldOptions::default()
    };
    if arguments.trace {
        options.trace = Some(Box::new(|line| println!("{line}")));
    }
    options
}
