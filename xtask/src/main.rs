//! The project's own commands: `cargo xtask test`, `ci`, `demo` and the checks that `ci` is made of.
//!
//! Every command is one file with a `SUMMARY` and a `run`; [`COMMANDS`] is the table of contents.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a build tool talks on its standard streams"
)]

mod bench;
mod chaos;
mod ci;
mod config;
mod demo;
mod failure;
mod fuzz;
mod layers;
mod licences;
mod linked;
mod metadata;
mod package;
mod prerequisites;
mod process;
mod providers;
mod screenshots;
mod sources;
mod spdx;
mod stage;
mod test;
mod world;

use std::process::ExitCode;

use config::Config;
use failure::Outcome;

/// One command of `cargo xtask`.
struct Command {
    name: &'static str,
    summary: &'static str,
    run: fn(&Config, &[String]) -> Outcome,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "test",
        summary: test::SUMMARY,
        run: test::run,
    },
    Command {
        name: "ci",
        summary: ci::SUMMARY,
        run: ci::run,
    },
    Command {
        name: "demo",
        summary: demo::SUMMARY,
        run: demo::run,
    },
    Command {
        name: "chaos",
        summary: chaos::SUMMARY,
        run: chaos::run,
    },
    Command {
        name: "world",
        summary: world::SUMMARY,
        run: world::run,
    },
    Command {
        name: "fuzz",
        summary: fuzz::SUMMARY,
        run: fuzz::run,
    },
    Command {
        name: "bench",
        summary: bench::SUMMARY,
        run: bench::run,
    },
    Command {
        name: "screenshots",
        summary: screenshots::SUMMARY,
        run: screenshots::run,
    },
    Command {
        name: "package",
        summary: package::SUMMARY,
        run: package::run,
    },
    Command {
        name: "layers",
        summary: layers::SUMMARY,
        run: layers::run,
    },
    Command {
        name: "licences",
        summary: licences::SUMMARY,
        run: licences::run,
    },
    Command {
        name: "providers",
        summary: providers::SUMMARY,
        run: providers::run,
    },
    Command {
        name: "sources",
        summary: sources::SUMMARY,
        run: sources::run,
    },
];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_else(|| "help".to_owned());
    let rest: Vec<String> = arguments.collect();
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        return help(&name);
    };
    let config = match Config::from_environment() {
        Ok(config) => config,
        Err(failure) => return report(&failure),
    };
    match (command.run)(&config, &rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => report(&failure),
    }
}

fn report(failure: &failure::Failure) -> ExitCode {
    eprintln!("\nxtask: {failure}");
    ExitCode::FAILURE
}

fn help(asked: &str) -> ExitCode {
    let asked_for_help = matches!(asked, "help" | "--help" | "-h");
    if !asked_for_help {
        eprintln!("xtask: there is no command `{asked}`.\n");
    }
    println!("cargo xtask COMMAND\n");
    for command in COMMANDS {
        println!("  {:<13}{}", command.name, command.summary);
    }
    if asked_for_help {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    }
}
