//! What `pulse` takes from its surroundings. Nothing else in it reads the environment.

use std::env;
use std::io::IsTerminal;
use std::path::PathBuf;

use tracing_subscriber::EnvFilter;

/// The environment, read once.
pub(crate) struct Config {
    /// Where the home is when `--home` does not say; `None` when the platform does not tell either.
    pub(crate) home: Option<PathBuf>,
    /// Whether the person allows colour: `NO_COLOR` is unset and the terminal is not a dumb one.
    pub(crate) colour: bool,
    /// Whether standard input, output and error are terminals.
    pub(crate) terminal: Terminals,
}

/// Which of the standard streams a person is at.
#[derive(Clone, Copy)]
pub(crate) struct Terminals {
    pub(crate) input: bool,
    pub(crate) output: bool,
    pub(crate) error: bool,
}

impl Config {
    pub(crate) fn from_environment() -> Self {
        let no_colour = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
        Self {
            home: default_home(),
            colour: !no_colour && !dumb,
            terminal: Terminals {
                input: std::io::stdin().is_terminal(),
                output: std::io::stdout().is_terminal(),
                error: std::io::stderr().is_terminal(),
            },
        }
    }
}

/// Sends the log to standard error when `PULSE_LOG` asks for one (`PULSE_LOG=debug`); else there is none.
pub(crate) fn start_logging(config: &Config) {
    let Ok(filter) = EnvFilter::try_from_env("PULSE_LOG") else {
        return;
    };
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(config.colour && config.terminal.error)
        .with_writer(std::io::stderr);
    // It can only have been set before us, and nobody is before us.
    let _ = log.try_init();
}

#[cfg(target_os = "macos")]
fn default_home() -> Option<PathBuf> {
    Some(folder("HOME")?.join("Library/Application Support/Pulse"))
}

#[cfg(windows)]
fn default_home() -> Option<PathBuf> {
    Some(folder("APPDATA")?.join("Pulse"))
}

/// The XDG base directories.
#[cfg(not(any(target_os = "macos", windows)))]
fn default_home() -> Option<PathBuf> {
    let data = folder("XDG_DATA_HOME").or_else(|| Some(folder("HOME")?.join(".local/share")));
    Some(data?.join("pulse"))
}

/// A folder that a variable names. The XDG specification says to ignore relative ones, and that is wise everywhere.
fn folder(variable: &str) -> Option<PathBuf> {
    env::var_os(variable)
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
}
