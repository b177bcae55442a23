//! The client on a thread of its own, so that the window never waits.
//!
//! ```text
//! Request ──► desk ──► opening (a home) ──► session (its client) ──commands──► pulse-client
//!                                              │    ▲
//! Update ◄── told ◄── reads ◄── batch ◄────────┘    └── events
//! ```
//!
//! Events come in bursts of thousands; a `batch` collects them for a few milliseconds, then the store is read once and told as
//! it is. Nothing here runs while nothing happens.

mod batch;
mod desk;
mod drafts;
mod health;
mod opening;
mod reads;
mod searches;
mod session;
mod told;
mod wishes;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::{self, JoinHandle};

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use self::desk::Desk;
use self::told::Told;
use crate::limits::UPDATES_WAITING_MAX;
use crate::{Request, Update};

/// Called whenever updates are waiting, from the client's thread: wakes the window.
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// What the client's thread works on.
#[derive(Clone, Debug)]
pub struct CoreOptions {
    /// The home's directory.
    pub home: PathBuf,
    /// Whether to connect to the server.
    pub connect: bool,
}

/// The client's thread.
pub struct Core;

/// Where requests go. Dropping the last one closes the home, as [`Request::Shutdown`] does.
#[derive(Clone, Debug)]
pub struct CoreHandle {
    requests: UnboundedSender<Request>,
}

impl CoreHandle {
    /// Asks; never waits. After [`Update::Closed`] nobody hears it.
    pub fn send(&self, request: Request) {
        let _ = self.requests.send(request);
    }
}

impl Core {
    /// Starts the thread. It does nothing before the first request, which is [`Request::Open`].
    ///
    /// # Errors
    /// When the system gives no thread or no event queue.
    pub fn start(
        options: CoreOptions,
        waker: Waker,
    ) -> io::Result<(CoreHandle, Receiver<Update>, JoinHandle<()>)> {
        let (requests, asked) = unbounded_channel();
        let (sender, updates) = sync_channel(UPDATES_WAITING_MAX);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let thread = thread::Builder::new()
            .name("pulse-core".into())
            .spawn(move || {
                let desk = Desk::new(options, asked, Told::new(sender, waker));
                runtime.block_on(desk.work());
                // What still waits for a keychain or a disk is not waited for.
                runtime.shutdown_background();
            })?;
        Ok((CoreHandle { requests }, updates, thread))
    }
}
