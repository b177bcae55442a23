//! `pulse-fuzz`: the fuzz targets of all crates, for as long as one likes.
//!
//! The tests of each crate replay its corpus with some thousand mutations, the same ones every time. This runs the same
//! loop with other seeds and many more rounds:
//!
//! ```text
//! pulse-fuzz --crates crates --rounds 1000000 --target pulse-protocol/client_frame
//! ```

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "its output is what it is for"
)]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use clap::Parser;
use pulse_crypto::fuzz::{Target, replay_from};

/// The targets of each crate.
const CRATES: &[(&str, &[Target])] = &[
    ("pulse-crypto", pulse_crypto::fuzz::TARGETS),
    ("pulse-protocol", pulse_protocol::fuzz::TARGETS),
    ("pulse-engine", pulse_engine::fuzz::TARGETS),
];

/// Throws mutated inputs at every decoder and stops at the first that panics.
#[derive(Parser)]
struct Arguments {
    /// The folder of the crates, each with its `corpus/TARGET/`
    #[arg(long, value_name = "DIR", default_value = "crates")]
    crates: PathBuf,
    /// Only targets whose `crate/name` contains this
    #[arg(long, value_name = "TEXT", default_value = "")]
    target: String,
    /// Mutations for each target
    #[arg(long, default_value_t = 100_000)]
    rounds: u32,
    /// Where the mutations begin; another one each time if none is given
    #[arg(long)]
    seed: Option<u64>,
    /// Where an input is left that makes a target panic
    #[arg(long, value_name = "DIR", default_value = ".")]
    crashes: PathBuf,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let seed = arguments.seed.unwrap_or_else(seed_of_the_moment);
    println!("seed {seed}, {} rounds for each target", arguments.rounds);
    let mut targets = 0;
    for (crate_name, target) in chosen(&arguments.target) {
        targets += 1;
        match fuzz(&arguments, seed, crate_name, target) {
            Ok(None) => {}
            Ok(Some(crash)) => {
                eprintln!(
                    "{crate_name}/{} panicked; the input is in {}: move it to {crate_name}/corpus/{} and mend the code",
                    target.0,
                    crash.display(),
                    target.0
                );
                return ExitCode::FAILURE;
            }
            Err(error) => {
                eprintln!("pulse-fuzz: {crate_name}/{}: {error}", target.0);
                return ExitCode::FAILURE;
            }
        }
    }
    if targets == 0 {
        eprintln!("pulse-fuzz: there is no such target");
        return ExitCode::FAILURE;
    }
    println!("{targets} targets held.");
    ExitCode::SUCCESS
}

fn chosen(part: &str) -> impl Iterator<Item = (&'static str, &'static Target)> {
    CRATES
        .iter()
        .flat_map(|(crate_name, targets)| targets.iter().map(|target| (*crate_name, target)))
        .filter(move |(crate_name, (name, _))| format!("{crate_name}/{name}").contains(part))
}

/// Runs one target; the file with the input when it panicked.
fn fuzz(
    arguments: &Arguments,
    seed: u64,
    crate_name: &str,
    (name, target): &Target,
) -> io::Result<Option<PathBuf>> {
    let corpus = read_corpus(&arguments.crates.join(crate_name).join("corpus").join(name))?;
    let begun = Instant::now();
    let outcome = replay_from(seed, &corpus, *target, arguments.rounds);
    let seconds = begun.elapsed().as_secs_f64();
    let Err(crash) = outcome else {
        let rate = f64::from(arguments.rounds) / seconds.max(1e-9);
        println!(
            "  {:<36}{:>4} inputs {seconds:>8.1} s {rate:>10.0}/s",
            format!("{crate_name}/{name}"),
            corpus.len()
        );
        return Ok(None);
    };
    fs::create_dir_all(&arguments.crashes)?;
    let file = arguments.crashes.join(format!("crash-{crate_name}-{name}"));
    fs::write(&file, crash.input)?;
    Ok(Some(file))
}

/// The files of a corpus in the order of their names, so that a seed always makes the same inputs.
fn read_corpus(folder: &Path) -> io::Result<Vec<Vec<u8>>> {
    let mut paths = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    if paths.is_empty() {
        let text = "the corpus is empty: no mutation would get far";
        return Err(io::Error::new(io::ErrorKind::NotFound, text));
    }
    paths.iter().map(fs::read).collect()
}

fn seed_of_the_moment() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(1, |since| since.as_nanos() as u64)
}
