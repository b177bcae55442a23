//! What `xtask` takes from its surroundings. Nothing else in `xtask` reads the environment.

use std::env;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};

/// Where the repository is, where it is built and with which cargo.
pub(crate) struct Config {
    /// The folder of the workspace's `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Where cargo builds: `CARGO_TARGET_DIR`, else `~/.cache/pulse/target`, which every clone shares.
    pub(crate) target_dir: PathBuf,
    /// The cargo that runs us.
    pub(crate) cargo: PathBuf,
    /// The search path, to find programs that a test needs.
    pub(crate) search_path: Vec<PathBuf>,
    /// Whether windows can be shown to somebody.
    pub(crate) has_display: bool,
}

impl Config {
    pub(crate) fn from_environment() -> Outcome<Self> {
        // Asked when it runs, not when it was built: clones share a build folder, and may be given each other's `xtask`.
        let manifest_dir = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest_dir
            .parent()
            .ok_or_else(|| Failure::new("xtask does not stand inside a workspace"))?;
        Ok(Self {
            root: root.to_owned(),
            target_dir: target_dir(root),
            cargo: env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from),
            search_path: env::var_os("PATH")
                .map(|path| env::split_paths(&path).collect())
                .unwrap_or_default(),
            has_display: has_display(),
        })
    }

    /// The folder with the binaries of an ordinary (`dev`) build.
    pub(crate) fn binaries(&self) -> PathBuf {
        self.target_dir.join("debug")
    }

    /// The window as it is packaged: built for size, in the profile `dist`.
    pub(crate) fn packaged_window(&self) -> PathBuf {
        self.target_dir.join("dist/pulse-desktop")
    }

    /// The folder with the binaries of a `release` build.
    pub(crate) fn released_binaries(&self) -> PathBuf {
        self.target_dir.join("release")
    }
}

/// On Linux a window needs X11 or Wayland; elsewhere there is always a screen.
fn has_display() -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

fn target_dir(root: &Path) -> PathBuf {
    if let Some(dir) = env::var_os("CARGO_TARGET_DIR") {
        return root.join(dir);
    }
    match env::var_os("HOME").or_else(|| env::var_os("USERPROFILE")) {
        Some(home) => PathBuf::from(home).join(".cache/pulse/target"),
        None => root.join("target"),
    }
}
