//! Runs other programs, saying which.

use std::process::{Command, Stdio};

use crate::config::Config;
use crate::failure::{Failure, Outcome};

/// A cargo command in the workspace with the shared target folder.
pub(crate) fn cargo(config: &Config, arguments: &[&str]) -> Command {
    let mut command = Command::new(&config.cargo);
    command
        .args(arguments)
        .current_dir(&config.root)
        .env("CARGO_TARGET_DIR", &config.target_dir)
        .stdin(Stdio::null());
    command
}

/// Builds the programs, for whoever starts them.
///
/// The tests are built with them: then cargo chooses the features of the dependencies once for demo, chaos and tests, and no
/// dependency is compiled a second time.
pub(crate) fn build_programs(config: &Config) -> Outcome {
    run(&mut cargo(
        config,
        &["build", "--workspace", "--bins", "--tests", "--locked"],
    ))
}

/// Builds the server and the command line. Where the whole workspace was built before, it is brought up to date, which costs nothing; on a
/// fresh machine the window and its tests stay out, so that somebody who only wants to see two people talk waits half as long.
pub(crate) fn build_talking_programs(config: &Config) -> Outcome {
    if config.binaries().join("pulse-desktop").exists() {
        return build_programs(config);
    }
    run(&mut cargo(
        config,
        &[
            "build",
            "--workspace",
            "--exclude",
            "pulse-desktop",
            "--bins",
            "--locked",
        ],
    ))
}

/// Builds the window as it is packaged, see [`Config::packaged_window`].
pub(crate) fn build_packaged_window(config: &Config) -> Outcome {
    run(&mut cargo(
        config,
        &[
            "build",
            "--profile",
            "dist",
            "--package",
            "pulse-desktop",
            "--locked",
        ],
    ))
}

/// Runs a command with its output passed through; fails when it fails.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let line = line(command);
    println!("$ {line}");
    let status = command
        .status()
        .map_err(|error| Failure::new(format!("`{line}` could not be started: {error}")))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!("`{line}` failed ({status})")))
}

/// Runs a command quietly and returns what it wrote to standard output.
pub(crate) fn capture(command: &mut Command) -> Outcome<Vec<u8>> {
    let line = line(command);
    let output = command
        .output()
        .map_err(|error| Failure::new(format!("`{line}` could not be started: {error}")))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Failure::new(format!(
        "`{line}` failed ({}):\n{said}",
        output.status
    )))
}

/// Whether a program of that name is on the search path.
pub(crate) fn is_installed(config: &Config, program: &str) -> bool {
    config.search_path.iter().any(|folder| {
        folder.join(program).is_file() || folder.join(format!("{program}.exe")).is_file()
    })
}

fn line(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program())
        .to_string_lossy()
        .into_owned();
    command.get_args().fold(program, |line, argument| {
        line + " " + &argument.to_string_lossy()
    })
}
