//! A `pulse-server` on a free port of this machine.

use std::path::Path;

use super::process::Process;
use super::server_folder::{self, ServerFolder};

/// A running server.
pub(crate) struct Server {
    pub(crate) link: String,
    _process: Process,
}

impl Server {
    /// Makes one in a folder and waits until it listens.
    pub(crate) fn start(folder: &Path) -> Self {
        let files = ServerFolder::init(env!("CARGO_BIN_EXE_pulse-desktop"), folder, "open");
        let (process, link) = Process::start_and_read(
            &mut files.command("serve"),
            &files.path().with_extension("log"),
            server_folder::link,
        );
        Self {
            link,
            _process: process,
        }
    }
}
