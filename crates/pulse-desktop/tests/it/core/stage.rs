//! A real server in this process, and windows without a window: a core, and what it tells.

use std::net::{SocketAddr, UdpSocket};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use pulse_client::{AccountSummary, ServerLink};
use pulse_desktop::{Core, CoreHandle, CoreOptions, Hidden, Protection, Request, Update};
use pulse_server::config::Config;
use pulse_server::limits::StoreLimits;
use pulse_server::store::{MemoryDisk, Store, SyncMode};
use pulse_server::{Running, Server, cli::init};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Far beyond what anything here takes; a test that reaches it has failed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// How much of what came instead a failure tells.
const TOLD_BYTES_MAX: usize = 4_000;

pub(crate) struct Stage {
    pub(crate) dir: TempDir,
    /// Where the server's mail is.
    pub(crate) disk: Arc<MemoryDisk>,
    store: Store,
    running: Option<Running>,
    address: SocketAddr,
    pub(crate) link: ServerLink,
    settings: String,
    runtime: Runtime,
}

impl Stage {
    pub(crate) fn new() -> Self {
        Self::with("registration = \"open\"", 8)
    }

    /// A server with a policy of its own, where an account costs 2^`difficulty` tries.
    pub(crate) fn with(registration: &str, difficulty: u8) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let dir = tempfile::tempdir().unwrap();
        let server = dir.path().join("server");
        init::run(&init::Options {
            dir: server.clone(),
            host: "127.0.0.1".into(),
            port: 7857,
            registration: init::Registration::Open,
            force: false,
        })
        .unwrap_or_else(|_| panic!("no server was made"));
        let settings = format!(
            "public_host = \"127.0.0.1\"\nmetrics_listen = \"off\"\n{registration}\n\
             [limits]\nregistration_difficulty = {difficulty}\nstamp_difficulty = 8\n"
        );
        let disk = Arc::new(MemoryDisk::new(SyncMode::Immediate, StoreLimits::default()));
        let store = Store::in_memory(Arc::clone(&disk));
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let running = runtime.block_on(start(&server, any, &settings, &store));
        let (address, link) = (running.local_addr(), running.link().clone());
        Self {
            dir,
            disk,
            store,
            running: Some(running),
            address,
            link,
            settings,
            runtime,
        }
    }

    pub(crate) fn stop_server(&mut self) {
        let running = self.running.take().unwrap();
        self.runtime.block_on(running.shutdown());
        // The socket goes with the last task of the endpoint, which nobody can wait for.
        while UdpSocket::bind(self.address).is_err() {
            std::thread::yield_now();
        }
    }

    /// Starts the server again, with the mail and on the port it had.
    pub(crate) fn start_server(&mut self) {
        let server = self.dir.path().join("server");
        let starting = start(&server, self.address, &self.settings, &self.store);
        self.running = Some(self.runtime.block_on(starting));
    }

    /// A window without an account.
    pub(crate) fn window(&self, name: &str) -> Window {
        Window::open(&self.dir.path().join(name))
    }

    /// A window with an account and nothing else.
    pub(crate) fn person(&self, name: &str) -> (Window, AccountSummary) {
        let window = self.window(name);
        window.ask(Request::Create {
            protection: window.key_file(),
            server: self.link.clone(),
            name: name.into(),
            invite: None,
        });
        let account = window.next("account", |update| match update {
            Update::Registered(account) => Some(account),
            Update::Failed { error, .. } => panic!("{error}"),
            _ => None,
        });
        (window, account)
    }
}

async fn start(dir: &Path, listen: SocketAddr, settings: &str, store: &Store) -> Running {
    let text = format!("listen = \"{listen}\"\n{settings}");
    let config = Config::parse(&text, dir).unwrap();
    Server::start(config, store.clone()).await.unwrap()
}

/// What a window is to the core.
pub(crate) struct Window {
    pub(crate) home: PathBuf,
    handle: CoreHandle,
    updates: Receiver<Update>,
    thread: JoinHandle<()>,
}

impl Window {
    pub(crate) fn open(home: &Path) -> Self {
        let options = CoreOptions {
            home: home.to_owned(),
            connect: true,
        };
        let (handle, updates, thread) = Core::start(options, Arc::new(|| {})).unwrap();
        Self {
            home: home.to_owned(),
            handle,
            updates,
            thread,
        }
    }

    /// The key of this window's home, beside it.
    pub(crate) fn key_file(&self) -> Protection {
        Protection::KeyFile(self.home.with_extension("key"))
    }

    pub(crate) fn ask(&self, request: Request) {
        self.handle.send(request);
    }

    /// The next update that `wanted` picks out.
    pub(crate) fn next<T>(&self, what: &str, mut wanted: impl FnMut(Update) -> Option<T>) -> T {
        let end = Instant::now() + PATIENCE;
        let mut instead = String::new();
        loop {
            match self.updates.recv_timeout(end - Instant::now()) {
                Ok(update) => {
                    if instead.len() < TOLD_BYTES_MAX {
                        instead.push_str(&format!("\n  {update:.60?}"));
                    }
                    if let Some(found) = wanted(update) {
                        return found;
                    }
                }
                Err(RecvTimeoutError::Timeout) => panic!("no {what}, but:{instead}"),
                Err(RecvTimeoutError::Disconnected) => panic!("the core ended before {what}"),
            }
        }
    }

    /// What it says first.
    pub(crate) fn first(&self) -> Update {
        self.next("word", Some)
    }

    /// Closes it; everything that was asked before is done.
    pub(crate) fn close(self) -> PathBuf {
        self.ask(Request::Shutdown);
        self.next("end", |update| {
            matches!(update, Update::Closed).then_some(())
        });
        self.thread.join().unwrap();
        self.home
    }
}

pub(crate) fn passphrase(text: &str) -> Protection {
    Protection::Passphrase(Hidden::new(text))
}
