//! `pulse-server serve`: runs until it is told to stop.

use std::io::Write;
use std::sync::Arc;

use clap::Args;
use tokio::runtime::{Builder, Runtime};
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::cli::{Failure, Place, cautions, open_store};
use crate::metrics::Metrics;
use crate::store::Store;
use crate::{Running, Server};

/// Which server to run.
#[derive(Debug, Args)]
pub struct Options {
    /// Which server.
    #[command(flatten)]
    pub place: Place,
}

/// Serves until SIGTERM or SIGINT; SIGHUP has it read its certificate again. What it prints on `out` is for programs too: one fact a line.
pub fn run(options: &Options, out: &mut dyn Write) -> Result<(), Failure> {
    let runtime = runtime()?;
    // First of all: a signal that nobody listens for ends the process, and a large store takes a while to open.
    let signals = runtime.block_on(async { Signals::listen() })?;
    let config = options.place.load()?;
    for caution in cautions::of(&config) {
        tracing::warn!("{caution}");
    }
    let metrics = Metrics::new();
    let disk = open_store(&config, metrics.store.clone())?.map(Arc::new);
    let store = match &disk {
        Some(disk) => Store::embedded(Arc::clone(disk)),
        None => Store::ephemeral(config.store_limits),
    };
    let served = runtime.block_on(async {
        let running = Server::start_with(config, store, metrics).await?;
        tell(&running, out)?;
        signals.obey(&running).await;
        tracing::info!("stopping");
        running.shutdown().await;
        Ok(())
    });
    drop(runtime);
    // The last group is written whatever happened above.
    if let Some(disk) = disk {
        disk.close();
    }
    served
}

fn tell(running: &Running, out: &mut dyn Write) -> Result<(), Failure> {
    let mut text = String::new();
    if let Some(address) = running.metrics_addr() {
        text += &format!("metrics on http://{address}/metrics\n");
    }
    text += &format!("listening on {}\n", running.local_addr());
    text += &format!("link {}\n", running.link());
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| Failure::Other(format!("standard output: {error}")))
}

/// What a server is told from outside. A signal that comes before it is looked at is kept.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hang_up: Signal,
}

impl Signals {
    fn listen() -> Result<Self, Failure> {
        Ok(Self {
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
            hang_up: listen(SignalKind::hangup())?,
        })
    }

    /// Returns when the server is to end.
    async fn obey(mut self, running: &Running) {
        loop {
            tokio::select! {
                _ = self.terminate.recv() => return,
                _ = self.interrupt.recv() => return,
                _ = self.hang_up.recv() => renew_certificate(running),
            }
        }
    }
}

fn renew_certificate(running: &Running) {
    match running.renew_certificate() {
        Ok(()) => tracing::info!("the certificate was read again: newcomers are shown this one"),
        Err(error) => {
            tracing::error!(%error, "the certificate was not renewed, the one from before stays");
        }
    }
}

/// One core gets one thread: nothing is handed from one to another then.
fn runtime() -> Result<Runtime, Failure> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut builder = match cores {
        1 => Builder::new_current_thread(),
        _ => Builder::new_multi_thread(),
    };
    let built = builder.enable_all().build();
    built.map_err(|error| Failure::Other(format!("cannot start: {error}")))
}

fn listen(kind: SignalKind) -> Result<Signal, Failure> {
    signal(kind).map_err(|error| Failure::Other(format!("signals: {error}")))
}
