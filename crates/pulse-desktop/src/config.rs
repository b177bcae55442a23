//! What the window takes from its surroundings. Nothing else reads the environment.

use std::env;
use std::path::PathBuf;

use tracing_subscriber::EnvFilter;

/// Sends the log to standard error when `PULSE_LOG` asks for one (`PULSE_LOG=debug`); else there is none.
pub(crate) fn start_logging() {
    let Ok(filter) = EnvFilter::try_from_env("PULSE_LOG") else {
        return;
    };
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // It can only have been set before us, and nobody is before us.
    let _ = log.try_init();
}

/// The system's language, such as `de-AT`; English when it does not say.
pub(crate) fn language() -> String {
    sys_locale::get_locale().unwrap_or_else(|| "en".to_owned())
}

/// What Wayland gave this process so that its window may come to the front.
pub(crate) fn activation_token() -> Option<String> {
    env::var("XDG_ACTIVATION_TOKEN").ok()
}

/// Whether windows are those of Wayland, where a window cannot be made invisible, only small.
pub(crate) fn is_wayland() -> bool {
    env::var_os("WAYLAND_DISPLAY").is_some_and(|name| !name.is_empty())
}

/// Where programs keep their configuration.
pub(crate) fn config_home() -> Option<PathBuf> {
    folder("XDG_CONFIG_HOME").or_else(|| Some(folder("HOME")?.join(".config")))
}

/// Where programs look for configuration, the most important first: the person's, then the system's.
pub(crate) fn config_folders() -> Vec<PathBuf> {
    let system = match env::var_os("XDG_CONFIG_DIRS").filter(|folders| !folders.is_empty()) {
        Some(folders) => env::split_paths(&folders).collect(),
        None => vec![PathBuf::from("/etc/xdg")],
    };
    let system = system.into_iter().filter(|folder| folder.is_absolute());
    config_home().into_iter().chain(system).collect()
}

/// Where the home is when `--home` does not say; the same as for `pulse`.
#[cfg(target_os = "macos")]
pub(crate) fn home() -> Option<PathBuf> {
    Some(folder("HOME")?.join("Library/Application Support/Pulse"))
}

/// Where the home is when `--home` does not say; the same as for `pulse`.
#[cfg(windows)]
pub(crate) fn home() -> Option<PathBuf> {
    Some(folder("APPDATA")?.join("Pulse"))
}

/// Where the home is when `--home` does not say; the same as for `pulse`.
#[cfg(not(any(target_os = "macos", windows)))]
pub(crate) fn home() -> Option<PathBuf> {
    let data = folder("XDG_DATA_HOME").or_else(|| Some(folder("HOME")?.join(".local/share")));
    Some(data?.join("pulse"))
}

/// A folder that a variable names. The XDG specification says to ignore relative ones, and that is wise everywhere.
fn folder(variable: &str) -> Option<PathBuf> {
    env::var_os(variable)
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
}
