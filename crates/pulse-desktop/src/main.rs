//! `pulse-desktop`: Pulse in a window. Arguments and environment are read here; everything else is in the library.

mod arguments;
mod config;

use std::process::ExitCode;

use clap::Parser;
use pulse_desktop::measure::Measure;
use pulse_desktop::native::clipboard_reader;
use pulse_desktop::native::core_dumps;
use pulse_desktop::native::suggested_server;
use pulse_desktop::{Failure, Protection, RunOptions};

use arguments::Arguments;

#[expect(
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "without a window the terminal is where the person is, and a pipe the way to the window"
)]
fn main() -> ExitCode {
    let arguments = Arguments::parse();
    config::start_logging();
    core_dumps::forbid();
    if let Some(wanted) = arguments.read_clipboard {
        print!("{}", clipboard_reader::answer(wanted));
        return ExitCode::SUCCESS;
    }
    match options(arguments).and_then(pulse_desktop::run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("pulse-desktop: {failure}");
            ExitCode::from(failure.code())
        }
    }
}

fn options(arguments: Arguments) -> Result<RunOptions, Failure> {
    let measure = match &arguments.measure {
        Some(path) => Measure::to_file(path).map_err(Failure::Measure)?,
        None => Measure::off(),
    };
    let home = arguments
        .home
        .or_else(config::home)
        .ok_or(Failure::NoHomeFolder)?;
    let given = match (arguments.passphrase_file, arguments.key_file) {
        (Some(path), _) => Some(Protection::PassphraseFile(path)),
        (None, Some(path)) => Some(Protection::KeyFile(path)),
        (None, None) => None,
    };
    Ok(RunOptions {
        home,
        given,
        link: arguments.link,
        hidden: arguments.hidden,
        language: arguments.lang.map(Into::into),
        theme: arguments.theme.map(Into::into),
        scale: arguments.scale,
        system_language: config::language(),
        config_home: config::config_home(),
        suggested_server: suggested_server::find(&config::config_folders()),
        activation_token: config::activation_token(),
        is_wayland: config::is_wayland(),
        measure,
    })
}
