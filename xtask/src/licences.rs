//! `cargo xtask licences`: everything we build on may be used, changed and sold freely, and the desktop client names it.
//!
//! The list that the client shows is a committed file; `cargo xtask licences --write` brings it up to date.

use std::fs;

use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::linked::LINKED;
use crate::metadata::Metadata;
use crate::spdx;

pub(crate) const SUMMARY: &str = "check the licence of every dependency";

/// Permissive licences: they ask for a notice at most, never for the source of what is built with them.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0", // the list of web root certificates
    "ISC",
    "MIT",
    "MIT-0",
    "OFL-1.1", // fonts
    "Ubuntu-font-1.0",
    "Unicode-3.0",
    "Unlicense",
    "WTFPL", // a build script of SQLCipher's
    "Zlib",
    "blessing", // SQLite
];

/// What only tests use and never leaves with a program of ours may ask for more: the source of its own files.
const ALLOWED_IN_TESTS: &[(&str, &str)] = &[("colored", "MPL-2.0")]; // under the comparison of images

/// What the desktop client is built from, as it shows it.
const LIBRARIES: &str = "crates/pulse-desktop/assets/libraries.txt";

/// Where the terms of fonts, icons and libraries in C are.
const TERMS: &str = "crates/pulse-desktop/assets/licences";

/// The program whose libraries are listed.
const DESKTOP: &str = "pulse-desktop";

pub(crate) fn run(config: &Config, arguments: &[String]) -> Outcome {
    let metadata = Metadata::read(config)?;
    if arguments.iter().any(|argument| argument == "--write") {
        for (path, text) in files(&metadata)? {
            fs::write(config.root.join(&path), text)
                .map_err(|error| Failure::new(format!("{path}: {error}")))?;
            println!("{path} is written.");
        }
    }
    permissive(&metadata)?;
    named(config, &metadata)
}

/// The files that are made of what is built: the list, and the terms of what is no crate.
fn files(metadata: &Metadata) -> Outcome<Vec<(String, String)>> {
    let mut files = vec![(LIBRARIES.to_owned(), libraries(metadata)?)];
    for linked in LINKED {
        files.push((format!("{TERMS}/{}", linked.file), linked.text(metadata)?));
    }
    Ok(files)
}

/// The committed files are what is built.
fn named(config: &Config, metadata: &Metadata) -> Outcome {
    let mut findings = Vec::new();
    for (path, text) in files(metadata)? {
        if fs::read_to_string(config.root.join(&path)).ok().as_ref() != Some(&text) {
            findings.push(format!("{path}: run `cargo xtask licences --write`"));
        }
    }
    Failure::unless_empty("lists that are not what is built any more", &findings)?;
    println!(
        "{LIBRARIES} names what the desktop client is built from, with the terms of what is no crate."
    );
    Ok(())
}

/// One library a line: name, version, licence, between tabs.
fn libraries(metadata: &Metadata) -> Outcome<String> {
    let desktop = metadata
        .members()
        .find(|package| package.name == DESKTOP)
        .ok_or_else(|| Failure::new(format!("there is no {DESKTOP}")))?;
    let mut found: Vec<_> = metadata
        .reach(desktop)
        .into_iter()
        .map(|(package, _)| package)
        .filter(|package| !metadata.is_member(package))
        .collect();
    found.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    let mut lines = Vec::new();
    for package in found {
        let licence = package.licence.as_deref().unwrap_or_default();
        let licence = licence.replace('/', " OR ");
        lines.push(format!(
            "{}\t{}\t{licence}\n",
            package.name, package.version
        ));
    }
    for linked in LINKED {
        let (name, licence) = (linked.name, linked.licence);
        lines.push(format!(
            "{name}\t{}\t{licence}\n",
            linked.version(metadata)?
        ));
    }
    // Stable: versions of one crate stay in their order.
    lines.sort_by_key(|line| line.split('\t').next().map(str::to_lowercase));
    Ok(lines.concat())
}

fn permissive(metadata: &Metadata) -> Outcome {
    let mut findings = Vec::new();
    for package in metadata.others() {
        let Some(licence) = &package.licence else {
            findings.push(format!(
                "{} {} names no licence",
                package.name, package.version
            ));
            continue;
        };
        match spdx::is_satisfied(licence, ALLOWED) {
            Some(true) => {}
            Some(false) if ALLOWED_IN_TESTS.contains(&(&package.name, licence)) => {}
            Some(false) => {
                findings.push(format!("{} {}: {licence}", package.name, package.version));
            }
            None => findings.push(format!(
                "{} {}: `{licence}` cannot be read",
                package.name, package.version
            )),
        }
    }
    for linked in LINKED {
        if !ALLOWED.contains(&linked.licence) {
            findings.push(format!("{}: {}", linked.name, linked.licence));
        }
    }
    Failure::unless_empty("licences that are not on the list", &findings)?;
    println!(
        "The licences of {} packages are permissive.",
        metadata.others().count()
    );
    Ok(())
}
