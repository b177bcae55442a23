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
