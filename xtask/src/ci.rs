//! `cargo xtask ci`: what a change must pass.

use std::process::Command;
use std::time::Instant;

use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::{
    chaos, demo, layers, licences, prerequisites, process, providers, sources, test, world,
};

pub(crate) const SUMMARY: &str = "all checks that a change must pass; what .ci/run calls";

/// A check: its name and what it does.
type Step = (&'static str, fn(&Config) -> Outcome);

/// What the builds need first, then cheap and telling; the tests, which take longest, last, so that the runner's summary ends the run.
const STEPS: &[Step] = &[
    ("prerequisites", prerequisites::ensure),
    ("format", format),
    ("sources", |config| sources::run(config, &[])),
    ("layers", |config| layers::run(config, &[])),
    ("licences", |config| licences::run(config, &[])),
    ("providers", |config| providers::run(config, &[])),
    ("clippy", clippy),
    ("documentation", documentation),
    ("world", world::short),
    ("chaos", chaos::short),
    ("demo", |config| demo::run(config, &[])),
    ("test", |config| test::run(config, &[])),
];

/// Runs every step even when one fails, and ends with the list.
pub(crate) fn run(config: &Config, _arguments: &[String]) -> Outcome {
    let mut failed = Vec::new();
    let mut lines = Vec::new();
    for (name, step) in STEPS {
        println!("\n=== {name}");
        let begun = Instant::now();
        let outcome = step(config);
        let seconds = begun.elapsed().as_secs_f32();
        let verdict = if outcome.is_ok() { "ok" } else { "FAILED" };
        lines.push(format!("{verdict:<7}{name:<15}{seconds:>7.1} s"));
        if let Err(failure) = outcome {
            eprintln!("{failure}");
            failed.push((*name).to_owned());
        }
    }
    println!("\n{}", lines.join("\n"));
    if failed.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!("failed: {}", failed.join(", "))))
}

fn format(config: &Config) -> Outcome {
    process::run(&mut process::cargo(config, &["fmt", "--all", "--check"]))
}

fn clippy(config: &Config) -> Outcome {
    let arguments = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--quiet",
        "--",
        "-D",
        "warnings",
    ];
    process::run(&mut process::cargo(config, &arguments))
}

fn documentation(config: &Config) -> Outcome {
    let arguments = ["doc", "--workspace", "--no-deps", "--locked", "--quiet"];
    let mut command: Command = process::cargo(config, &arguments);
    process::run(command.env("RUSTDOCFLAGS", "-D warnings"))
}
