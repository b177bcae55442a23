//! The desktop entry and the AppStream metadata are what the desktop's own tools take them for.

use std::process::Command;

use crate::config::Config;
use crate::failure::Outcome;
use crate::process;

/// A tool, its Debian package, its arguments, and the file.
const CHECKS: &[(&str, &str, &[&str], &str)] = &[
    (
        "desktop-file-validate",
        "desktop-file-utils",
        &[],
        "im.pulse.Pulse.desktop",
    ),
    (
        "appstreamcli",
        "appstream",
        &["validate", "--no-net"],
        "im.pulse.Pulse.metainfo.xml",
    ),
];

/// Asks each tool that is there; says which file was not looked at.
pub(super) fn check(config: &Config) -> Outcome {
    for (tool, package, arguments, file) in CHECKS {
        if !process::is_installed(config, tool) {
            println!("NOT CHECKED: {file} ({tool} of Debian's `{package}` is not installed)");
            continue;
        }
        let mut command = Command::new(tool);
        command
            .args(*arguments)
            .arg(super::contents::packaging(config).join(file));
        process::run(&mut command)?;
    }
    Ok(())
}
