//! `pulse-server`: see `pulse-server --help` and docs/server.md.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::Parser;
use pulse_server::cli::{Cli, Command, Failure, check, init, invite, restore, serve};
use pulse_server::store::embedded;
use tracing_subscriber::EnvFilter;

/// The exit code of a bug.
const BUG: u8 = 1;

fn main() -> ExitCode {
    tell_damage_from_bugs();
    // A panic was reported when it began.
    std::panic::catch_unwind(run).unwrap_or(ExitCode::from(BUG))
}

/// A store that makes the database panic is damaged, and that is all there is to say. It is said before the unwinding, in which the
/// database may panic once more, and the process would abort.
fn tell_damage_from_bugs() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| match embedded::opening() {
        Some(damage) => std::process::exit(end(&Failure::Store(damage)).into()),
        None => report(panic),
    }));
}

fn run() -> ExitCode {
    let filter = EnvFilter::try_from_env("PULSE_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,pulse_server=info,fjall=off,lsm_tree=off"));
    let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal() && !no_colour)
        .with_writer(std::io::stderr)
        .init();
    let mut out = std::io::stdout();
    let done = match Cli::parse().command {
        Command::Init(options) => init::run(&options),
        Command::Check(options) => check::run(&options),
        Command::Restore(options) => restore::run(&options),
        Command::Invite(options) => invite::run(&options),
        Command::Serve(options) => serve::run(&options, &mut out).map(|()| String::new()),
    };
    let done = done.and_then(|text| {
        let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        written.map_err(|error| Failure::Other(format!("standard output: {error}")))
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => ExitCode::from(end(&failure)),
    }
}

fn end(failure: &Failure) -> u8 {
    let _nobody_listens = writeln!(std::io::stderr(), "pulse-server: {failure}");
    failure.exit_code()
}
