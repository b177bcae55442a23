//! The commands of `pulse-server`, one per file.

pub(crate) mod cautions;
pub mod check;
pub mod init;
pub mod invite;
pub mod restore;
pub mod serve;

use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand};

use crate::config::{Config, ConfigError, FILE_NAME, StoreKind};
use crate::keys::KeyError;
use crate::metrics::StoreMetrics;
use crate::server::StartError;
use crate::store::{EmbeddedDisk, OpenError, embedded};
use crate::tls::TlsError;

/// The Pulse server: keeps mail that it cannot read until it is fetched.
#[derive(Debug, Parser)]
#[command(name = "pulse-server", version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a server's directory: configuration, keys, a self-signed certificate. Prints its link.
    Init(init::Options),
    /// Run the server. Prints where it listens, its link and where its metrics are.
    Serve(serve::Options),
    /// Check the configuration, the certificate and the store of a server that does not run.
    Check(check::Options),
    /// Make a server that was put back from a copy safe to serve: run it once, before `serve`.
    Restore(restore::Options),
    /// Make invites. The server may be running.
    Invite(invite::Options),
}

/// Which server.
#[derive(Debug, Args)]
pub struct Place {
    /// The server's directory.
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
    /// The configuration, when it is not DIR/pulse.toml.
    #[arg(long, value_name = "FILE", conflicts_with = "dir")]
    pub config: Option<PathBuf>,
}

impl Place {
    /// The checked configuration.
    pub fn load(&self) -> Result<Config, ConfigError> {
        match &self.config {
            Some(file) => Config::load(file),
            None => Config::load(&self.dir.join(FILE_NAME)),
        }
    }
}

/// Why a command failed. Each text says what happened and, where that helps, what to do.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The server's key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The certificate.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The store.
    #[error(transparent)]
    Store(#[from] OpenError),
    /// The start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The disk is too full.
    #[error("{0}")]
    Disk(String),
    /// Something else that a person can mend.
    #[error("{0}")]
    Other(String),
}

impl Failure {
    /// The exit code, as `sysexits.h` numbers them.
    pub fn exit_code(&self) -> u8 {
        match self {
            Failure::Config(_) => 78,
            Failure::Key(_) | Failure::Tls(_) => 66,
            Failure::Store(OpenError::Newer { .. }) => 78,
            Failure::Store(_) => 73,
            Failure::Start(StartError::Key(_) | StartError::Tls(_)) => 66,
            Failure::Start(_) => 69,
            Failure::Disk(_) => 74,
            Failure::Other(_) => 65,
        }
    }

    pub(crate) fn io(path: &Path, error: &std::io::Error) -> Self {
        Failure::Other(format!("{}: {error}", path.display()))
    }
}

/// What root writes into the store of another user, that user cannot open any more.
pub(crate) fn refuse_root(store: &Path) -> Result<(), Failure> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let owner = |path: &Path| path.metadata().map(|found| found.uid()).ok();
        let (user, owner) = (owner(Path::new("/proc/self")), owner(store));
        if user == Some(0) && owner.is_some_and(|owner| owner != 0) {
            return Err(Failure::Other(format!(
                "{} belongs to another user: run this as that user, as with `sudo -u pulse`",
                store.display()
            )));
        }
    }
    Ok(())
}

/// Opens the store that a configuration names; none for one in memory.
pub(crate) fn open_store(
    config: &Config,
    metrics: StoreMetrics,
) -> Result<Option<EmbeddedDisk>, Failure> {
    match config.store {
        StoreKind::Memory => Ok(None),
        StoreKind::Embedded => {
            let dir = embedded::directory(&config.data_dir);
            refuse_root(&dir)?;
            let disk = EmbeddedDisk::open(&dir, config.store_limits, metrics)?;
            Ok(Some(disk))
        }
    }
}
