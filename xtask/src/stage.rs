//! What the demo and the chaos run play on: a temporary folder with a real server and real people in it.
//!
//! Every process is a program as users run it, on 127.0.0.1 and a free port, and is ended by its own id when the stage is
//! left, however it is left.

mod keyring;
mod person;
mod random;
mod seek;
mod server;
mod wire_tap;

use std::fs;
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::failure::Outcome;
use crate::process;

pub(crate) use keyring::Keyring;
pub(crate) use person::{Listener, Person, Said, field};
pub(crate) use random::Random;
pub(crate) use seek::Haystack;
pub(crate) use server::Server;
pub(crate) use wire_tap::WireTap;

/// A temporary folder and the programs.
pub(crate) struct Stage {
    folder: PathBuf,
    binaries: PathBuf,
    is_kept: bool,
}

impl Stage {
    /// Builds the programs and makes the folder.
    pub(crate) fn set(config: &Config, name: &str) -> Outcome<Self> {
        process::build_talking_programs(config)?;
        Self::with(config.binaries(), name)
    }

    /// The same with the programs as they are released: where it matters how fast they are.
    pub(crate) fn set_released(config: &Config, name: &str) -> Outcome<Self> {
        let build = ["build", "--release", "--workspace", "--bins", "--locked"];
        let mut build = process::cargo(config, &build);
        process::run(build.args(["--exclude", "xtask"]))?;
        Self::with(config.released_binaries(), name)
    }

    fn with(binaries: PathBuf, name: &str) -> Outcome<Self> {
        let folder = std::env::temp_dir().join(format!("pulse-{name}-{}", std::process::id()));
        fs::create_dir(&folder)?;
        Ok(Self {
            folder,
            binaries,
            is_kept: false,
        })
    }

    /// The temporary folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// One of our programs.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.binaries
            .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// Leaves the folder when the stage is left.
    pub(crate) fn keep(&mut self) {
        self.is_kept = true;
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if !self.is_kept {
            // Nothing more can be done about a temporary folder that does not go.
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}
