//! The local socket between the programs of one user.

use std::io;
use std::path::Path;

use interprocess::local_socket::tokio::prelude::*;
use interprocess::local_socket::tokio::{Listener, Stream};
use interprocess::local_socket::{GenericFilePath, ListenerOptions};

/// Listens at `path`, in the place of whatever an owner that was killed left there. Only the holder of the home's lock
/// may call this.
pub(super) fn listen(path: &Path) -> io::Result<Listener> {
    remove(path)?;
    let name = path.to_fs_name::<GenericFilePath>()?;
    let options = ListenerOptions::new().name(name).reclaim_name(false);
    #[cfg(unix)]
    let options = interprocess::os::unix::local_socket::ListenerOptionsExt::mode(options, 0o600);
    options.create_tokio()
}

/// Connects to the owner that listens at `path`.
pub(super) async fn connect(path: &Path) -> io::Result<Stream> {
    Stream::connect(path.to_fs_name::<GenericFilePath>()?).await
}

/// Takes the socket's name away, so that nobody new comes.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Whether the other side is the user who owns the home. The directory keeps others out already; this holds even where
/// somebody has opened it.
#[cfg(unix)]
pub(super) fn is_same_user(stream: &Stream, home: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let theirs = stream
        .peer_creds()
        .ok()
        .and_then(|credentials| credentials.euid());
    let ours = home.metadata().ok().map(|metadata| metadata.uid());
    theirs.is_some() && theirs == ours
}

#[cfg(not(unix))]
pub(super) fn is_same_user(_stream: &Stream, _home: &Path) -> bool {
    true
}
