//! What does not keep a server from serving, and what whoever runs it should know all the same. `serve` logs it, `check` prints it.

use std::path::Path;

use crate::config::{Config, PUBLIC_HOST_DEFAULT};
use crate::keys;

/// One sentence for each.
pub(crate) fn of(config: &Config) -> Vec<String> {
    let secrets = [config.key.clone(), config.data_dir.join(keys::FILE_NAME)];
    let mut cautions: Vec<String> = secrets
        .iter()
        .filter(|secret| is_open_to_all(secret))
        .map(|secret| {
            let path = secret.display();
            format!(
                "every user of this machine can read {path}, and whoever has it can pass for this server: run `chmod o-rwx {path}`"
            )
        })
        .collect();
    // What stands there when nobody has chosen. An address of this machine is a choice.
    if config.public_host == PUBLIC_HOST_DEFAULT && !config.listen.ip().is_loopback() {
        cautions.push(format!(
            "links say {PUBLIC_HOST_DEFAULT}, which is whatever machine reads them: set public_host in pulse.toml to the name that \
             people reach this server by"
        ));
    }
    cautions
}

/// What a group may read is somebody's decision: a certificate's key often belongs to a group of servers.
fn is_open_to_all(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = path.metadata().map(|found| found.permissions().mode());
        mode.is_ok_and(|mode| mode & 0o007 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}
