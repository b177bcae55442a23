//! Notices a server that falls completely silent after something was sent to it.
//!
//! QUIC itself goes on trying until its idle timeout. A server that was killed and started again does not know the
//! connection any more, and nobody should wait that long to be connected to it again.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use quinn::VarInt;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use crate::limits::SILENCE_MAX;

/// Watches over one connection.
pub(super) struct Silence {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    unheard: Mutex<Option<Unheard>>,
    written: Notify,
}

/// The first write since the server was last heard.
#[derive(Clone, Copy)]
struct Unheard {
    since: Instant,
    datagrams: u64,
}

impl Silence {
    pub(super) fn watch(connection: &quinn::Connection) -> Self {
        let shared = Arc::<Shared>::default();
        tokio::spawn(watch_over(connection.clone(), Arc::clone(&shared)));
        Self { shared }
    }

    /// Something is about to be sent.
    pub(super) fn wrote(&self, connection: &quinn::Connection) {
        let datagrams = heard(connection);
        let mut unheard = self.shared.unheard();
        if unheard.is_none_or(|unheard| unheard.datagrams < datagrams) {
            *unheard = Some(Unheard {
                since: Instant::now(),
                datagrams,
            });
            self.shared.written.notify_one();
        }
    }
}

impl Shared {
    fn unheard(&self) -> MutexGuard<'_, Option<Unheard>> {
        // A plain value; nobody panics while holding it.
        self.unheard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn watch_over(connection: quinn::Connection, shared: Arc<Shared>) {
    loop {
        tokio::select! {
            _ = connection.closed() => return,
            () = shared.written.notified() => {}
        }
        let unheard = *shared.unheard();
        let Some(Unheard { since, datagrams }) = unheard else {
            continue;
        };
        tokio::select! {
            _ = connection.closed() => return,
            () = sleep_until(since + SILENCE_MAX) => {}
        }
        if heard(&connection) == datagrams {
            tracing::debug!("the server is silent; the connection is given up");
            connection.close(VarInt::from_u32(0), b"");
        }
    }
}

/// Datagrams that came from the server so far: answers, and acknowledgements of QUIC itself.
fn heard(connection: &quinn::Connection) -> u64 {
    connection.stats().udp_rx.datagrams
}
