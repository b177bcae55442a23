//! SIGINT, SIGTERM and SIGHUP, or what the platform has instead.

/// A signal that asks us to end.
pub(crate) struct Signal {
    pub(crate) name: &'static str,
    pub(crate) number: u8,
}

/// Waits for the first of them.
#[cfg(unix)]
pub(crate) async fn received() -> Signal {
    use tokio::signal::unix::SignalKind;
    tokio::select! {
        () = one(SignalKind::interrupt()) => Signal { name: "SIGINT", number: 2 },
        () = one(SignalKind::terminate()) => Signal { name: "SIGTERM", number: 15 },
        () = one(SignalKind::hangup()) => Signal { name: "SIGHUP", number: 1 },
    }
}

/// One that cannot be listened for never comes: it then does what the system lets it do.
#[cfg(unix)]
async fn one(kind: tokio::signal::unix::SignalKind) {
    match tokio::signal::unix::signal(kind) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

/// Waits until nobody reads the standard output any more, as after `| head -1`. Without this a `listen` would only notice with the next
/// message, which may be tomorrow. A file or a terminal is always read.
#[cfg(target_os = "linux")]
pub(crate) async fn nobody_reads() {
    use tokio::io::Interest;
    use tokio::io::unix::AsyncFd;
    match AsyncFd::with_interest(std::io::stdout(), Interest::ERROR) {
        Ok(output) if output.ready(Interest::ERROR).await.is_ok() => {}
        // What cannot be watched is noticed when it is written to.
        _ => std::future::pending().await,
    }
}

/// Not watched here: it is noticed with the next line that is written.
#[cfg(not(target_os = "linux"))]
pub(crate) async fn nobody_reads() {
    std::future::pending().await
}

/// Waits for Ctrl-C.
#[cfg(not(unix))]
pub(crate) async fn received() -> Signal {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
    Signal {
        name: "Ctrl-C",
        number: 2,
    }
}
