//! `pulse-load`: loads a real server and prints what it did.
//!
//! ```text
//! pulse-server init --dir /tmp/load --registration open …          # with limits raised, see docs/performance.md
//! taskset -c 0 pulse-server serve --dir /tmp/load &
//! taskset -c 1 pulse-load --server 'pulse://127.0.0.1:7857/#s=…' --server-pid $! --seconds 10
//! ```

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "its output is what it is for"
)]

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use pulse_protocol::link::ServerLink;
use pulse_sim::load::{self, LoadOptions};

/// Loads a Pulse server with real connections, accounts and submissions, and measures it.
///
/// A message counts when it was accepted (durable) and delivered. Needs a server whose limits are raised for a single
/// address; pin the server and this program to one core each with taskset.
#[derive(Parser)]
struct Arguments {
    /// The server's link, with its fingerprint
    #[arg(long, value_name = "LINK")]
    server: ServerLink,
    /// People writing to as many others; 0 measures no traffic
    #[arg(long, default_value_t = 64)]
    pairs: usize,
    /// Messages each pair keeps on the way
    #[arg(long, default_value_t = 16)]
    in_flight: usize,
    /// Bytes of a sealed envelope
    #[arg(long, default_value_t = 600)]
    size: usize,
    /// Length of the measurement, after two seconds of warming up
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Open so many idle connections as well and weigh them
    #[arg(long, default_value_t = 0)]
    idle: usize,
    /// Four pairs, one message each at a time, 50 a second: the latency of a server that is not busy
    #[arg(long)]
    low_load: bool,
    /// The server's process, for its processor time and memory (Linux)
    #[arg(long, value_name = "PID")]
    server_pid: Option<u32>,
    /// A file with one invite a line
    #[arg(long, value_name = "FILE")]
    invites: Option<PathBuf>,
    /// One JSON object instead of text
    #[arg(long)]
    json: bool,
}

impl From<&Arguments> for LoadOptions {
    fn from(arguments: &Arguments) -> LoadOptions {
        LoadOptions {
            server: arguments.server.clone(),
            pairs: if arguments.low_load {
                4
            } else {
                arguments.pairs
            },
            in_flight: if arguments.low_load {
                1
            } else {
                arguments.in_flight
            },
            size: arguments.size,
            measure: Duration::from_secs(arguments.seconds),
            pace: arguments.low_load.then_some(Duration::from_millis(20)),
            idle: arguments.idle,
            server_pid: arguments.server_pid,
            invites: arguments.invites.clone(),
        }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = match tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("pulse-load: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(load::run(&LoadOptions::from(&arguments))) {
        Ok(report) if arguments.json => match serde_json::to_string(&report) {
            Ok(json) => println!("{json}"),
            Err(error) => eprintln!("pulse-load: {error}"),
        },
        Ok(report) => print!("{report}"),
        Err(error) => {
            eprintln!("pulse-load: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
