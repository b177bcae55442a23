//! `pulse-world`: runs seeded worlds until one breaks a rule.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "its output is what it is for"
)]

use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use pulse_sim::world::{self, Summary, WorldOptions};

/// Runs worlds of two people, two clients and a server, in which connections are cut and processes die, and checks that
/// every message is shown once and in order, that no key is used twice, that the server can read nothing, and that the
/// world becomes quiet.
#[derive(Parser)]
struct Arguments {
    /// How many seeds to run
    #[arg(long, default_value_t = 100)]
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
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let seeds = match arguments.seed {
        Some(seed) => seed..seed + 1,
        None => arguments.from..arguments.from + arguments.seeds,
    };
    let begin = Instant::now();
    let mut total = Summary::default();
    let mut failures = 0;
    let mut count = 0;
    for seed in seeds {
        count += 1;
        let mut options = WorldOptions::default();
        if arguments.trace {
            options.trace = Some(Box::new(|line| println!("{line}")));
        }
        match world::run(seed, options) {
            Ok(summary) => total.add(&summary),
            Err(failure) => {
                eprintln!("{failure}");
                failures += 1;
                if !arguments.keep_going {
                    break;
                }
            }
        }
    }
    println!(
        "{count} worlds in {:.1} s: {total}",
        begin.elapsed().as_secs_f64()
    );
    if failures > 0 {
        eprintln!("{failures} of them broke a rule");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
