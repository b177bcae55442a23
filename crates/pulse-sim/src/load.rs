//! The load generator: real connections to a real server process, real accounts, real submissions.
//!
//! It shares two cores with the server it measures, so it is frugal: one thread, frames patched from a template, one
//! write for all messages that became free together. A message counts when the sender has its `Accepted` **and** the
//! recipient has the envelope; what the server merely swallowed does not.

mod account;
mod dial;
mod histogram;
mod idle;
mod pair;
mod process;
mod report;
mod tls;
mod traffic;

use std::path::PathBuf;
use std::time::Duration;

use pulse_protocol::link::ServerLink;

pub use dial::LoadError;
pub use report::{IdleReport, Latency, Report, TrafficReport};

/// What to do to a server.
#[derive(Clone, Debug)]
pub struct LoadOptions {
    /// Which server.
    pub server: ServerLink,
    /// How many people write to how many others.
    pub pairs: usize,
    /// Messages that each pair keeps between "submitted" and "accepted and delivered".
    pub in_flight: usize,
    /// Bytes of one sealed envelope.
    pub size: usize,
    /// How long the measurement lasts, after a warm-up.
    pub measure: Duration,
    /// A pause between the messages of a pair, for the latency of a server that is not busy.
    pub pace: Option<Duration>,
    /// How many idle connections to open and weigh; 0: none.
    pub idle: usize,
    /// The server's process, for its processor time and memory.
    pub server_pid: Option<u32>,
    /// A file with one invite a line, when the server asks for them.
    pub invites: Option<PathBuf>,
}

/// Loads the server and says what it did.
///
/// # Errors
/// When the server cannot be reached, is not the one of the link, or refuses something.
pub async fn run(options: &LoadOptions) -> Result<Report, LoadError> {
    let mut accounts = account::Accounts::new(options)?;
    let dialer = dial::Dialer::new(&options.server).await?;
    let mut report = Report::default();
    if options.pairs > 0 {
        report.traffic = Some(traffic::run(options, &dialer, &mut accounts).await?);
    }
    if options.idle > 0 {
        report.idle = Some(idle::run(options, &dialer, &mut accounts).await?);
    }
    Ok(report)
}
