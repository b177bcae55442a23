//! One window for each home: a second start tells the first what it was started for, and ends.
//!
//! A lock on `window.lock` in the home decides who is first; the kernel lets go of it however a process ends, so a socket
//! that a killed window left behind is simply replaced by the next holder of the lock. The socket stands beside the
//! home's own (see `pulse_client::Home::socket`), and both sides look at whom they talk to: only this user.
//!
//! ```text
//! second ──► length (4 bytes, little endian), Handover as JSON ──► first
//! second ◄── 1 byte: taken ──────────────────────────────────────  first
//! ```

mod handover;

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use interprocess::local_socket::Listener;
use interprocess::local_socket::prelude::*;
use pulse_client::{Home, local_socket};

use crate::limits::{HANDOVER_LOOK_EVERY, HANDOVER_WAIT_MAX, LISTEN_PAUSE};

pub use handover::Handover;

const SOCKET_NAME: &str = "window";
const LOCK_NAME: &str = "window.lock";

/// What a start turned out to be.
#[derive(Debug)]
pub enum Start {
    /// The first: open the window, and [`FirstInstance::listen`].
    First(FirstInstance),
    /// There was a window already; it has been told, and this process may end.
    HandedOver,
}

/// The right to be the window of a home, until it is dropped.
#[derive(Debug)]
pub struct FirstInstance {
    listener: Option<Listener>,
    socket: PathBuf,
    home: PathBuf,
    // Held for its lock alone, and let go of last.
    _lock: File,
}

/// Becomes the window of `home`, or tells the one that is. Fails when there is one that does not answer.
pub fn start(home: &Path, handover: &Handover) -> io::Result<Start> {
    let socket = Home::socket(home, SOCKET_NAME)?;
    let deadline = Instant::now() + HANDOVER_WAIT_MAX;
    loop {
        if let Some(lock) = try_lock(&home.join(LOCK_NAME))? {
            return Ok(Start::First(FirstInstance {
                listener: Some(local_socket::listener(&socket)?.create_sync()?),
                socket,
                home: home.to_owned(),
                _lock: lock,
            }));
        }
        match handover.give(&socket, home) {
            Ok(()) => return Ok(Start::HandedOver),
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Err(error),
            // It is starting, or just ending: see the limit for why this looks again instead of waiting.
            Err(_) if Instant::now() < deadline => std::thread::sleep(HANDOVER_LOOK_EVERY),
            Err(_) => {
                let what = "Pulse is open already, but does not answer";
                return Err(io::Error::new(io::ErrorKind::TimedOut, what));
            }
        }
    }
}

impl FirstInstance {
    /// Hears on a thread of its own what later starts are for, until the process ends.
    pub fn listen(&mut self, tell: impl Fn(Handover) + Send + 'static) -> io::Result<()> {
        let Some(listener) = self.listener.take() else {
            return Ok(());
        };
        let home = self.home.clone();
        std::thread::Builder::new()
            .name("pulse-starts".into())
            .spawn(move || {
                for stream in listener.incoming() {
                    let stream = match stream {
                        Ok(stream) => stream,
                        Err(error) => {
                            tracing::debug!(%error, "a second start did not come in");
                            std::thread::sleep(LISTEN_PAUSE);
                            continue;
                        }
                    };
                    match Handover::take(&stream, &home) {
                        Ok(handover) => tell(handover),
                        Err(error) => {
                            tracing::debug!(%error, "a second start was not understood");
                        }
                    }
                }
            })?;
        Ok(())
    }
}

impl Drop for FirstInstance {
    fn drop(&mut self) {
        if let Err(error) = local_socket::remove(&self.socket) {
            tracing::debug!(%error, "the window's socket could not be removed");
        }
    }
}

fn try_lock(path: &Path) -> io::Result<Option<File>> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

#[cfg(all(test, unix))]
mod tests {
    #![expect(
        clippy::unwrap_used,
        clippy::panic,
        reason = "a panic in a test is its report"
    )]

    use std::io::Write;
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::net::UnixStream;
    use std::sync::mpsc;

    use super::*;
    use crate::limits::HANDOVER_BYTES_MAX;

    fn with_link(link: &str) -> Handover {
        Handover {
            link: Some(link.to_owned()),
            ..Handover::default()
        }
    }

    /// A first start that listens, and what it hears.
    fn first(home: &Path) -> (FirstInstance, mpsc::Receiver<Handover>) {
        let Start::First(mut first) = start(home, &Handover::default()).unwrap() else {
            panic!("somebody else was first");
        };
        let (heard, hearing) = mpsc::channel();
        first
            .listen(move |handover| heard.send(handover).unwrap())
            .unwrap();
        (first, hearing)
    }

    #[test]
    fn the_second_start_hands_its_link_to_the_first() {
        let home = tempfile::tempdir().unwrap();
        let (first, hearing) = first(home.path());
        let link = with_link("pulse://chat.example.org/");
        assert!(matches!(start(home.path(), &link), Ok(Start::HandedOver)));
        assert_eq!(hearing.recv().unwrap(), link);
        assert!(matches!(
            start(home.path(), &Handover::default()),
            Ok(Start::HandedOver)
        ));
        assert_eq!(hearing.recv().unwrap(), Handover::default());
        drop(first);
    }

    #[test]
    fn homes_have_a_window_each_and_the_next_start_after_the_end_is_first() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (first_of_one, _) = first(one.path());
        let (_first_of_two, _) = first(two.path());
        drop(first_of_one);
        assert!(!one.path().join(SOCKET_NAME).exists());
        let (_again, _) = first(one.path());
    }

    #[test]
    fn of_many_starts_at_once_one_is_first_and_hears_all_others() {
        let home = tempfile::tempdir().unwrap();
        let (heard, hearing) = mpsc::channel();
        let starts: Vec<_> = (0..8)
            .map(|number| {
                let (home, heard) = (home.path().to_owned(), heard.clone());
                std::thread::spawn(move || {
                    match start(&home, &with_link(&format!("pulse://{number}/"))).unwrap() {
                        Start::First(mut first) => {
                            first
                                .listen(move |handover| heard.send(handover).unwrap())
                                .unwrap();
                            Some(first)
                        }
                        Start::HandedOver => None,
                    }
                })
            })
            .collect();
        let firsts: Vec<_> = starts
            .into_iter()
            .filter_map(|start| start.join().unwrap())
            .collect();
        assert_eq!(firsts.len(), 1);
        for _ in 0..7 {
            hearing.recv().unwrap();
        }
        assert!(hearing.try_recv().is_err());
    }

    /// What a window that was killed leaves: a socket at which nobody listens, and no lock.
    #[test]
    fn a_socket_that_a_killed_window_left_is_replaced() {
        let home = tempfile::tempdir().unwrap();
        drop(std::os::unix::net::UnixListener::bind(home.path().join(SOCKET_NAME)).unwrap());
        assert!(home.path().join(SOCKET_NAME).exists());
        let (_first, hearing) = first(home.path());
        start(home.path(), &with_link("pulse://a/")).unwrap();
        assert_eq!(hearing.recv().unwrap(), with_link("pulse://a/"));
    }

    #[test]
    fn only_this_user_reaches_the_socket() {
        let parent = tempfile::tempdir().unwrap();
        let home = parent.path().join("home");
        let (_first, _) = first(&home);
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&home), 0o700);
        assert_eq!(mode(&home.join(SOCKET_NAME)), 0o600);
        assert_eq!(mode(&home.join(LOCK_NAME)), 0o600);
    }

    /// Somebody of the same user sends nonsense, too much, or half: the next start is heard all the same.
    #[test]
    fn nonsense_at_the_socket_changes_nothing() {
        let home = tempfile::tempdir().unwrap();
        let (_first, hearing) = first(home.path());
        let too_long = u32::try_from(HANDOVER_BYTES_MAX + 1).unwrap();
        for nonsense in [
            Vec::new(),
            vec![1, 0],
            too_long.to_le_bytes().to_vec(),
            u32::MAX.to_le_bytes().to_vec(),
            [&4_u32.to_le_bytes()[..], b"what"].concat(),
            [&9_u32.to_le_bytes()[..], b"{\"link\":7}"].concat(),
        ] {
            let mut stream = UnixStream::connect(home.path().join(SOCKET_NAME)).unwrap();
            stream.write_all(&nonsense).unwrap();
        }
        start(home.path(), &with_link("pulse://a/")).unwrap();
        assert_eq!(hearing.recv().unwrap(), with_link("pulse://a/"));
    }

    #[test]
    fn a_handover_that_is_too_long_is_not_sent() {
        let home = tempfile::tempdir().unwrap();
        let (_first, _hearing) = first(home.path());
        let long = with_link(&"a".repeat(HANDOVER_BYTES_MAX));
        let stream = home.path().join(SOCKET_NAME);
        assert!(long.give(&stream, home.path()).is_err());
    }
}
