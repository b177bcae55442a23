//! `cargo xtask package`: what people install, a `tar.gz` and two Debian packages.
//!
//! The programs are built for release and stripped; what they load is checked, so that a package that builds here starts
//! elsewhere. Everything in a package has the time and the owner of no machine: the same sources make the same archives.
//!
//! `--server LINK` makes a package for the people of one server: its window suggests that server to whoever makes an account.
//! `--maintainer` and `--homepage` say who made them and where there is more.

mod archive;
mod contents;
mod deb;
mod library;
mod metadata_files;
mod notices;
mod options;
mod programs;

use std::fs;
use std::path::PathBuf;

use crate::config::Config;
use crate::failure::{Failure, Outcome};
use archive::Entry;
use options::Options;
use programs::Program;

pub(crate) const SUMMARY: &str = "build what people install: a tar.gz and .deb files";

pub(crate) fn run(config: &Config, arguments: &[String]) -> Outcome {
    let options = Options::of(arguments)?;
    if cfg!(not(target_os = "linux")) {
        return Err(Failure::new("packages are made for Linux, on Linux"));
    }
    metadata_files::check(config)?;
    let programs = programs::build(config)?;
    let release = Release::of(config)?;
    fs::create_dir_all(&release.folder)?;
    let notices = notices::written(config)?;

    let all: Vec<&Program> = programs.iter().collect();
    let entries = contents::tarball(config, &release, &all, &notices, &options)?;
    let name = format!("{}.tar.gz", release.name());
    report(&release, &name, &archive::tar_gz(&entries, release.time)?)?;
    for package in deb::PACKAGES {
        let chosen: Vec<&Program> = programs
            .iter()
            .filter(|program| package.programs.contains(&program.name))
            .collect();
        let entries = contents::system(config, package, &chosen, &notices, &options)?;
        let bytes = deb::bytes(package, &release, &options, &chosen, &entries)?;
        let name = format!(
            "{}_{}_{}.deb",
            package.name,
            release.version,
            deb::architecture()
        );
        report(&release, &name, &bytes)?;
    }
    println!("\nIn {}", release.folder.display());
    Ok(())
}

/// Which version of what this is.
struct Release {
    version: String,
    /// Seconds since 1970: of the last commit.
    time: u64,
    folder: PathBuf,
}

impl Release {
    fn of(config: &Config) -> Outcome<Self> {
        let manifest = fs::read_to_string(config.root.join("Cargo.toml"))?;
        let version = manifest
            .lines()
            .skip_while(|line| *line != "[workspace.package]")
            .find_map(|line| line.strip_prefix("version = \"")?.strip_suffix('"'))
            .ok_or_else(|| Failure::new("Cargo.toml names no version"))?;
        Ok(Self {
            version: version.to_owned(),
            time: archive::time_of_sources(config),
            folder: config.target_dir.join("package"),
        })
    }

    /// The folder within the tar.gz.
    fn name(&self) -> String {
        format!("pulse-{}-linux-{}", self.version, std::env::consts::ARCH)
    }
}

fn report(release: &Release, name: &str, bytes: &[u8]) -> Outcome {
    fs::write(release.folder.join(name), bytes)?;
    println!("{name:<44}{:>8.1} MB", megabytes(bytes.len()));
    Ok(())
}

/// Millions of bytes, as people who download count them.
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

/// The sum of what entries hold.
fn bytes_in(entries: &[Entry]) -> usize {
    entries.iter().map(|entry| entry.bytes.len()).sum()
}
