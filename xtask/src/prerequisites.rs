//! What a build and a test run need from the system besides Rust.

use std::process::Command;

use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::process;

/// A program, the Debian package that has it, and what it is for.
const NEEDED: &[(&str, &str, &str)] = &[
    ("cc", "gcc", "SQLCipher and AWS-LC are C"),
    ("make", "make", "SQLCipher's OpenSSL is built by it"),
    ("perl", "perl", "OpenSSL's build is configured by it"),
    (
        "python3",
        "python3",
        "the second, independent model of the cryptography is Python",
    ),
];

/// Installs what is missing where that is possible without asking; else names it.
pub(crate) fn ensure(config: &Config) -> Outcome {
    let missing: Vec<_> = NEEDED
        .iter()
        .filter(|(program, ..)| !process::is_installed(config, program))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().map(|(_, package, _)| *package).collect();
    println!("Missing: {}. Trying to install.", packages.join(", "));
    if install(config, &packages).is_ok()
        && missing
            .iter()
            .all(|(program, ..)| process::is_installed(config, program))
    {
        return Ok(());
    }
    let reasons: Vec<String> = missing
        .iter()
        .map(|(program, package, reason)| {
            format!("{program} (Debian package `{package}`): {reason}")
        })
        .collect();
    Failure::unless_empty("Please install these first and run this again", &reasons)
}

fn install(config: &Config, packages: &[&str]) -> Outcome {
    if !process::is_installed(config, "apt-get") {
        return Err(Failure::new("no apt-get here"));
    }
    process::run(&mut apt_get(config, &["update", "-qq"]))?;
    let mut arguments = vec!["install", "-y", "-qq", "--no-install-recommends"];
    arguments.extend(packages);
    process::run(&mut apt_get(config, &arguments))
}

/// As root directly, else through a `sudo` that does not ask.
fn apt_get(config: &Config, arguments: &[&str]) -> Command {
    let mut command = if is_root() || !process::is_installed(config, "sudo") {
        Command::new("apt-get")
    } else {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "apt-get"]);
        sudo
    };
    command
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive");
    command
}

#[cfg(unix)]
#[allow(
    unsafe_code,
    reason = "geteuid has no safe face in std; it takes nothing and cannot fail"
)]
fn is_root() -> bool {
    // SAFETY: geteuid has no preconditions.
    unsafe { libc::geteuid() == 0 }
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}
