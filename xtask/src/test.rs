//! `cargo xtask test`: everything that tests.

use crate::config::Config;
use crate::failure::Outcome;
use crate::{prerequisites, process};

pub(crate) const SUMMARY: &str = "run all tests (installs what they need, where it can)";

/// Arguments are passed on to the test runner.
///
/// Doc tests come first, so that the last thing on the screen is the runner's own summary.
pub(crate) fn run(config: &Config, arguments: &[String]) -> Outcome {
    prerequisites::ensure(config)?;
    // The end-to-end tests start the programs of other crates, which `cargo test` alone may not build.
    process::build_programs(config)?;
    process::run(&mut process::cargo(
        config,
        &["test", "--workspace", "--doc", "--quiet", "--locked"],
    ))?;
    let runner: &[&str] = if process::is_installed(config, "cargo-nextest") {
        &["nextest", "run", "--workspace", "--locked"]
    } else {
        &[
            "test",
            "--workspace",
            "--lib",
            "--bins",
            "--tests",
            "--locked",
        ]
    };
    process::run(process::cargo(config, runner).args(arguments))
}
