//! `cargo xtask fuzz`: the long version of what every test run does with the fuzz targets.

use std::process::Command;

use crate::config::Config;
use crate::failure::Outcome;
use crate::process;

pub(crate) const SUMMARY: &str =
    "throw mutated inputs at every decoder (--rounds N, --target T, --seed S)";

/// Arguments go to `pulse-fuzz`. It is built as the tests are, with debug assertions and overflow checks: they find
/// faults that only misbehave in a release.
pub(crate) fn run(config: &Config, arguments: &[String]) -> Outcome {
    process::build_programs(config)?;
    let name = format!("pulse-fuzz{}", std::env::consts::EXE_SUFFIX);
    let mut command = Command::new(config.binaries().join(name));
    command.arg("--crates").arg(config.root.join("crates"));
    command
        .arg("--crashes")
        .arg(config.target_dir.join("crashes"));
    process::run(command.args(arguments))
}
