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
    use rustix::event::{PollFd, PollFlags, poll};
    let (ended, end) = tokio::sync::oneshot::channel();
    // Not one of the runtime's threads: it stays behind, waiting, when the program ends.
    let watching = std::thread::Builder::new()
        .name("output".to_owned())
        .spawn(move || {
            let output = std::io::stdout();
            // Asked for nothing, it still tells of errors, and a pipe without a reader is one.
            let mut watched = [PollFd::new(&output, PollFlags::empty())];
            while poll(&mut watched, None).is_err_and(|error| error == rustix::io::Errno::INTR) {}
            let [watched] = watched;
            if watched.revents().contains(PollFlags::ERR) {
                let _listener_may_be_gone = ended.send(());
            }
        });
    // What cannot be watched is noticed when it is written to.
    if watching.is_err() || end.await.is_err() {
        std::future::pending().await
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
