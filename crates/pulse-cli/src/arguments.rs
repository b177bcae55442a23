//! The command line, as clap reads it.

use std::path::PathBuf;

use clap::{Args, Parser};

use crate::verbs::Verb;

/// Talk end-to-end encrypted with people on your own server.
#[derive(Parser)]
#[command(
    name = "pulse",
    version,
    disable_help_subcommand = true,
    arg_required_else_help = true,
    after_help = "Exit codes: 0 done · 2 usage · 65 bad link or data · 69 server unreachable · 73 home unusable · \
                  74 disk · 75 queued · 76 refused · 77 wrong passphrase or key · 78 newer store"
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) options: Options,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// What every verb takes.
#[derive(Args)]
pub(crate) struct Options {
    /// The folder with this account; the default is the platform's data folder
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) home: Option<PathBuf>,

    /// Take the passphrase of the home from the first line of a file
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "key_file")]
    pub(crate) passphrase_file: Option<PathBuf>,

    /// Keep the key of the home in a file (for bots and tests); `register` makes it
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) key_file: Option<PathBuf>,

    /// Write one JSON object a line, for scripts
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

/// A number of seconds that a person waits; fractions are fine.
pub(crate) fn seconds(text: &str) -> Result<std::time::Duration, String> {
    let seconds: f64 = text
        .parse()
        .map_err(|_| "a number of seconds, such as 30".to_owned())?;
    let waiting = std::time::Duration::try_from_secs_f64(seconds)
        .map_err(|_| "a number of seconds, 0 or more".to_owned())?;
    // Clocks end somewhere; nobody waits that long.
    Ok(waiting.min(WAIT_MAX))
}

/// Ten years.
const WAIT_MAX: std::time::Duration = std::time::Duration::from_secs(10 * 365 * 24 * 60 * 60);
