//! What a connection costs that says nothing: the server's memory with and without them.

use std::time::{Duration, Instant};

use futures_util::stream::{self, StreamExt, TryStreamExt};

use super::account::Accounts;
use super::dial::{Dialer, LoadError};
use super::report::IdleReport;
use super::{LoadOptions, process};

/// Connections being opened at once.
const DIALS_AT_ONCE: usize = 64;

/// How long the server gets to put down what registrations and handshakes left in its hands. It does not tell when it has: its
/// memory is looked at from outside.
const SETTLE: Duration = Duration::from_secs(3);

pub(super) async fn run(
    options: &LoadOptions,
    dialer: &Dialer,
    accounts: &mut Accounts,
) -> Result<IdleReport, LoadError> {
    let accounts = accounts.register(dialer, options.idle).await?;
    tokio::time::sleep(SETTLE).await;
    let before = options.server_pid.and_then(process::resident_bytes);

    let begin = Instant::now();
    let wires: Vec<_> = stream::iter(&accounts)
        .map(|account| account.attach(dialer))
        .buffer_unordered(DIALS_AT_ONCE)
        .try_collect()
        .await?;
    let connects_per_second = wires.len() as f64 / begin.elapsed().as_secs_f64();
    tokio::time::sleep(SETTLE).await;
    let after = options.server_pid.and_then(process::resident_bytes);

    let open = wires
        .iter()
        .filter(|wire| wire.connection.close_reason().is_none())
        .count();
    if open < wires.len() {
        return Err(LoadError::Closed(format!(
            "{} idle connections",
            wires.len() - open
        )));
    }
    let grown = before
        .zip(after)
        .map(|(before, after)| after.saturating_sub(before));
    Ok(IdleReport {
        connections: wires.len(),
        connects_per_second,
        resident_before_bytes: before,
        resident_after_bytes: after,
        kib_per_connection: grown.map(|grown| grown as f64 / 1024.0 / wires.len() as f64),
    })
}
