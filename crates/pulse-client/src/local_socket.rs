//! The local socket between the programs of one user: the owner's in a home, and those of front ends that listen for a second
//! start of themselves.

use std::io;
use std::path::Path;

use interprocess::local_socket::prelude::*;
use interprocess::local_socket::traits::StreamCommon;
use interprocess::local_socket::{GenericFilePath, ListenerOptions, Name};

/// How to listen at `path`, for this user alone and in the place of whatever a program that was killed left there. Only the
/// holder of the lock that goes with the socket may call this.
pub fn listener(path: &Path) -> io::Result<ListenerOptions<'_>> {
    remove(path)?;
    let options = ListenerOptions::new().name(name(path)?).reclaim_name(false);
    #[cfg(unix)]
    let options = interprocess::os::unix::local_socket::ListenerOptionsExt::mode(options, 0o600);
    Ok(options)
}

/// The name under which to connect to who listens at `path`.
pub fn name(path: &Path) -> io::Result<Name<'_>> {
    path.to_fs_name::<GenericFilePath>()
}

/// Takes the socket's name away, so that nobody new comes.
pub fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Whether the other side is the user who owns the home. The directory keeps others out already; this holds even where
/// somebody has opened it.
#[cfg(unix)]
pub fn is_same_user(stream: &impl StreamCommon, home: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let theirs = stream
        .peer_creds()
        .ok()
        .and_then(|credentials| credentials.euid());
    let ours = home.metadata().ok().map(|metadata| metadata.uid());
    theirs.is_some() && theirs == ours
}

/// Elsewhere the directory alone keeps others out.
#[cfg(not(unix))]
pub fn is_same_user(_stream: &impl StreamCommon, _home: &Path) -> bool {
    true
}
