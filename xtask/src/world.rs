//! `cargo xtask world`: two people in a seeded world that breaks everything it can.

use std::process::Command;

use crate::config::Config;
use crate::failure::Outcome;
use crate::process;

pub(crate) const SUMMARY: &str =
    "run a thousand seeded worlds (--seeds N, --from S, --seed S --trace)";

/// Worlds of `cargo xtask ci`. No test runs them a second time.
const SEEDS_SHORT: &str = "100";

/// Arguments are those of `pulse-world`.
pub(crate) fn run(config: &Config, arguments: &[String]) -> Outcome {
    process::build_programs(config)?;
    let name = format!("pulse-world{}", std::env::consts::EXE_SUFFIX);
    process::run(Command::new(config.binaries().join(name)).args(arguments))
}

/// The short run of `cargo xtask ci`.
pub(crate) fn short(config: &Config) -> Outcome {
    run(config, &["--seeds".to_owned(), SEEDS_SHORT.to_owned()])
}
