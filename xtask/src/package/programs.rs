//! The programs, as they leave: built for release, stripped, and leaning on nothing but the C library.

use std::fs;
use std::process::Command;

use super::library;
use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::process;

/// What is shipped, and how large it may be in bytes. The window's bound is a promise; the others have room to grow by half.
const PROGRAMS: &[(&str, usize)] = &[
    (WINDOW, 35_000_000),
    ("pulse", 24_000_000),
    ("pulse-server", 20_000_000),
    ("pulse-load", 20_000_000),
];

const WINDOW: &str = "pulse-desktop";

/// A program that is ready to leave.
pub(super) struct Program {
    pub(super) name: &'static str,
    pub(super) bytes: Vec<u8>,
}

/// Builds and checks all of them.
pub(super) fn build(config: &Config) -> Outcome<Vec<Program>> {
    // As the benchmarks build them, so that what is measured is what leaves.
    let build = ["build", "--release", "--workspace", "--bins", "--locked"];
    process::run(process::cargo(config, &build).args(["--exclude", "xtask", "--exclude", WINDOW]))?;
    process::build_packaged_window(config)?;
    let mut programs = Vec::new();
    let mut findings = Vec::new();
    for &(name, bytes_max) in PROGRAMS {
        let path = match name {
            WINDOW => config.packaged_window(),
            _ => config.released_binaries().join(name),
        };
        let stripped = path.with_extension("stripped");
        process::run(
            Command::new("strip")
                .arg("--strip-all")
                .arg("-o")
                .arg(&stripped)
                .arg(&path),
        )?;
        findings.extend(
            library::unexpected(&stripped)?
                .into_iter()
                .map(|library| format!("{name} loads {library}, which not every machine has")),
        );
        let bytes = fs::read(&stripped)?;
        println!("{name:<44}{:>8.1} MB", super::megabytes(bytes.len()));
        if bytes.len() > bytes_max {
            findings.push(format!(
                "{name} has {} bytes, and may have {bytes_max}",
                bytes.len()
            ));
        }
        fs::remove_file(&stripped)?;
        programs.push(Program { name, bytes });
    }
    Failure::unless_empty("these programs may not leave", &findings)?;
    Ok(programs)
}
