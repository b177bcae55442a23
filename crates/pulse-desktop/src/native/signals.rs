//! The session, or somebody at a terminal, asks the program to end: SIGTERM and SIGINT. SIGHUP is left
//! alone: whoever started Pulse with `nohup` had it ignored.

use super::{NativeEvent, Outbox};

/// From now on these signals are told instead of ending the process on the spot.
///
/// # Errors
/// When the system takes no handler; then they end the process as before.
#[cfg(unix)]
pub(super) fn watch(runtime: &tokio::runtime::Handle, outbox: &Outbox) -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    let _inside = runtime.enter();
    for kind in [SignalKind::terminate(), SignalKind::interrupt()] {
        let mut signals = signal(kind)?;
        let outbox = outbox.clone();
        runtime.spawn(async move {
            while signals.recv().await.is_some() {
                outbox.tell(NativeEvent::AskedToEnd);
            }
        });
    }
    Ok(())
}

/// Nothing like it here.
#[cfg(not(unix))]
pub(super) fn watch(_: &tokio::runtime::Handle, _: &Outbox) -> std::io::Result<()> {
    Ok(())
}
